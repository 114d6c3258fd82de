"""Every competency question against answers worked out from the sample by other means."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from statistics import mean, median
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

import ontology
from kg.iri import Minter
from kg.model import Document
from kg.triples import Provenance, document_triples, ontology_triples
from tests.sample import elsewhere, expected, is_blank, pingluo

Rows = list[tuple[Any, ...]]
NUMBERS = {"integer", "decimal"}
SHARED = ["数量指标", "质量指标", "时效指标", "经济效益", "社会效益", "生态效益", "服务对象满意度"]


@pytest.fixture(scope="module")
def ntriples() -> str:
    return ntriples_of([pingluo(), elsewhere()])


@pytest.fixture(scope="module")
def store(ntriples: str) -> ox.Store:
    return loaded(ntriples)


@pytest.fixture(scope="module")
def graph(ntriples: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=ntriples, format="nt")


@pytest.fixture
def ask(store: ox.Store) -> Callable[..., Rows]:
    return partial(answers, store)


def ntriples_of(documents: Iterable[Document]) -> str:
    provenance = Provenance("2025-01-02T03:04:05+00:00", "jipu 0.1.0")
    facts = [t.line for d in documents for t in document_triples(d, Minter(), provenance)]
    return "".join([*facts, *(triple.line for triple in ontology_triples())])


def loaded(ntriples: str) -> ox.Store:
    store = ox.Store()
    store.bulk_load(ntriples.encode(), format=ox.RdfFormat.N_TRIPLES)
    return store


def answers(store: ox.Store, name: str, *variables: str) -> Rows:
    solutions = store.query(ontology.named_query(name))
    assert isinstance(solutions, ox.QuerySolutions)
    return [tuple(_value(solution[v]) for v in variables) for solution in solutions]


def _value(term: Any) -> Any:
    if isinstance(term, ox.Literal):
        return Decimal(term.value) if _local(term.datatype.value) in NUMBERS else term.value
    return None if term is None else _local(term.value)


def _local(iri: str) -> str:
    return re.split(r"[/#]", iri)[-1]


def _percent(row: dict[str, Any]) -> Decimal:
    return Decimal(re.fullmatch(r"≥?\s*(\d+)%", row["raw_value"])[1]) / 100


def _rows(*level2: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """(project, row) of every row of the sample that is no blank one."""
    return [
        (project, row)
        for project in expected()
        for row in project["indicators"]
        if not is_blank(row) and (not level2 or row["level2"] in level2)
    ]


def test_satisfaction_at_least(ask: Callable[..., Rows]) -> None:
    promised = [(p["name"], _percent(row)) for p, row in _rows("服务对象满意度")]
    wanted = [(name, least) for name, least in promised if least >= Decimal("0.95")]
    found = ask("satisfaction-at-least", "name", "lower")
    assert sorted(found) == sorted([*wanted, ("道路养护", Decimal("0.96"))])
    assert len(found) == 20


def test_satisfaction_by_department(ask: Callable[..., Rows]) -> None:
    by: dict[str, list[Decimal]] = defaultdict(list)
    for project, row in _rows("服务对象满意度"):
        by[project["department"]].append(_percent(row))
    by["甲县交通局"] = [Decimal("0.96")]
    found = ask("satisfaction-by-department", "department", "targets", "least", "mean", "most")
    assert {row[0]: (row[1], row[2], row[4]) for row in found} == {
        name: (len(values), min(values), max(values)) for name, values in by.items()
    }
    for name, _, _, average, _ in found:
        assert average == pytest.approx(mean(by[name]))


def test_median_amount_by_department(ask: Callable[..., Rows]) -> None:
    by: dict[str, list[Decimal]] = defaultdict(list)
    for project in expected():
        by[project["department"]].append(Decimal(str(project["amount_wan"])) * 10000)
    by["甲县交通局"] = [Decimal(1000000), Decimal(1200000)]
    found = ask("median-amount-by-department", "department", "median")
    assert dict(found) == {name: median(amounts) for name, amounts in by.items()}


def test_largest_projects(ask: Callable[..., Rows]) -> None:
    largest = sorted(expected(), key=lambda p: (-p["amount_wan"], p["name"]))[:10]
    found = ask("largest-projects", "name", "department", "amount", "goal")
    assert found == [
        (p["name"], p["department"], Decimal(str(p["amount_wan"])) * 10000, p["goal"])
        for p in largest
    ]


def test_missing_categories(ask: Callable[..., Rows]) -> None:
    present = {(project["name"], row["level2"]) for project, row in _rows()}
    wanted = {(p["name"], level2) for p in expected() for level2 in SHARED} - present
    found = ask("missing-categories", "name", "categoryName")
    sample = {(name, label) for name, label in found if name != "道路养护"}
    assert {(name, label.removesuffix("指标")) for name, label in sample} == {
        (name, label.removesuffix("指标")) for name, label in wanted
    }
    assert Counter(name for name, _ in found)["道路养护"] == 6 + 6


def test_goal_copied_as_indicator(ask: Callable[..., Rows]) -> None:
    wanted = [
        (project["name"], row["name"])
        for project, row in _rows()
        if len(row["name"]) >= 10 and row["name"] in project["goal"]
    ]
    assert sorted(ask("goal-copied-as-indicator", "name", "phrase")) == sorted(wanted)
    assert len(wanted) == 3


def test_indicator_repeated_in_project(ask: Callable[..., Rows]) -> None:
    levels: dict[tuple[str, str], set[str]] = defaultdict(set)
    for project, row in _rows():
        levels[project["name"], row["name"]].add(row["level2"])
    wanted = {key: len(found) for key, found in levels.items() if len(found) > 1}
    found = ask("indicator-repeated-in-project", "name", "phrase", "categories")
    assert {(name, phrase): n for name, phrase, n in found} == wanted
    assert (
        wanted["被征地农民养老保险县配资金", "有效地解决我县被征地农民生存压力，化解了社会矛盾。"]
        == 3
    )


def test_same_indicator_in_projects(ask: Callable[..., Rows]) -> None:
    uses: dict[str, set[str]] = defaultdict(set)
    targets: dict[str, set[str]] = defaultdict(set)
    for project, row in _rows():
        uses[row["name"]].add(project["name"])
        targets[row["name"]].add(row["raw_value"])
    uses["群众满意度"].add("道路养护")
    targets["群众满意度"].add("≥96%")
    found = ask("same-indicator-in-projects", "phrase", "projects", "targets")
    assert {phrase: (n, set(texts.split("; "))) for phrase, n, texts in found} == {
        phrase: (len(names), targets[phrase]) for phrase, names in uses.items() if len(names) > 1
    }


def test_cost_exceeds_amount(ask: Callable[..., Rows]) -> None:
    wan = {"企业职工退休人员取暖费": (5744, 9670 + 695 + 548)}
    wan["行政事业单位退休人员养老金支出差额财政兜底资金"] = (14500, 2900 + 14500)
    wan["道路养护"] = (100, 120)
    found = ask("cost-exceeds-amount", "name", "amount", "cost")
    assert {name: (a / 10000, c / 10000) for name, a, c in found} == wan


def test_blank_slots_by_project(ask: Callable[..., Rows]) -> None:
    blank = Counter(p["name"] for p in expected() for row in p["indicators"] if is_blank(row))
    assert dict(ask("blank-slots-by-project", "name", "blank")) == blank
    assert blank.total() == 10


def test_qualitative_share_by_category(ask: Callable[..., Rows]) -> None:
    found = {
        c: (n, phrases)
        for c, n, phrases in ask(
            "qualitative-share-by-category", "category", "indicators", "phrases"
        )
    }
    assert sum(phrases for _, phrases in found.values()) == 70
    assert sum(n for n, _ in found.values()) == 190 + 4
    assert found["ecological-benefit"] == (13, 13)
    assert found["satisfaction"] == (21, 0)


def test_due_after_year_end(ask: Callable[..., Rows]) -> None:
    found = ask("due-after-year-end", "name", "year", "indicatorName", "target", "due")
    assert found == [("道路养护", 2024, "完工时间", "2025年3月底前", "2025-03-31")]


def test_cost_in_both_classifications(ask: Callable[..., Rows]) -> None:
    wanted = [("cost", row["name"]) for _, row in _rows("成本指标")]
    wanted += [("economic-cost", "养护成本"), ("social-cost", "绕行投诉")]
    found = ask("cost-in-both-classifications", "notation", "indicatorName")
    assert sorted(found) == sorted(wanted)
    assert len(found) == 31 + 2


def test_provenance_of_indicator(ask: Callable[..., Rows]) -> None:
    variables = ("name", "target", "file", "table", "row", "cell", "read", "software")
    assert ask("provenance-of-indicator", *variables) == [
        (
            "路灯电费",
            "250万",
            "pingluo-2024.txt",
            6,
            123,
            None,
            "2025-01-02T03:04:05Z",
            "jipu 0.1.0",
        )
    ]


def test_problems_by_document(ask: Callable[..., Rows]) -> None:
    found = ask("problems-by-document", "file", "problems", "texts")
    assert [row[:2] for row in found] == [("jia.xlsx", 3), ("pingluo-2024.txt", 0)]
    assert set(found[0][2].split("\n")) == {
        "jia.xlsx, table 3: has no header row; name the columns",
        "jia.xlsx, table 1, row 9: is no indicator; check the row",
        "jia.xlsx, table 2, row 9: is no indicator; check the row",
    }


def test_placeholder_bodies(ask: Callable[..., Rows]) -> None:
    assert ask("placeholder-bodies", "name", "projects", "total") == [("财政代编", 2, 20000000)]


def test_comparator_unstated(ask: Callable[..., Rows]) -> None:
    stated: Counter[str] = Counter()
    for project, row in _rows():
        stated[project["department"]] += "≥" in row["raw_value"]
    found = ask("comparator-unstated", "department", "numeric", "unstated")
    assert {name: numeric - unstated for name, numeric, unstated in found} == {
        **stated,
        "甲县交通局": 3,
    }
    assert sum(numeric for _, numeric, _ in found) == 99 + 3


def test_unit_costs(ask: Callable[..., Rows]) -> None:
    assert ask("unit-costs", "name", "target", "unit", "upper") == [
        ("义务兵家庭优待金", "40000元/人", "元/人", 40000)
    ]


def test_units_of_departments(ask: Callable[..., Rows]) -> None:
    totals: dict[tuple[str, str], list[int]] = defaultdict(list)
    for project in expected():
        unit = project["unit"].removesuffix("本级")
        totals[project["department"], unit].append(round(project["amount_wan"] * 10000))
    totals["甲县交通局", "甲县交通局"] = [1000000, 1200000]
    found = ask("units-of-departments", "department", "unit", "projects", "total")
    assert {(department, unit): (n, total) for department, unit, n, total in found} == {
        key: (len(amounts), sum(amounts)) for key, amounts in totals.items()
    }


def test_project_over_years(ask: Callable[..., Rows]) -> None:
    found = ask("project-over-years", "region", "department", "name", "year", "amount")
    assert found == [
        ("甲县", "甲县交通局", "道路养护", 2024, 1000000),
        ("甲县", "甲县交通局", "道路养护", 2025, 1200000),
    ]


def test_a_project_over_years_is_found_by_its_name_without_them() -> None:
    """Printed with its year, its department in two ways, in documents of their own."""
    first, second = elsewhere().projects
    documents = [
        replace(elsewhere(), sha256="b2" * 32, projects=(replace(first, name="2024年道路养护"),)),
        replace(
            elsewhere(),
            sha256="c3" * 32,
            projects=(replace(second, name="道路养护（2025年）", department="县交通局（本级）"),),
        ),
    ]
    found = answers(loaded(ntriples_of(documents)), "project-over-years", "name", "year", "amount")
    assert found == [("道路养护", 2024, 1000000), ("道路养护", 2025, 1200000)]


def test_amount_by_prefecture(ask: Callable[..., Rows]) -> None:
    total = sum(Decimal(str(project["amount_wan"])) * 10000 for project in expected())
    found = ask("amount-by-prefecture", "name", "code", "projects", "total")
    assert found == [("石嘴山市", "640200", 20, total)]


def test_spellings_of_bodies(ask: Callable[..., Rows]) -> None:
    units = {p["unit"] for p in expected() if p["unit"].endswith("本级")}
    found = ask("spellings-of-bodies", "name", "spellings", "texts")
    assert set(found) == {(unit.removesuffix("本级"), 1, unit) for unit in units}


def test_every_question_is_tested() -> None:
    tested = {name.removeprefix("test_").replace("_", "-") for name in globals()}
    assert set(ontology.named_queries()) <= tested
    assert len(ontology.named_queries()) == 22


@pytest.mark.parametrize("name", list(ontology.named_queries()))
def test_another_engine_gives_the_same_resources(
    name: str, store: ox.Store, graph: rdflib.Graph
) -> None:
    query = ontology.named_query(name)
    ours, theirs = store.query(query), graph.query(query)
    assert isinstance(ours, ox.QuerySolutions)
    resources = Counter(
        term.value for row in ours for term in row if isinstance(term, ox.NamedNode)
    )
    assert resources == Counter(
        str(term) for row in theirs for term in row if isinstance(term, rdflib.URIRef)
    )
