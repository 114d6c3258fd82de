"""Results as HTML for notebooks; what a document printed is never markup."""

from collections.abc import Iterable, Sequence
from html import escape

MOST_ROWS = 20


def table_markup(caption: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table of at most the rows that are given, under a caption that says how many there are."""
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f"<p>{escape(caption)}</p>{table}"


def _cell(value: object) -> str:
    if value is None:
        return "<td></td>"
    shown = f"{value:,.4g}" if isinstance(value, float) else str(value)
    return f"<td>{escape(shown)}</td>"
