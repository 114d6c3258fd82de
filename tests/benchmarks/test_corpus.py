from collections import Counter
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.corpus import generate, write_text
from benchmarks.corpus.counties import counties
from benchmarks.corpus.values import chinese
from kg.model import Comparator, Document, Indicator, Kind
from kg.read import read_document

SEED = 5


@pytest.fixture(scope="module")
def corpus() -> list[Document]:
    return list(generate(2000, SEED))


@pytest.fixture(scope="module")
def indicators(corpus: list[Document]) -> list[Indicator]:
    return [i for d in corpus for p in d.projects for i in p.indicators]


@pytest.mark.parametrize("projects", [0, 1, 19, 20, 333])
def test_as_many_projects_as_asked_for(projects: int) -> None:
    assert sum(len(document.projects) for document in generate(projects, SEED)) == projects


def test_the_seed_decides() -> None:
    assert list(generate(60, SEED)) == list(generate(60, SEED))
    assert list(generate(60, SEED)) != list(generate(60, SEED + 1))


def test_a_document_does_not_depend_on_how_many_are_asked_for() -> None:
    assert next(generate(500, SEED)) == next(generate(900, SEED))


def test_documents_come_one_by_one() -> None:
    assert len(list(islice(generate(10**9, SEED), 2))) == 2


def test_one_document_per_county_and_year(corpus: list[Document]) -> None:
    held = [{(p.region, p.year) for p in document.projects} for document in corpus]
    assert all(len(pairs) == 1 for pairs in held)
    assert len(set.union(*held)) == len(corpus)
    assert all(20 <= len(document.projects) <= 200 for document in corpus[:-1])


def test_thousands_of_counties_have_names_of_their_own() -> None:
    regions = {county.region for county in islice(counties(SEED), 3000)}
    assert len(regions) == 3000


def test_projects_of_a_document_are_told_apart(corpus: list[Document]) -> None:
    for document in corpus:
        assert len({p.name for p in document.projects}) == len(document.projects)


def test_projects_live_on_over_the_years(corpus: list[Document]) -> None:
    years = Counter(
        (p.region, p.department, p.name.replace(str(p.year), ""))
        for d in corpus
        for p in d.projects
    )
    assert sum(count > 1 for count in years.values()) > len(years) / 20


def test_the_tree_changes_in_2021(corpus: list[Document]) -> None:
    for project in (project for document in corpus for project in document.projects):
        categories = {indicator.category for indicator in project.indicators}
        assert (
            "cost" not in categories if project.year >= 2021 else "economic-cost" not in categories
        )
    assert {p.year for d in corpus for p in d.projects} > {2020, 2021}


def test_every_kind_of_value_occurs(indicators: list[Indicator]) -> None:
    assert {indicator.target.kind for indicator in indicators} == set(Kind)
    assert {i.target.comparator for i in indicators} == {*Comparator, None}
    values = {indicator.value for indicator in indicators}
    assert any(set("百十") & set(value) for value in values)
    assert any("～" in value or "-" in value for value in values)


def test_some_rows_are_blank_and_some_have_only_a_name(indicators: list[Indicator]) -> None:
    blank = [indicator for indicator in indicators if indicator.blank]
    assert 0.02 < len(blank) / len(indicators) < 0.1
    assert {indicator.name for indicator in blank} == {"", "无"}
    assert any(not i.value and i.name not in ("", "无") for i in indicators)


def test_texts_repeat_by_zipf(corpus: list[Document], indicators: list[Indicator]) -> None:
    names = Counter(indicator.name for indicator in indicators if not indicator.blank)
    frequent = sum(count for _, count in names.most_common(len(names) // 10))
    once = sum(count == 1 for count in names.values())
    assert frequent > 0.4 * names.total()
    assert once > 0.2 * len(names)


def test_texts_repeat_more_across_counties_than_within(
    corpus: list[Document], indicators: list[Indicator]
) -> None:
    within = [_repeated([i for p in d.projects[:20] for i in p.indicators]) for d in corpus]
    assert 0.03 < sum(within) / len(within) < 0.15
    assert _repeated(indicators) > 0.5


def test_written_text_reads_back(corpus: list[Document], tmp_path: Path) -> None:
    for document in corpus[:: len(corpus) // 4]:
        path = tmp_path / document.name
        path.write_text(write_text(document), encoding="utf-8", newline="\n")
        assert read_document(path.read_bytes(), document.name) == document


@given(st.integers(0, 10**8 - 1))
def test_chinese_numerals(number: int) -> None:
    assert _read_chinese(chinese(number)) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "零"),
        (10, "十"),
        (15, "十五"),
        (120, "一百二十"),
        (1005, "一千零五"),
        (10050, "一万零五十"),
    ],
)
def test_chinese_numerals_as_people_write_them(number: int, text: str) -> None:
    assert chinese(number) == text


def _repeated(indicators: list[Indicator]) -> float:
    names = [indicator.name for indicator in indicators if not indicator.blank]
    return 1 - len(set(names)) / len(names)


def _read_chinese(text: str) -> int:
    high, _, low = text.rpartition("万")
    return (_read_chinese(high) * 10_000 if high else 0) + _below_10000(low)


def _below_10000(text: str) -> int:
    total, digit = 0, 1 if text.startswith("十") else 0
    for character in text:
        if character in "千百十":
            total += digit * 10 ** ("千百十"[::-1].index(character) + 1)
            digit = 0
        else:
            digit = "零一二三四五六七八九".index(character)
    return total + digit
