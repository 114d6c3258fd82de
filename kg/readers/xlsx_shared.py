"""What the sheets of an Office Open XML workbook share: strings, number formats, the first day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from kg.readers.cell_text import cell_text
from kg.readers.number_format import NumberFormat, builtin_codes, number_format
from kg.readers.ooxml import Package
from kg.readers.safe_xml import local_name

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
# Workbooks made on a Macintosh may count days from 1904.
_DAYS_TO_1904 = 1462


@dataclass(frozen=True, slots=True)
class Shared:
    """The strings (共享字符串) and formats that cells name by number; days to add to dates."""

    strings: tuple[str, ...]
    formats: tuple[NumberFormat, ...]
    shift: int


def shared_of(package: Package, workbook: str) -> Shared:
    """Read what all sheets of a workbook share; ``workbook`` is its part."""
    parts = {r.kind: r.target for r in package.relations(workbook)}
    properties = next(package.stream(workbook, "workbookPr"), None)
    since_1904 = properties is not None and is_on(properties.get("date1904"))
    return Shared(
        strings=tuple(_strings(package, parts.get("sharedStrings", ""))),
        formats=tuple(_formats(package, parts.get("styles", ""))),
        shift=_DAYS_TO_1904 if since_1904 else 0,
    )


def is_on(value: str | None) -> bool:
    """Whether an attribute says yes (xsd:boolean, and ``on`` of old files)."""
    return value in ("1", "true", "on")


def string_of(element: Element) -> str:
    """Join the runs of a string; readings printed above characters (拼音) are left out."""
    text = ""
    for child in element:
        name = local_name(child)
        if name == "t":
            text += child.text or ""
        elif name == "r":
            text += "".join(part.text or "" for part in child if local_name(part) == "t")
    return unescaped(text)


def unescaped(text: str) -> str:
    """The text of a cell, with what XML cannot hold (``_x000D_``) decoded."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return cell_text(text)


def _strings(package: Package, part: str) -> Iterator[str]:
    if package.has(part):
        for element in package.stream(part, "si"):
            yield string_of(element)


def _formats(package: Package, part: str) -> Iterator[NumberFormat]:
    if not package.has(part):
        return
    codes = dict(builtin_codes())
    for group in package.tree(part):
        if local_name(group) == "numFmts":
            codes |= {int(f.get("numFmtId", "0")): f.get("formatCode", "General") for f in group}
        elif local_name(group) == "cellXfs":
            for style in group:
                yield number_format(codes.get(int(style.get("numFmtId", "0")), "General"))
