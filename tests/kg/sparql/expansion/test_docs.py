"""The queries that docs/search.md shows find something."""

import re
from pathlib import Path

import pytest

from tests.kg.sparql.conftest import Select

PAGE = Path(__file__).parents[4] / "docs" / "search.md"
SHOWN = re.findall(r"```sparql\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("query", SHOWN)
def test_what_is_shown_finds_something(query: str, select: Select) -> None:
    rows = select(query)
    assert rows
    assert all(float(row["score"]) >= 0 for row in rows if "score" in row)


def test_examples_are_shown() -> None:
    assert len(SHOWN) >= 4
