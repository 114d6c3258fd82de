"""Faults that are put into a sound graph are found; the sound graph has none."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import pyoxigraph as ox
import pytest

import ontology
from kg import vocab
from kg.iri import Minter
from kg.ntriples import Triple, decimal, integer, iri, literal
from kg.triples import Provenance, document_triples, ontology_triples
from kg.validate.checks import check_release
from kg.validate.documents import our_shapes
from kg.validate.shacl import validate_graph
from kg.validate.violation import Severity, Violation
from tests.sample import elsewhere, pingluo

MINTER = Minter()
DOCUMENT = elsewhere()
ROW = DOCUMENT.projects[0].indicators[0]
INDICATOR = iri(MINTER.indicator(DOCUMENT.sha256, ROW.source))


def facts() -> list[Triple]:
    return list(
        document_triples(DOCUMENT, MINTER, Provenance("2025-01-02T03:04:05Z", "jipu 0.1.0"))
    )


def validate_document(triples: Iterable[Triple]) -> tuple[Violation, ...]:
    lines = "".join(triple.line for triple in triples)
    return validate_graph("jia.xlsx", lines, our_shapes()).violations


def fact(predicate: str, value: str) -> Triple:
    return Triple(INDICATOR, iri(predicate), value)


def without(predicate: str) -> list[Triple]:
    return [t for t in facts() if (t.subject, t.predicate) != (INDICATOR, iri(predicate))]


@pytest.mark.parametrize("document", [pingluo(), elsewhere()], ids=lambda d: d.name)
def test_a_sound_document_has_no_violation(document: object) -> None:
    provenance = Provenance("2025-01-02T03:04:05Z", "jipu 0.1.0")
    assert validate_document(document_triples(document, MINTER, provenance)) == ()  # type: ignore[arg-type]


FAULTS = {
    "two names": [*facts(), fact(vocab.LABEL, literal("别名"))],
    "no target text": without(vocab.TARGET_TEXT),
    "no row": without(vocab.SOURCE_ROW),
    "row zero": [*without(vocab.SOURCE_ROW), fact(vocab.SOURCE_ROW, integer(0))],
    "a bound that is no decimal": [*without(vocab.UPPER), fact(vocab.UPPER, literal("120万"))],
    "crossed bounds": [*facts(), fact(vocab.LOWER, decimal("9999999"))],
    "an unknown category": [
        *without(vocab.CATEGORY),
        fact(vocab.CATEGORY, iri(vocab.category("x"))),
    ],
    "a group as category": [
        *without(vocab.CATEGORY),
        fact(vocab.CATEGORY, iri(vocab.category("output"))),
    ],
    "a blank slot": [*facts(), fact(vocab.TYPE, iri(vocab.BLANK_SLOT))],
    "two kinds": [*facts(), fact(vocab.TARGET_KIND, iri(vocab.CON + "date"))],
    "a derived fact from nowhere": without(vocab.DERIVED_FROM),
}


@pytest.mark.parametrize("triples", list(FAULTS.values()), ids=list(FAULTS))
def test_a_fault_is_found_with_its_place(triples: list[Triple]) -> None:
    violations = validate_document(triples)
    assert violations
    found = [v for v in violations if f"<{v.focus}>" == INDICATOR]
    assert found and all(v.document == "jia.xlsx" and v.message for v in found)


def test_the_place_names_file_and_row() -> None:
    (violation,) = validate_document(without(vocab.TARGET_TEXT))
    assert (violation.table, violation.row, violation.cell) == (1, 5, "D5")
    assert violation.row == ROW.source.row
    assert violation.where == "jia.xlsx, table 1, row 5"
    assert violation.path == vocab.TARGET_TEXT
    assert violation.message == "指标有一个照印的指标值"
    assert violation.english == "an indicator has one target text"
    assert violation.severity is Severity.VIOLATION


def test_two_labels_of_a_body_are_found() -> None:
    body = iri(MINTER.organisation("甲县", "甲县交通局"))
    violations = validate_document([*facts(), Triple(body, iri(vocab.LABEL), literal("交通局"))])
    assert {v.english for v in violations} == {"an organisation has one label"}


def test_a_region_whose_code_is_none_is_found() -> None:
    region = iri(MINTER.region("甲县"))
    code = Triple(region, iri(vocab.NOTATION), literal("640221"))
    assert {v.path for v in validate_document([*facts(), code])} == {vocab.NOTATION}


def test_values_for_several_places_are_sound() -> None:
    project = DOCUMENT.projects[0]
    here = replace(ROW, place="甲乡", source=replace(ROW.source, column=4))
    there = replace(ROW, place="乙乡", source=replace(ROW.source, column=5))
    document = replace(DOCUMENT, projects=(replace(project, indicators=(here, there)),))
    provenance = Provenance("2025-01-02T03:04:05Z", "jipu 0.1.0")
    assert validate_document(document_triples(document, MINTER, provenance)) == ()


def test_a_project_with_two_amounts_is_found() -> None:
    project = next(t.subject for t in facts() if t.predicate == iri(vocab.AMOUNT))
    (violation,) = validate_document([*facts(), Triple(project, iri(vocab.AMOUNT), decimal("1"))])
    assert violation.path == vocab.AMOUNT
    assert violation.where == "jia.xlsx"


def select_from(triples: list[Triple]) -> Callable[[str], list[list[str | None]]]:
    store = ox.Store()
    text = "".join(t.line for t in [*triples, *ontology_triples()])
    store.load(text.encode(), format=ox.RdfFormat.N_TRIPLES)

    def select(query: str) -> list[list[str | None]]:
        solutions = store.query(query)
        assert isinstance(solutions, ox.QuerySolutions)
        return [[None if term is None else term.value for term in row] for row in solutions]

    return select


def test_a_sound_release_passes_every_check() -> None:
    assert check_release(select_from(facts())) == ()


BROKEN = {
    "blank-slot-is-indicator": [*facts(), fact(vocab.TYPE, iri(vocab.BLANK_SLOT))],
    "bounds-crossed": [*facts(), fact(vocab.LOWER, decimal("9999999"))],
    "category-unknown": [*without(vocab.CATEGORY), fact(vocab.CATEGORY, iri(vocab.category("x")))],
    "row-of-two-projects": [
        *facts(), Triple(iri("https://a/p"), iri(vocab.HAS_INDICATOR), INDICATOR)
    ],
    "row-without-project": [t for t in facts() if t.object != INDICATOR],
    "row-without-source": without(vocab.SOURCE_ROW),
    "several-labels": [
        *facts(), fact(vocab.TYPE, iri(vocab.PROJECT_SERIES)), fact(vocab.LABEL, literal("别名"))
    ],
    "several-values": [*facts(), fact(vocab.TARGET_TEXT, literal("≤130万元"))],
    "top-category-differs": [
        *without(vocab.TOP_CATEGORY), fact(vocab.TOP_CATEGORY, iri(vocab.category("output")))
    ],
}  # fmt: skip


def test_every_check_has_a_fault_to_find() -> None:
    assert set(BROKEN) == set(ontology.checks())


@pytest.mark.parametrize("name", list(BROKEN))
def test_a_check_finds_its_fault(name: str) -> None:
    violations = check_release(select_from(BROKEN[name]))
    found = {v.shape: v for v in violations if f"<{v.focus}>" == INDICATOR}
    assert found[name].english == ontology.question(ontology.checks()[name], "en")
    assert found[name].message == ontology.question(ontology.checks()[name], "zh")
    if name != "row-without-source":
        assert found[name].where == "jia.xlsx, table 1, row 5"
        assert found[name].cell == "D5"
