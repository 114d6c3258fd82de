"""The solutions (查询解) of a SELECT query: terms as the graph has them, and typed tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Self

from api.client.columns import Column, Table, string_column, table_of, terms_of, typed
from api.client.frames import Tabular, pandas_frame
from api.client.markup import MOST_ROWS, table_markup
from api.client.terms import Term, term_of, value_of

if TYPE_CHECKING:
    from api.client.frames import PandasFrame


@dataclass(frozen=True)
class Solutions(Tabular):
    """The rows of a SELECT query, in its order; immutable.

    Tables have one type per column. Whole numbers and xsd:gYear are 64-bit integers; xsd:decimal
    and xsd:double are 64-bit floats, so that a decimal keeps its first 15 digits; xsd:boolean,
    xsd:date and xsd:dateTime (with a zone: in UTC) are such; IRIs and all other literals are text,
    without language tags. What is unbound is missing. A column with values of several kinds holds
    Python objects in pandas and their texts in Arrow and polars. :meth:`terms` loses nothing.
    """

    written: Table  # the terms as TSV writes them

    @classmethod
    def parse(cls, tsv: bytes) -> Self:
        """The solutions in a TSV result."""
        return cls(terms_of(tsv))

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self.written.column_names)

    def __len__(self) -> int:
        return int(self.written.num_rows)

    def terms(self) -> Iterator[tuple[Term | None, ...]]:
        """The rows as RDF terms of rdflib, in the order of ``variables``; None where unbound."""
        made = cache(term_of)  # most terms of a result stand in it many times
        columns = [column.to_pylist() for column in self.written.columns]
        for row in zip(*columns, strict=True):
            yield tuple(term and made(term) for term in row)

    def to_arrow(self) -> Table:
        """The rows as an Arrow table, which DuckDB and others read as it is."""
        texts = {
            name: string_column([term and str(term_of(term)) for term in terms])
            for name, terms in self._mixed.items()
        }
        return table_of({name: (self._typed | texts)[name] for name in self.variables})

    def to_frame(self) -> "PandasFrame":
        """The rows as a pandas DataFrame. Raises MissingLibraryError."""
        values = {
            name: [term and value_of(term) for term in terms] for name, terms in self._mixed.items()
        }
        return pandas_frame(self.to_arrow(), values)

    @cached_property
    def _typed(self) -> dict[str, Column]:
        found = {name: typed(self.written.column(name)) for name in self.variables}
        return {name: column for name, column in found.items() if column is not None}

    @cached_property
    def _mixed(self) -> dict[str, list[str | None]]:
        """The columns of several kinds, as terms in writing."""
        mixed = [name for name in self.variables if name not in self._typed]
        return {name: self.written.column(name).to_pylist() for name in mixed}

    def _repr_html_(self) -> str:
        rows = self.to_arrow().slice(0, MOST_ROWS).to_pylist()
        return table_markup(f"{len(self)} rows", self.variables, [list(r.values()) for r in rows])
