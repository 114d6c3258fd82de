"""Any document in any layout and format, with the answer that should be read from it (变体).

``write("huangshi", "pdf", document, seed)`` is a file; ``variants`` are the pairs that make sense,
``document_for`` is a document of a year in which a layout was in use.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from benchmarks.corpus.formats import FORMATS
from benchmarks.corpus.formats.archive import packed
from benchmarks.corpus.generate import one_document
from benchmarks.corpus.layouts import Expected, print_sheets
from benchmarks.corpus.styles import styles
from kg.model import Document

_ARCHIVED = ("xlsx", "txt")


@dataclass(frozen=True, slots=True)
class Printed:
    """A file: its name, its bytes, and its projects as section 4 of the contract has them.

    ``expected`` leaves out targets, sources and problems; what the layout does not print is None.
    """

    name: str
    data: bytes
    expected: tuple[Expected, ...]


def variants() -> Iterator[tuple[str, str]]:
    """All pairs of a layout and a format.

    Rows without the cells that are covered can be read where a row tells its columns by their
    contents, in the wide layout alone. A table of 22 columns without rules has no room between
    them on a page: every cell wraps, and nothing says where the next row begins.
    """
    for layout in styles():
        for file_format in (*FORMATS, "zip"):
            is_short, is_bare = file_format == "txt-short", file_format == "pdf-bare"
            if (not is_short or layout == "sichuan-wide") and (
                not is_bare or layout != "henan-wide"
            ):
                yield layout, file_format


def write(layout: str, file_format: str, document: Document, seed: int) -> Printed:
    """Print the projects of a document as a file; the seed decides its habits and traps.

    ``zip`` packs two files of different formats with half of the projects each. Raises ValueError
    for a year in which the layout was not in use, KeyError for an unknown layout or format.
    """
    if file_format == "zip":
        return _archive(layout, document, seed)
    form = FORMATS[file_format]
    rng = Random(f"{seed}/{layout}/{file_format}/{document.name}")
    printed = print_sheets(layout, document, rng, form.named_sheets)
    return Printed(f"{printed.stem}.{form.suffix}", form.write(printed.sheets), printed.expected)


def document_for(layout: str, projects: int, seed: int) -> Document:
    """A document of so many projects of a year in which the layout was in use."""
    return one_document(projects, seed, styles()[layout].years)


def _archive(layout: str, document: Document, seed: int) -> Printed:
    """A ZIP archive of two files, each in a folder of its own, with half of the projects each."""
    middle = (len(document.projects) + 1) // 2
    halves = (document.projects[:middle], document.projects[middle:])
    members = [
        write(layout, file_format, replace(document, projects=half), seed)
        for file_format, half in zip(_ARCHIVED, halves, strict=True)
        if half
    ]
    named = ((f"绩效目标/{number}/{one.name}", one.data) for number, one in enumerate(members, 1))
    expected = tuple(project for member in members for project in member.expected)
    return Printed("绩效目标.zip", packed(named), expected)
