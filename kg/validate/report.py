"""A validation report as SHACL has it (校验报告): one sh:ValidationReport of all documents."""

import re
from collections.abc import Iterable

from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

import ontology
from kg import vocab
from kg.validate.violation import Checked, Violation

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:\S+")


def report_turtle(documents: Iterable[Checked], checks: Iterable[Violation]) -> str:
    """The results of all documents and of the release checks, in Turtle.

    To each result jipu adds where its node was printed: `jipu:fileName`, ``jipu:sourceRow`` ….
    """
    report, whole = Graph(), BNode()
    for prefix, namespace in ontology.PREFIXES.items():
        report.bind(prefix, namespace)
    for document in documents:
        report.parse(data=document.report, format="nt")
    for part in list(report.subjects(RDF.type, SH.ValidationReport)):
        report.remove((part, None, None))
    for violation in checks:
        _add(violation, report)
    report.add((whole, RDF.type, SH.ValidationReport))
    results = list(report.subjects(RDF.type, SH.ValidationResult))
    for result in results:
        report.add((whole, SH.result, result))
    report.add((whole, SH.conforms, Literal(not results)))
    return report.serialize(format="turtle")


def _add(violation: Violation, report: Graph) -> None:
    facts: tuple[tuple[URIRef, Node | None], ...] = (
        (RDF.type, SH.ValidationResult),
        (SH.focusNode, URIRef(violation.focus)),
        (SH.resultSeverity, SH.Violation),
        (SH.sourceConstraintComponent, SH.SPARQLConstraintComponent),
        (SH.resultMessage, Literal(violation.message, "zh")),
        (SH.resultMessage, Literal(violation.english, "en")),
        (SH.value, _term(violation.value)),
        (URIRef(vocab.FILE_NAME), _literal(violation.document)),
        (URIRef(vocab.SOURCE_TABLE), _literal(violation.table)),
        (URIRef(vocab.SOURCE_ROW), _literal(violation.row)),
        (URIRef(vocab.SOURCE_CELL), _literal(violation.cell)),
    )
    result = BNode()
    for predicate, value in facts:
        if value is not None:
            report.add((result, predicate, value))


def _term(text: str | None) -> Node | None:
    return URIRef(text) if text and _IRI.fullmatch(text) else _literal(text)


def _literal(value: str | int | None) -> Literal | None:
    return None if value is None else Literal(value)
