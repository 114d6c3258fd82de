"""The walk through a web page: what a browser shows becomes paragraphs and tables.

The walk keeps its own stack: pages nest as deep as the parser lets them.
"""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from lxml import etree  # type: ignore[import-untyped]

from kg.errors import UnreadableDocumentError
from kg.readers.cell_text import cell_text
from kg.readers.html_grid import Spanning, placed, spanning
from kg.readers.nesting import Block, Hidden, Table

# Real pages nest some five tables; the rows of nested tables are read by recursion.
_DEEPEST = 60
_UNSEEN = frozenset(("script", "style", "title", "noscript", "template", "xml", "object", "svg"))
_BREAKING = frozenset(
    (
        *("p", "div", "br", "hr", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4"),
        *("h5", "h6", "section", "article", "header", "footer", "nav", "main", "aside", "form"),
        *("fieldset", "legend", "pre", "blockquote", "address", "center", "caption", "figure"),
        *("figcaption", "table", "tr", "td", "th"),
    )
)
_GROUPS = {"thead": 0, "tbody": 1, "tfoot": 2}
_HIDING = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
# Programs break long lines of source between Chinese characters, where nothing is to be seen.
_SOURCE_WRAP = re.compile(rf"(?<={_WIDE})[ \t]*[\r\n][ \t\r\n]*(?={_WIDE})")
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")


@dataclass(slots=True)
class _Flow:
    """The page, or one cell, while its text flows in: lines become paragraphs."""

    element: Element
    blocks: list[Block] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def write(self, text: str | None) -> None:
        if text:
            self.text.append(_spaced(text))

    def end_line(self) -> None:
        self.text.append("\n")

    def end_paragraph(self) -> None:
        if not self.text:
            return
        for line in "".join(self.text).split("\n"):
            text = cell_text(_SPACES.sub(" ", line) if "  " in line else line)
            if text:
                self.blocks.append(text)
        self.text.clear()


def _spaced(text: str) -> str:
    """Make one space of whitespace, as browsers do; none where the source was only wrapped."""
    if text.isprintable() and "  " not in text:
        return text
    return _SPACES.sub(" ", _SOURCE_WRAP.sub("", text))


@dataclass(slots=True)
class _Group:
    """Rows that a page groups (thead, tbody, tfoot); ``rank`` orders the groups."""

    rank: int
    rows: list[list[Spanning]] = field(default_factory=list)


@dataclass(slots=True)
class _OpenTable:
    """A table while it is read."""

    groups: list[_Group] = field(default_factory=lambda: [_Group(1)])

    def begin_group(self, name: str) -> None:
        self.groups.append(_Group(_GROUPS[name]))

    @property
    def row(self) -> list[Spanning]:
        """The last row; a cell outside any row begins one."""
        rows = self.groups[-1].rows
        if not rows:
            rows.append([])
        return rows[-1]

    @property
    def table(self) -> Table:
        ordered = sorted(self.groups, key=lambda group: group.rank)
        return Table(placed([group.rows for group in ordered]))


class Page:
    """Reads the tree of one page to blocks; ``name`` is the document's, for errors."""

    def __init__(self, name: str, root: Element) -> None:
        self._name = name
        self._root = root
        self._flows = [_Flow(root)]
        self._open: list[_Flow | _OpenTable] = [self._flows[0]]

    def read(self) -> tuple[Block, ...]:
        """The paragraphs and tables that the page shows, in order."""
        walk = etree.iterwalk(self._root, events=("start", "end"))
        done: Element | None = None
        for event, element in walk:
            if event == "end":
                if element is not done:
                    self._end(element)
                if element is not self._root and (tail := element.tail):
                    self._flow.write(tail)
            elif not self._is_seen(element) or self._take_plain_cell(element):
                done = element
                walk.skip_subtree()
            else:
                self._begin(element)
        self._flow.end_paragraph()
        return tuple(self._flow.blocks)

    @property
    def _flow(self) -> _Flow:
        """Where text goes: text between the cells of a table is shown before it."""
        return self._flows[-1]

    @property
    def _table(self) -> _OpenTable | None:
        """The table that the next cell belongs to, if any."""
        last = self._open[-1]
        return last if isinstance(last, _OpenTable) else None

    def _is_seen(self, element: Element) -> bool:
        tag, style = element.tag, element.get("style")
        if tag in _UNSEEN or (tag == "option" and element.get("selected") is None):
            return False
        if element.get("hidden") is None and not (style and _HIDING.search(style)):
            return True
        self._tell_hidden(element)
        return False

    def _take_plain_cell(self, element: Element) -> bool:
        """Read a cell that holds but text at once, as nearly all of a table are."""
        table = self._open[-1]
        if len(element) or element.tag != "td" or not isinstance(table, _OpenTable):
            return False
        text = cell_text(_spaced(element.text or ""))
        spans = element.get("colspan"), element.get("rowspan")
        table.row.append(spanning(*spans, (text,) if text else ()))
        return True

    def _tell_hidden(self, element: Element) -> None:
        """Hidden rows, cells and tables are told; hidden menus and dialogues are not."""
        inside = any(isinstance(part, _OpenTable) for part in self._open)
        if not inside and next(element.iter("tr"), None) is None:
            return
        if element.tag == "tr" and self._table:
            # Spans count rows of the source, shown or not (HTML, "forming a table").
            self._table.groups[-1].rows.append([])
        text = cell_text(_SPACES.sub(" ", " ".join(element.itertext())))
        if text and self._table:
            self._table.row.append(Spanning(0, 1, (Hidden(text),)))
        elif text:
            self._flow.blocks.append(Hidden(text))

    def _begin(self, element: Element) -> None:
        tag, table = element.tag, self._table
        if tag == "table":
            self._begin_table()
        elif table and tag in ("td", "th"):
            self._flows.append(_Flow(element))
            self._open.append(self._flows[-1])
        elif table and tag == "tr":
            table.groups[-1].rows.append([])
        elif table and tag in _GROUPS:
            table.begin_group(tag)
        elif tag in _BREAKING:
            self._flow.end_line()
        elif tag == "input" and element.get("type", "text").lower() == "text":
            self._flow.write(element.get("value"))
        if text := element.text:
            self._flow.write(text)

    def _begin_table(self) -> None:
        self._flow.end_paragraph()
        self._open.append(_OpenTable())
        if sum(isinstance(part, _OpenTable) for part in self._open) > _DEEPEST:
            raise UnreadableDocumentError(
                self._name,
                f"its tables are nested more than {_DEEPEST} deep; "
                "copy the table to a sheet and read that",
            )

    def _end(self, element: Element) -> None:
        tag, last = element.tag, self._open[-1]
        if last is self._flow and last.element is element and element is not self._root:
            self._end_cell(last)
        elif isinstance(last, _OpenTable) and tag == "table":
            self._open.pop()
            self._flow.end_paragraph()
            self._flow.blocks.append(last.table)
        elif isinstance(last, _OpenTable) and tag in _GROUPS:
            last.begin_group("tbody")
        elif tag in _BREAKING and tag != "br":
            self._flow.end_line()

    def _end_cell(self, flow: _Flow) -> None:
        flow.end_paragraph()
        self._flows.pop()
        self._open.pop()
        spans = flow.element.get("colspan"), flow.element.get("rowspan")
        if self._table:
            self._table.row.append(spanning(*spans, flow.blocks))
