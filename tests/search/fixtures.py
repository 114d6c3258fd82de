"""A model without weights and releases made of rows, for tests of what is around them."""

import hashlib
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.categories import category_of
from kg.iri import Minter
from kg.model import Document, Indicator, Project, Source
from kg.table import IndicatorTable
from kg.target import parse_target
from search.engine import SearchEngine
from search.index import build_index, open_index
from search.lexical import tokens

Row = tuple[str, str, str]  # second level, name, value

_LEVEL1 = {"满意度指标": "满意度指标", "社会效益": "效益指标", "经济效益": "效益指标"}


class TermEncoder:
    """Texts that share terms are near: the sum of a fixed random vector for each term."""

    identity = "terms-64"
    dimension = 64

    def encode_queries(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return self._encode(texts)

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None
    ) -> npt.NDArray[np.float32]:
        if progress:
            progress(len(texts), len(texts))
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        sums = [np.sum([_direction(term) for term in tokens(t) or [""]], axis=0) for t in texts]
        vectors = np.array(sums, dtype=np.float32).reshape(len(texts), self.dimension)
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


@cache
def _direction(term: str) -> npt.NDArray[np.float64]:
    seed = int.from_bytes(hashlib.sha256(term.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(TermEncoder.dimension)


def project(
    name: str,
    *rows: Row,
    year: int | None = 2024,
    department: str = "甲县教育局",
    unit: str | None = None,
    amount: int = 1_000_000,
) -> Project:
    """A project of 甲县 with the given rows."""
    return Project(
        name=name,
        year=year,
        region="甲县",
        department=department,
        unit=unit or f"{department}本级",
        office=None,
        attribute=None,
        term=None,
        amount_yuan=Decimal(amount),
        goal=None,
        indicators=tuple(_indicator(row, line) for line, row in enumerate(rows, 1)),
        problems=(),
        table=1,
        row=1,
    )


def _indicator(row: Row, line: int) -> Indicator:
    level2, name, value = row
    level1 = _LEVEL1.get(level2, "产出指标")
    return Indicator(
        level1=level1,
        level2=level2,
        category=category_of(level1, level2),
        name=name,
        value=value,
        blank=False,
        target=parse_target(value),
        source=Source("t.txt", 1, line),
    )


def table_of(*projects: Project) -> IndicatorTable:
    """A table in which each project is a document of its own."""
    documents = [
        Document(
            name="t.txt",
            sha256=hashlib.sha256(str(place).encode()).hexdigest(),
            media_type="text/plain",
            title=None,
            projects=(one,),
            problems=(),
        )
        for place, one in enumerate(projects)
    ]
    return IndicatorTable.concatenate(
        IndicatorTable.of_document(document, Minter()) for document in documents
    )


def engine_of(table: IndicatorTable, directory: Path) -> SearchEngine:
    """An engine over a table, indexed below ``directory`` with the model of terms."""
    encoder = TermEncoder()
    build_index(directory / "index", table, encoder)
    return SearchEngine(open_index(directory / "index", table), table, encoder)
