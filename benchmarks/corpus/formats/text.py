"""Sheets → text (.csv, .tsv, .txt): a line a row, merged cells as a text and empty cells."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence

from benchmarks.corpus.sheets import Line, Sheet, Tile, tiled

Texts = Callable[[Line, Sequence[Tile]], list[str]]


def write_csv(sheets: tuple[Sheet, ...]) -> bytes:
    """Comma-separated in UTF-8 with a byte-order mark, as Excel saves it."""
    return _separated(sheets, ",").encode("utf-8-sig")


def write_tsv(sheets: tuple[Sheet, ...]) -> bytes:
    """Tab-separated in UTF-8, texts over several lines in quotation marks."""
    return _separated(sheets, "\t").encode("utf-8")


def write_csv_gb18030(sheets: tuple[Sheet, ...]) -> bytes:
    """Comma-separated in GB 18030, as Excel saves it in China."""
    return _separated(sheets, ",").encode("gb18030")


def write_txt(sheets: tuple[Sheet, ...]) -> bytes:
    """Tab-separated in UTF-8, as a page is copied: a text's further lines stand below it."""
    return _copied(sheets, _with_empty_cells).encode("utf-8")


def write_txt_bom(sheets: tuple[Sheet, ...]) -> bytes:
    """The same with a byte-order mark and the line ends of Windows."""
    return _copied(sheets, _with_empty_cells).replace("\n", "\r\n").encode("utf-8-sig")


def write_txt_gb18030(sheets: tuple[Sheet, ...]) -> bytes:
    """The same in GB 18030."""
    return _copied(sheets, _with_empty_cells).encode("gb18030")


def write_txt_short(sheets: tuple[Sheet, ...]) -> bytes:
    """The same without the cells that a merged one covers: rows are short and shifted left."""
    return _copied(sheets, _without_covered).encode("utf-8")


def _separated(sheets: tuple[Sheet, ...], delimiter: str) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows(_rows(sheets, _with_empty_cells))
    return buffer.getvalue()


def _copied(sheets: tuple[Sheet, ...], texts: Texts) -> str:
    return "".join(f"{_copied_row(row)}\n" for row in _rows(sheets, texts))


def _copied_row(row: list[str]) -> str:
    """The last text of a row goes on below it; others of several lines need quotation marks."""
    last = max((at for at, text in enumerate(row) if text), default=0)
    if "\n" in "".join(row[last:]):
        row = row[: last + 1]
    return "\t".join(_quoted(text) if at < last else text for at, text in enumerate(row))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if "\n" in text else text


def _rows(sheets: tuple[Sheet, ...], texts: Texts) -> Iterator[list[str]]:
    for sheet in sheets:
        if sheet.hidden:
            continue
        for line, tiles in zip(sheet.lines, tiled(sheet.lines, sheet.width), strict=True):
            yield texts(line, tiles)
        yield []


def _with_empty_cells(line: Line, tiles: Sequence[Tile]) -> list[str]:
    """Every column of the row up to the end of its last cell."""
    texts: list[str] = []
    end = max((cell.right for cell in line.cells), default=0)
    for tile in tiles:
        texts += [tile.content.text, *[""] * (tile.width - 1)]
    return texts[:end]


def _without_covered(line: Line, tiles: Sequence[Tile]) -> list[str]:
    """The cells of the row alone, as a page copied from a table with merged cells has them."""
    return _with_empty_cells(line, [tile for tile in tiles if not tile.covered])
