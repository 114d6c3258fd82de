"""What is printed above an indicator table: titles, the project's particulars (项目基本信息)."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from benchmarks.corpus.layouts.labels import coded as coded_body
from benchmarks.corpus.layouts.printing import Printing
from benchmarks.corpus.layouts.rows import Expected
from benchmarks.corpus.parts import stored
from benchmarks.corpus.plain_text import coded
from benchmarks.corpus.sheets import Content, Line, Row, Span, caption
from benchmarks.corpus.styles import HeadCell
from kg.model import Project

_YUAN = {"元": 1, "万元": 10_000}
_PART = Decimal("0.6")
_LONE_SLOT = re.compile(r"\{(\w+)\}")

Slots = Mapping[str, Content]


def slots_of(project: Project, printing: Printing) -> Slots:
    """Everything that a style may print of a project, by slot."""
    manner, amount = printing.manner, project.amount_yuan or Decimal(0)
    part = (amount * _PART).quantize(Decimal(100))
    year = project.year or 0
    texts = {
        "name": project.name,
        "department": coded_body(project.department or "", manner),
        "unit": coded_body(project.unit or "", manner),
        "office": coded(project.office),
        "attribute": manner.attribute + (project.attribute or ""),
        "term": project.term or "",
        "goal": "\n".join(goal_lines(project, printing)),
        "year": str(year),
        "last_year": str(year - 1),
        "region": project.region or "",
        "money": f"（{manner.money}）" if manner.money_place == "label" else "",
    }
    amounts = {"amount": amount, "part": part, "rest": amount - part}
    return {slot: Content(text) for slot, text in texts.items()} | {
        slot: _money(yuan, printing) for slot, yuan in amounts.items()
    }


def facts(project: Project, printing: Printing, stem: str) -> Expected:
    """The particulars that should be read: those that the style or the file's name prints."""
    style = printing.style
    told = style.slots | style.title_slots
    in_name = {slot for slot in ("year", "region") if str(getattr(project, slot)) in stem}
    values: Expected = {
        "year": project.year,
        "region": project.region,
        "department": project.department,
        "unit": project.unit,
        "office": project.office,
        "attribute": project.attribute,
        "term": project.term,
        "amount": _number(project.amount_yuan),
        "goal": "\n".join(goal_lines(project, printing)),
    }
    read = {slot: value if slot in told | in_name else None for slot, value in values.items()}
    amount = {"amount_yuan": read.pop("amount")}
    return {"name": project.name, **read, **amount}


def goal_lines(project: Project, printing: Printing) -> list[str]:
    """The goal (年度总体目标) in one line, or a line for each of its parts."""
    goal = project.goal or ""
    return [goal] if printing.manner.goal == "flat" else goal.split("；")


def filled(pattern: str, slots: Slots) -> str:
    """A pattern with the texts of its slots."""
    return pattern.format_map({slot: content.text for slot, content in slots.items()})


def titles(patterns: tuple[str, ...], slots: Slots, printing: Printing) -> list[Line]:
    """Lines above a table; the one that names it may tell the unit of money in brackets."""
    texts = [filled(pattern, slots) for pattern in patterns]
    if printing.manner.money_place == "title":
        unit = f"（单位：{printing.manner.money}）"
        texts = [text + unit if "表" in text else text for text in texts]
    return [_caption(text, printing) for text in texts]


def money_line(printing: Printing) -> list[Line]:
    """单位：万元 on a line of its own, where that is the habit."""
    if printing.manner.money_place != "line":
        return []
    return [_caption(f"单位：{printing.manner.money}", printing)]


def head_rows(project: Project, slots: Slots, printing: Printing) -> Iterator[Row]:
    """The rows of the project's particulars."""
    for cells in printing.style.head:
        goal = goal_lines(project, printing)
        in_rows = cells[-1].pattern == "{goal}" and len(cells) == 2
        if in_rows and printing.manner.goal == "rows" and len(goal) > 1:
            label, box = cells
            first, *others = (Span(Content(line), box.width) for line in goal)
            yield Row((Span(Content(label.pattern), label.width, len(goal)), first))
            yield from (Row((line,)) for line in others)
        else:
            yield Row(tuple(_span(cell, slots) for cell in cells))
    if printing.manner.gaps == "some":
        yield Row(())


def _span(cell: HeadCell, slots: Slots) -> Span:
    lone = _LONE_SLOT.fullmatch(cell.pattern)
    content = slots[lone[1]] if lone else Content(filled(cell.pattern, slots))
    return Span(content, cell.width, cell.height)


def _number(yuan: Decimal | None) -> int | float | None:
    """An amount as JSON has it."""
    if yuan is None:
        return None
    return int(yuan) if yuan == yuan.to_integral_value() else float(yuan)


def _caption(text: str, printing: Printing) -> Line:
    return caption(text, printing.manner.first_column, printing.style.width)


def _money(yuan: Decimal, printing: Printing) -> Content:
    manner = printing.manner
    amount = yuan / _YUAN[manner.money]
    places = 6 if manner.money == "万元" else 2
    texts = {
        "plain": f"{amount.normalize():f}",
        "fixed": f"{amount:.{places}f}",
        "grouped": f"{amount:,.2f}",
    }
    text = texts[manner.figures]
    return Content(text + manner.money) if manner.money_place == "value" else stored(text, manner)
