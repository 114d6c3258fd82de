"""What a file holds beside its target tables: a cover, another table, a hidden list (无关内容)."""

from collections.abc import Sequence
from itertools import chain

from benchmarks.corpus.layouts.printing import Printing
from benchmarks.corpus.sheets import Content, Line, LineKind, Placed, Sheet, caption
from benchmarks.corpus.words import words


def surrounded(sheets: Sequence[Sheet], printing: Printing) -> list[Sheet]:
    """The sheets among those that the document's habit puts around them."""
    habit = printing.manner.around
    before = [_cover()] if habit in ("cover", "everything") else []
    after = [_expenses()] if habit in ("expenses", "everything") else []
    hidden = [_codes()] if habit == "everything" else []
    return [*before, *sheets, *after, *hidden]


def _cover() -> Sheet:
    lines = (caption(text, 1, 4) for text in words()["cover"]["lines"])
    spaced = chain.from_iterable((line, caption("", 1, 4)) for line in lines)
    return Sheet("封面", tuple(spaced))


def _expenses() -> Sheet:
    table = words()["expenses"]
    title = caption(table["title"], 1, len(table["header"]))
    return Sheet("三公经费", (title, *_lines(table["header"], table["rows"])))


def _codes() -> Sheet:
    table = words()["codes"]
    return Sheet("代码", tuple(_lines(table["header"], table["rows"])), hidden=True)


def _lines(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Line]:
    return [_line(header, LineKind.HEADER), *(_line(row, LineKind.BODY) for row in rows)]


def _line(texts: Sequence[str], kind: LineKind) -> Line:
    return Line(tuple(Placed(Content(text), at) for at, text in enumerate(texts, 1)), kind)
