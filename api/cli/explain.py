"""``jipu extract --explain``: what every cell became, how sure the layout is, what is not read."""

from dataclasses import asdict
from typing import Any

from api.cli.show import note, show_table
from kg.account import Account, CellAccount

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
            [column.where, column.header, column.role, f"{column.certainty:.0%}", column.reason]
            for column in account.columns
        ],
    )
    show_table(
        ["where", "row is", "cells"],
        [[row.where, row.kind, "  ".join(map(_shown, row.cells))] for row in account.rows],
    )
    for column in account.columns:
        if column.certainty < _UNSURE:
            note(
                f"{name}: {column.where}: column {column.header!r} is read as {column.role}, "
                f"{column.certainty:.0%} sure ({column.reason}); name it in headers.toml if not"
            )
    for unread in counts.unread:
        note(f"{name}: not understood: {unread}")


def _shown(cell: CellAccount) -> str:
    text = " ".join(cell.text.split())
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return f"{cell.address or ''} {cut} → {cell.read_as}".strip()
