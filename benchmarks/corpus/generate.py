"""The recipe of a corpus: counties, their years, their projects.

Everything is drawn from the seed and a place's own numbers, so that a document does not depend on
how many are asked for, and a project that lives on over some years says the same in each.
"""

from collections.abc import Container, Iterator
from dataclasses import replace
from hashlib import sha256

from benchmarks.corpus.counties import County, counties
from benchmarks.corpus.plain_text import first_row, write_text
from benchmarks.corpus.projects import make_project
from kg.model import Document, Project, Source


def generate(projects: int, seed: int) -> Iterator[Document]:
    """Documents of one county and one year each, with ``projects`` projects in all.

    The last document is cut to fit. The same seed gives the same documents on every machine.
    """
    left = projects
    for county in counties(seed):
        for year in county.years:
            size = min(left, county.size_in(year))
            if size == 0:
                return
            yield _document(county, year, size)
            left -= size


def one_document(projects: int, seed: int, years: Container[int]) -> Document:
    """The first document of one of ``years``, with ``projects`` projects."""
    for county in counties(seed):
        for year in county.years:
            if year in years:
                return _document(county, year, projects)
    raise AssertionError("counties never end")


def _document(county: County, year: int, size: int) -> Document:
    title = f"{year}年{county.region}本级预算重点项目绩效目标表"
    name = f"{title}.txt"
    projects: list[Project] = []
    taken: set[str] = set()
    rows = 0
    for slot in range(size):
        source = Source(name, slot + 1, first_row(slot, rows))
        project = make_project(county, year, taken, source)
        projects.append(project)
        taken.add(project.name)
        rows += len(project.indicators)
    document = Document(name, "", "text/plain", title, tuple(projects), ())
    return replace(document, sha256=sha256(write_text(document).encode()).hexdigest())
