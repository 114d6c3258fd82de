"""Every published layout in every format is read as it was printed, field by field.

A variant fails until its layout and its format are both read; nothing here excuses one. Narrow a
run down with ``-k 'huangshi and pdf'``.
"""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from benchmarks.corpus import Printed, document_for, variants, write
from benchmarks.corpus.formats import FORMATS
from kg.model import Document, Project
from kg.read import read_document

SEEDS = range(4)
PROJECTS = 3


@pytest.mark.parametrize(("layout", "file_format"), list(variants()))
def test_a_variant_is_read_as_it_was_printed(layout: str, file_format: str) -> None:
    for seed in SEEDS:
        printed = write(layout, file_format, document_for(layout, PROJECTS, seed), seed)
        projects = [project for document in _read(printed) for project in document.projects]
        exact = file_format not in FORMATS or FORMATS[file_format].spaces
        differences = list(_differences(projects, printed.expected, exact))
        assert not differences, f"seed {seed}, {printed.name}: {differences[:8]}"


def _read(printed: Printed) -> Iterator[Document]:
    """Read a document, or those in an archive."""
    if not printed.name.endswith(".zip"):
        yield read_document(printed.data, printed.name)
        return
    with ZipFile(BytesIO(printed.data)) as archive:
        for member in archive.namelist():
            yield read_document(archive.read(member), f"{printed.name}/{member}")


def _differences(
    read: Sequence[Project], expected: Sequence[Mapping[str, Any]], exact: bool
) -> Iterator[str]:
    """What was read otherwise than expected: ``project 2, indicator 5, value: 'a' is not 'b'``.

    Unless ``exact``, spaces and line ends do not count: a page does not tell them from wrapping.
    """
    if len(read) != len(expected):
        yield f"{[project.name for project in read]} are not {[one['name'] for one in expected]}"
    for number, (project, one) in enumerate(zip(read, expected, strict=False), 1):
        where = f"project {number}"
        particulars = {key: value for key, value in one.items() if key != "indicators"}
        yield from _fields(project, particulars, where, exact)
        rows = one["indicators"]
        if len(project.indicators) != len(rows):
            yield f"{where} has {len(project.indicators)} indicators, not {len(rows)}"
        for place, (indicator, row) in enumerate(zip(project.indicators, rows, strict=False), 1):
            yield from _fields(indicator, row, f"{where}, indicator {place}", exact)


def _fields(record: object, one: Mapping[str, Any], where: str, exact: bool) -> Iterator[str]:
    for key, value in one.items():
        found = getattr(record, key)
        same = found == value if exact else _unspaced(found) == _unspaced(value)
        if not same:
            yield f"{where}, {key}: {found!r} is not {value!r}"


def _unspaced(value: object) -> object:
    return "".join(value.split()) if isinstance(value, str) else value
