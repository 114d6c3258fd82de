"""Workbooks of Office Open XML (.xlsx, .xlsm): ECMA-376, part 1, chapter 18.

They are read with lxml, part by part: a formula and its stored value come in one pass, cells that
are only formatted cost next to nothing, and what is not read (fonts, drawings, pivot tables) cannot
fail.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import UnreadableDocumentError
from kg.grid import Grid
from kg.readers.container import damage_told, member_names, open_container
from kg.readers.limits import CellCount
from kg.readers.ooxml import Package
from kg.readers.safe_xml import attribute
from kg.readers.sheet import HiddenSheet, grids_of
from kg.readers.xlsx_shared import shared_of
from kg.readers.xlsx_sheet import read_sheet


@dataclass(frozen=True, slots=True)
class _Entry:
    """A worksheet as the workbook lists it, and the part that holds it."""

    title: str
    part: str
    hidden: bool


def accepts(data: bytes) -> bool:
    """Say whether the bytes are a package with a workbook, .xlsb included."""
    names = {name.replace("\\", "/").lower() for name in member_names(data)}
    return bool(names & {"xl/workbook.xml", "xl/workbook.bin"})


def read(data: bytes, name: str) -> tuple[Grid, ...]:
    """Read a workbook, one grid for each worksheet."""
    with damage_told(name), open_container(data, name) as archive:
        package = Package(name, archive)
        workbook = _workbook_part(package)
        shared = shared_of(package, workbook)
        count = CellCount(name)
        return grids_of(
            name,
            [
                HiddenSheet(entry.title)
                if entry.hidden
                else read_sheet(package, entry.part, entry.title, shared, count)
                for entry in _entries(package, workbook)
            ],
        )


def _workbook_part(package: Package) -> str:
    parts = [r.target for r in package.relations("") if r.kind == "officeDocument"]
    part = parts[0] if parts else "xl/workbook.xml"
    if part.endswith(".bin"):
        raise UnreadableDocumentError(
            package.document, "this is a binary workbook (.xlsb); save it as .xlsx and read that"
        )
    return part


def _entries(package: Package, workbook: str) -> Iterator[_Entry]:
    """The worksheets in the order of their tabs; sheets of charts and macros have no cells."""
    parts = {r.id: r.target for r in package.relations(workbook) if r.kind == "worksheet"}
    for element in package.stream(workbook, "sheet"):
        part = parts.get(attribute(element, "id") or "")
        if part:
            hidden = element.get("state", "visible") != "visible"
            yield _Entry(element.get("name", ""), part, hidden)
