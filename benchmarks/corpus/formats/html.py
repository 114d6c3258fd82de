"""Sheets → a web page (.html), and the page that Word and Excel save with its parts (.mht)."""

from email.message import EmailMessage
from html import escape

from benchmarks.corpus.sheets import Line, LineKind, Sheet, Tile, blocks, tiled

_BOUNDARY = "----=_NextPart_01D5"


def write_utf8(sheets: tuple[Sheet, ...]) -> bytes:
    """A page in UTF-8 that says so."""
    return _page(sheets, "utf-8").encode("utf-8")


def write_gb18030(sheets: tuple[Sheet, ...]) -> bytes:
    """A page in GB 18030 that calls it GB 2312, as old county sites do."""
    return _page(sheets, "gb2312").encode("gb18030")


def write_mht(sheets: tuple[Sheet, ...]) -> bytes:
    """A page with its parts in one MIME message."""
    page = EmailMessage()
    page.set_content(_page(sheets, "utf-8"), subtype="html", cte="quoted-printable")
    page["Content-Location"] = "file:///C:/table.htm"
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message["Content-Type"] = f'multipart/related; type="text/html"; boundary="{_BOUNDARY}"'
    message.attach(page)
    return message.as_bytes()


def _page(sheets: tuple[Sheet, ...], charset: str) -> str:
    shown = [sheet for sheet in sheets if not sheet.hidden]
    parts = [_block(lines, sheet.width) for sheet in shown for lines in blocks(sheet)]
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="{charset}"><title>公开</title>\n'
        "<style>td { border: 1px solid }</style></head>\n"
        f'<body><div class="nav"><a href="/">首页</a></div>\n{"".join(parts)}</body></html>\n'
    )


def _block(lines: tuple[Line, ...], width: int) -> str:
    if lines[0].kind is LineKind.CAPTION:
        return f"<p>{_text(''.join(cell.text for cell in lines[0].cells))}</p>\n"
    rows = zip(lines, tiled(lines, width), strict=True)
    return f"<table>\n{''.join(_row(line, tiles) for line, tiles in rows)}</table>\n"


def _row(line: Line, tiles: tuple[Tile, ...]) -> str:
    hidden = ' style="display:none"' if line.hidden else ""
    return f"<tr{hidden}>{''.join(_cell(tile) for tile in tiles if not tile.covered)}</tr>\n"


def _cell(tile: Tile) -> str:
    columns = f' colspan="{tile.width}"' if tile.width > 1 else ""
    rows = f' rowspan="{tile.height}"' if tile.height > 1 else ""
    return f"<td{columns}{rows}>{_text(tile.content.text)}</td>"


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>") or "&nbsp;"
