"""Many tables written as one (宽表写入), without ever holding all of it. Imports pyarrow.

Rows are gathered in files of some 50,000 beside the target, then the columns are joined one at a
time. What the file holds is what `kg.table.IndicatorTable.open` maps: one batch, with one
dictionary for each repeated column.
"""

import secrets
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa

from kg.table import SCHEMA, IndicatorTable

_ROWS_OF_A_GROUP = 50_000
_PARTS_OF_A_GROUP = 1_000


@dataclass(frozen=True, slots=True)
class _Group:
    """A file of rows, of which those at ``kept`` are taken; None: all."""

    path: Path
    kept: pa.Array | None = None


class TableWriter:
    """A table that is being written; the file is there when the block is left."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._scratch = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
        self._groups: list[_Group] = []
        self._pending: list[pa.Table] = []
        self._rows = 0

    def __enter__(self) -> Self:
        """Make a folder for the parts."""
        self._scratch.mkdir()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Join the parts, unless something failed, and remove their folder."""
        try:
            if error is None:
                self._close_group()
                if [group.path.parent for group in self._groups] == [self._scratch]:
                    self._groups[0].path.rename(self._path)
                else:
                    self._join()
        finally:
            shutil.rmtree(self._scratch)

    def add_file(self, path: Path, without: Collection[str]) -> None:
        """Add the rows of a table's file but those of the documents with these IRIs."""
        self._close_group()
        kept = None
        if without:
            codes, values = IndicatorTable.open(path).codes("document_iri")
            gone = [code for code, iri in enumerate(values) if iri in without]
            kept = pa.array(~np.isin(codes, gone))
        self._groups.append(_Group(path, kept))

    def add(self, table: IndicatorTable) -> None:
        """Add the rows of a table."""
        self._pending.append(table.arrow)
        self._rows += len(table)
        if self._rows >= _ROWS_OF_A_GROUP or len(self._pending) >= _PARTS_OF_A_GROUP:
            self._close_group()

    def _close_group(self) -> None:
        if self._pending:
            path = self._scratch / f"group-{len(self._groups)}"
            _write(path, pa.concat_tables(self._pending).unify_dictionaries().combine_chunks())
            self._groups.append(_Group(path))
            self._pending.clear()
            self._rows = 0

    def _join(self) -> None:
        columns = []
        for name in SCHEMA.names:
            path = self._scratch / f"column-{name}"
            _write(path, self._column(name))
            columns.append(_mapped(path).column(0))
        _write(self._path, pa.table(columns, schema=SCHEMA))

    def _column(self, name: str) -> pa.Table:
        parts = [SCHEMA.empty_table().select([name])]
        parts += [_taken(_mapped(group.path).select([name]), group.kept) for group in self._groups]
        return pa.concat_tables(parts).unify_dictionaries().combine_chunks()


def _taken(column: pa.Table, kept: pa.Array | None) -> pa.Table:
    """The rows of a column that are kept; a dictionary loses what no row has any more."""
    if kept is None:
        return column
    (field,) = column.schema
    rows = column.filter(kept).column(0)
    if pa.types.is_dictionary(field.type):
        rows = rows.cast(pa.string()).dictionary_encode()
    return pa.table([rows], schema=column.schema)


def _mapped(path: Path) -> pa.Table:
    with pa.memory_map(str(path)) as source:
        return pa.ipc.open_file(source).read_all()


def _write(path: Path, table: pa.Table) -> None:
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
