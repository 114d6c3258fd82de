"""``jipu extract --explain``: what every cell became, how sure the layout is, what is not read."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

from api.cli.show import note, show_table
from kg.account import Account, CellAccount, ColumnAccount

_UNSURE = 0.9
_LONGEST = 24


def account_form(name: str, account: Account) -> dict[str, Any]:
    """The JSON of one document: ``document``, ``coverage``, ``columns`` and ``rows``."""
    return {"document": name, **asdict(account)}


def show_account(name: str, account: Account) -> None:
    """Print the account of one document for people; what is uncertain is told on stderr."""
    counts = account.coverage
    show_table(
        ["document", "read into records", "dressing", "outside tables", "not understood"],
        [[name, counts.record, counts.dressing, counts.outside, counts.unknown]],
    )
    show_table(
        ["header", "column", "role", "sure", "because"],
        [
            [where, column.header, column.role, f"{column.certainty:.0%}", column.reason]
            for where, column in _distinct(account.columns)
        ],
    )
    show_table(
        ["where", "row is", "cells"],
        [[row.where, row.kind, "  ".join(map(_shown, row.cells))] for row in account.rows],
    )
    for where, column in _distinct(account.columns):
        if column.certainty < _UNSURE:
            note(
                f"{name}: {where}: column {column.header!r} is read as {column.role}, "
                f"{column.certainty:.0%} sure ({column.reason}); name it in headers.toml if not"
            )
    for unread in counts.unread:
        note(f"{name}: not understood: {unread}")


def _distinct(columns: Sequence[ColumnAccount]) -> Iterator[tuple[str, ColumnAccount]]:
    """Each reading of a column once: its least sure header, and how often it comes again."""
    first: dict[ColumnAccount, ColumnAccount] = {}
    times: Counter[ColumnAccount] = Counter()
    for column in columns:
        same = replace(column, where="", certainty=0.0, reason="")
        first[same] = min(first.get(same, column), column, key=lambda one: one.certainty)
        times[same] += 1
    for same, column in first.items():
        again = f" and {times[same] - 1} more" if times[same] > 1 else ""
        yield column.where + again, column


def _shown(cell: CellAccount) -> str:
    text = " ".join(cell.text.split())
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return f"{cell.address or ''} {cut} → {cell.read_as}".strip()
