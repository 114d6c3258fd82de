"""The flat indicator table (指标宽表): one Arrow row per indicator, what search and exports read.

One of the files that import pyarrow. A row's number is its id in the search index of the same
release; `fingerprint` proves that the two belong together.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet

from kg.csv_export import write_csv
from kg.flat import Fact, fact_of, flat_row, target_columns
from kg.iri import Minter
from kg.model import Document, Target

__all__ = ["SCHEMA", "Fact", "IndicatorTable"]

_REPEATED = pa.dictionary(pa.int32(), pa.string())

SCHEMA = pa.schema(
    [
        ("iri", pa.string()),
        ("name", pa.string()),
        ("category", _REPEATED),
        ("level1", _REPEATED),
        ("level2", _REPEATED),
        ("target", pa.string()),
        ("kind", _REPEATED),
        ("comparator", _REPEATED),
        ("explicit", pa.bool_()),
        ("value", pa.string()),
        ("value_upper", pa.string()),
        ("value_unit", _REPEATED),
        ("canonical_value", pa.string()),
        ("canonical_upper", pa.string()),
        ("canonical_unit", _REPEATED),
        ("approximate", pa.bool_()),
        ("direction", _REPEATED),
        ("lower", pa.float64()),
        ("upper", pa.float64()),
        ("lower_date", pa.date32()),
        ("upper_date", pa.date32()),
        ("project_iri", _REPEATED),
        ("project", _REPEATED),
        ("department", _REPEATED),
        ("unit", _REPEATED),
        ("office", _REPEATED),
        ("region", _REPEATED),
        ("year", pa.int32()),
        ("amount_yuan", pa.float64()),
        ("goal", _REPEATED),
        ("document_iri", _REPEATED),
        ("document", _REPEATED),
        ("table", pa.int32()),
        ("row", pa.int32()),
        ("cell", pa.string()),
        ("place", _REPEATED),
    ]
)

_NOT_IN_FACTS = frozenset({"lower", "upper", "lower_date", "upper_date", "goal", "document_iri"})
_FACT_FIELDS = [field for field in SCHEMA if field.name not in _NOT_IN_FACTS]
_FACT_CODED = [field.name for field in _FACT_FIELDS if field.type == _REPEATED]
_FACT_PLAIN = [field.name for field in _FACT_FIELDS if field.type != _REPEATED]
_KEPT_FACTS = 10_000  # about 15 MB
_RECORDS_AT_A_TIME = 4096

Codes = tuple[npt.NDArray[np.int32], list[str]]


class IndicatorTable:
    """An immutable table of indicators, in memory or mapped from a file.

    ``len(table)`` is the number of rows n; every column accessor returns an array of shape (n,).
    """

    def __init__(self, table: pa.Table) -> None:
        self._table = table
        self._codes: dict[str, Codes] = {}
        self._facts: dict[int, Fact] = {}

    def __len__(self) -> int:
        return int(self._table.num_rows)

    @classmethod
    def of_document(cls, document: Document, minter: Minter) -> Self:
        """The rows of one document, without its blank rows."""
        rows = [
            flat_row(document, project, indicator, minter)
            for project in document.projects
            for indicator in project.indicators
            if not indicator.blank
        ]
        return cls(pa.Table.from_pylist(rows, schema=SCHEMA))

    @classmethod
    def of_targets(cls, targets: Iterable[Target]) -> Self:
        """Rows of nothing but targets, to compare with what is printed in no document."""
        return cls(pa.Table.from_pylist([target_columns(t, None) for t in targets], schema=SCHEMA))

    @classmethod
    def concatenate(cls, tables: Iterable[Self]) -> Self:
        """All rows in the given order, with one dictionary per repeated column."""
        parts = [SCHEMA.empty_table(), *(table._table for table in tables)]
        return cls(pa.concat_tables(parts).unify_dictionaries().combine_chunks())

    @classmethod
    def open(cls, path: Path) -> Self:
        """Map a file written by :meth:`write`; reads no more than is used."""
        with pa.memory_map(str(path)) as source:
            return cls(pa.ipc.open_file(source).read_all())

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read such a file into memory and close it."""
        return cls.parse(path.read_bytes())

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """The table in the bytes of such a file."""
        return cls(pa.ipc.open_file(pa.BufferReader(data)).read_all())

    @property
    def arrow(self) -> pa.Table:
        """The rows as Arrow has them, for `kg.table_writer`."""
        return self._table

    def parts(self, rows: int) -> Iterator[Self]:
        """The table in pieces of at most so many rows, without a copy."""
        for start in range(0, len(self), rows):
            yield type(self)(self._table.slice(start, rows))

    def write(self, path: Path) -> None:
        """Write an Arrow IPC file, uncompressed so that it can be mapped."""
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, SCHEMA) as writer:
            writer.write_table(self._table)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 (hex) over the IRIs in row order: an index with another one is not ours."""
        digest = hashlib.sha256()
        for part in self.parts(_RECORDS_AT_A_TIME):
            for iri in part.strings("iri"):
                digest.update(f"{iri}\n".encode())
        return digest.hexdigest()

    def strings(self, column: str) -> list[str | None]:
        """A text column as Python strings, None where nothing was printed."""
        values: list[str | None] = self._table.column(column).to_pylist()
        return values

    def codes(self, column: str) -> Codes:
        """A repeated text column as int32 codes into its distinct values; -1 stands for none."""
        if column not in self._codes:
            chunked = self._table.column(column)
            array = chunked.chunk(0) if chunked.num_chunks == 1 else chunked.combine_chunks()
            codes = array.indices.fill_null(-1).to_numpy().astype(np.int32, copy=False)
            self._codes[column] = codes, array.dictionary.to_pylist()
        return self._codes[column]

    def numbers(self, column: str) -> npt.NDArray[np.float64]:
        """A numeric column as float64; NaN where nothing was printed."""
        values = self._table.column(column).cast(pa.float64()).to_numpy()
        return np.asarray(values, dtype=np.float64)

    @cached_property
    def _row_of_iri(self) -> dict[str, int]:
        return {iri: row for row, iri in enumerate(self.strings("iri")) if iri is not None}

    def row_of(self, iri: str) -> int | None:
        """The row of an indicator's IRI, None where it is not in this table."""
        return self._row_of_iri.get(iri)

    @cached_property
    def _fact_batch(self) -> pa.RecordBatch:
        # One batch is taken from several times faster than a table, and a coded column faster yet.
        plain = self._table.select(_FACT_PLAIN).combine_chunks()
        return plain.to_batches()[0] if len(self) else pa.RecordBatch.from_pylist([], plain.schema)

    def facts(self, rows: Sequence[int]) -> list[Fact]:
        """The facts of the given rows, in the given order."""
        # Searches find the same rows again and again, and a row's facts never change.
        known = self._facts if len(self._facts) < _KEPT_FACTS else {}
        missing = [row for row in rows if row not in known]
        known.update(zip(missing, self._taken(missing), strict=True))
        self._facts = known
        return [known[row] for row in rows]

    def _taken(self, rows: Sequence[int]) -> list[Fact]:
        if not rows:
            return []
        taken = self._fact_batch.take(pa.array(rows, pa.int64()))
        columns = [column.to_pylist() for column in taken.columns]
        columns += [self._coded(name, rows) for name in _FACT_CODED]
        names = (*_FACT_PLAIN, *_FACT_CODED)
        return [
            fact_of(dict(zip(names, values, strict=True))) for values in zip(*columns, strict=True)
        ]

    def _coded(self, column: str, rows: Sequence[int]) -> list[str | None]:
        codes, values = self.codes(column)
        return [values[code] if code >= 0 else None for code in codes[rows].tolist()]

    @property
    def columns(self) -> list[str]:
        """The names of all columns."""
        return list(SCHEMA.names)

    def records(self) -> Iterator[dict[str, Any]]:
        """Every row as a flat mapping of column name to Python value."""
        for batch in self._table.to_batches(max_chunksize=_RECORDS_AT_A_TIME):
            yield from batch.to_pylist()

    def export_csv(self, path: Path) -> None:
        """Write the whole table as CSV for spreadsheets, as `kg.csv_export` defuses it."""
        write_csv(self._table, path)

    def export_parquet(self, path: Path) -> None:
        """Write the whole table as Parquet."""
        pa.parquet.write_table(self._table, path)
