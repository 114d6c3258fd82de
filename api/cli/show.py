"""Printing: results go to stdout, as JSON for programs or tables for people; all else to stderr."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import typer
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

_WIDE = 10_000
# Names of files may break a line, or colour and move what a terminal shows.
_CONTROLS = {code: repr(chr(code))[1:-1] for code in (*range(32), *range(127, 160))}


def show_json(value: Any) -> None:  # noqa: ANN401 - any JSON value
    """Print one JSON value, not ASCII-escaped."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))


def show_json_line(value: Any) -> None:  # noqa: ANN401 - any JSON value
    """Print one JSON value on a line of its own."""
    typer.echo(json.dumps(value, ensure_ascii=False))


def show_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; None is shown as an empty cell. Off a terminal no line is folded."""
    console = Console()
    if not console.is_terminal:
        console.width = _WIDE
    table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else Text(str(cell)) for cell in row))
    console.print(table)


def show_hits(answer: dict[str, Any]) -> None:
    """Print hits for people: score, indicator, target, project and where it stands."""
    show_table(
        ["score", "indicator", "target", "category", "project", "source"],
        (
            [
                f"{hit['score']:.2f}",
                hit["name"],
                hit["target"]["text"],
                hit["category"],
                hit["project"]["name"],
                f"{hit['source']['document']}:{hit['source']['row']}",
            ]
            for hit in answer["hits"]
        ),
    )


def note(message: str) -> None:
    """Tell the person something that is not a result, on one line whatever names it quotes."""
    typer.echo(message.translate(_CONTROLS), err=True)


def show_place(text: str, line: int, column: int) -> None:
    """Show a person at a terminal the line of a text and a caret below its column, from 1."""
    if sys.stderr.isatty():
        typer.echo(pointed_at(text.split("\n")[line - 1], column), err=True)


def pointed_at(line: str, column: int) -> str:
    """A line, what a terminal cannot show replaced, and a caret below a column, from 1."""
    shown = "".join(character if character.isprintable() else " " for character in line)
    return f"  {shown}\n  {' ' * cell_len(shown[: column - 1])}^"
