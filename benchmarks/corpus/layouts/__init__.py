"""Published layouts: a document's projects → printed sheets and what should be read from them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from benchmarks.corpus.layouts.around import surrounded
from benchmarks.corpus.layouts.forms import Pages, print_departments, print_forms
from benchmarks.corpus.layouts.printing import Printing
from benchmarks.corpus.layouts.rows import Expected
from benchmarks.corpus.layouts.staggered import print_staggered
from benchmarks.corpus.layouts.wide import print_wide
from benchmarks.corpus.manners import draw_manner
from benchmarks.corpus.sheets import Sheet
from benchmarks.corpus.styles import styles
from kg.model import Document, Project

__all__ = ["Expected", "PrintedSheets", "print_sheets"]

_PRINTERS: Mapping[str, Callable[[Sequence[Project], Printing, str], Pages]] = {
    "sichuan-wide": print_wide,
    "henan-wide": print_wide,
    "department-wide": print_departments,
    "yunnan": print_staggered,
}


@dataclass(frozen=True, slots=True)
class PrintedSheets:
    """A printed document before it has a format: its name without suffix, its sheets, the answer.

    ``expected`` are the projects as section 4 of the contract has them, without targets, sources
    and problems; what the layout cannot print is None.
    """

    stem: str
    sheets: tuple[Sheet, ...]
    expected: tuple[Expected, ...]


def print_sheets(layout: str, document: Document, rng: Random, named_sheets: bool) -> PrintedSheets:
    """Print a document's projects in a layout.

    ``named_sheets`` says whether the format shows the names of sheets. Raises ValueError for a
    year in which the layout was not in use, KeyError for an unknown layout.
    """
    style = styles()[layout]
    year, region = document.projects[0].year or 0, document.projects[0].region
    if year not in style.years:
        raise ValueError(f"{layout} was not in use in {year}")
    printing = Printing(style, draw_manner(rng, style.fixed), rng, named_sheets)
    telling = printing.manner.file == "telling"
    stem = f"{year}年{region}项目绩效目标表" if telling else "附件"
    print_projects = _PRINTERS.get(layout, print_forms)
    sheets, expected = print_projects(document.projects, printing, stem)
    return PrintedSheets(stem, tuple(surrounded(sheets, printing)), tuple(expected))
