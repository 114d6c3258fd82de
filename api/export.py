"""Whole releases as files: RDF in several syntaxes, or the flat indicator table.

Every writer writes beside its target and renames at the end: a file that exists is whole.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

from kg.errors import InvalidRequestError

if TYPE_CHECKING:
    from kg.release import Release

_MOST_ROWS_OF_A_SHEET = 1_048_576


def write_rdf(media_type: str) -> Callable[["Release", Path], None]:
    """A writer of the graph: the union for an RDF syntax, all named graphs for TriG."""

    def write(release: "Release", out: Path) -> None:
        with _replacing(out) as unfinished, unfinished.open("wb") as file:
            release.store.dump(file, media_type)

    return write


def write_csv(release: "Release", out: Path) -> None:
    """The flat table as CSV for spreadsheets; texts that would be formulas get an apostrophe."""
    with _replacing(out) as unfinished:
        release.table.export_csv(unfinished)


def write_parquet(release: "Release", out: Path) -> None:
    """The flat table as Parquet."""
    with _replacing(out) as unfinished:
        release.table.export_parquet(unfinished)


def write_xlsx(release: "Release", out: Path) -> None:
    """The flat table as a workbook; texts stay texts, none becomes a formula or a link."""
    if len(release.table) >= _MOST_ROWS_OF_A_SHEET:
        raise InvalidRequestError(
            str(out), "a sheet holds 1048575 indicators at most; export csv or parquet instead"
        )
    settings = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with _replacing(out) as unfinished, xlsxwriter.Workbook(str(unfinished), settings) as book:
        sheet = book.add_worksheet("indicators")
        columns = release.table.columns
        sheet.write_row(0, 0, columns)
        sheet.freeze_panes(1, 0)
        for number, record in enumerate(release.table.records(), start=1):
            sheet.write_row(number, 0, [_cell(record[column]) for column in columns])


def _cell(value: object) -> object:
    return str(value) if value is not None and not isinstance(value, (bool, int, float)) else value


@contextmanager
def _replacing(out: Path) -> Iterator[Path]:
    if out.exists() and not out.is_file():
        raise InvalidRequestError(str(out), "cannot be written: it is no file; name a file")
    out = out.resolve()
    unfinished = out.with_name(f".{out.name}-{secrets.token_hex(4)}")
    try:
        unfinished.open("xb").close()
        yield unfinished
        unfinished.replace(out)
    except OSError as error:
        raise InvalidRequestError(str(out), f"cannot be written: {error.strerror}") from error
    finally:
        unfinished.unlink(missing_ok=True)
