"""A valid file of every format with bytes, or the XML of its parts, changed: read or refused."""

import io
import time
import zipfile
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.corpus import document_for, write
from benchmarks.corpus.formats import FORMATS
from kg.errors import UnreadableDocumentError
from kg.read import read_document

SECONDS = 10.0  # far above what any takes, for it is the machine's other work that is slow
ARCHIVED = {"xlsx": "xl/worksheets/sheet1.xml", "ods": "content.xml", "docx": "word/document.xml"}
SHARED = {"xlsx": "xl/styles.xml", "ods": "META-INF/manifest.xml", "docx": "word/styles.xml"}
Change = Callable[[bytes], bytes]


@cache
def valid(file_format: str) -> bytes:
    return write("ningxia", file_format, document_for("ningxia", 1, 0), 0).data


PLACES = st.floats(0, 1, exclude_max=True)
# What formats count with, and what ends or begins something in one of them.
PIECES = st.one_of(
    st.binary(max_size=4),
    st.sampled_from((b"<", b">", b'"', b"&a;", b"]]>", b"<!--", b"colspan=9999 ", b"(", b")")),
    st.sampled_from((b"-1", b"99999999999", b"1e999", b"\0", b"\xff\xff\xff\xff")),
    st.sampled_from((b"<<", b"/Kids", b" 0 R", b"\r\n", b"\t", b",")),
)


def at(data: bytes, place: float) -> int:
    return int(place * len(data))


def put(place: float, piece: bytes) -> Change:
    """Bytes in place of others."""
    return lambda data: data[: at(data, place)] + piece + data[at(data, place) + len(piece) :]


def insert(place: float, piece: bytes) -> Change:
    return lambda data: data[: at(data, place)] + piece + data[at(data, place) :]


def flip(place: float, bit: int) -> Change:
    def change(data: bytes) -> bytes:
        here = at(data, place)
        return data[:here] + bytes([data[here] ^ 1 << bit]) + data[here + 1 :] if data else data

    return change


def cut(places: list[float]) -> Change:
    first, last = sorted(places)
    return lambda data: data[: at(data, first)] + data[at(data, last) :]


def double(places: list[float]) -> Change:
    first, last = sorted(places)
    return lambda data: data[: at(data, last)] + data[at(data, first) :]


def swap(places: list[float]) -> Change:
    def change(data: bytes) -> bytes:
        a, b, c = sorted(at(data, place) for place in places)
        return data[:a] + data[b:c] + data[a:b] + data[c:]

    return change


def several(number: int) -> st.SearchStrategy[list[float]]:
    return st.lists(PLACES, min_size=number, max_size=number)


CHANGES = st.lists(
    st.one_of(
        st.builds(put, PLACES, PIECES),
        st.builds(insert, PLACES, PIECES),
        st.builds(flip, PLACES, st.integers(0, 7)),
        st.builds(cut, several(2)),
        st.builds(double, several(2)),
        st.builds(swap, several(3)),
    ),
    min_size=1,
    max_size=4,
)
FUZZED = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def changed(data: bytes, changes: list[Change]) -> bytes:
    for change in changes:
        data = change(data)
    return data


def read_or_refused(data: bytes, name: str) -> None:
    start = time.monotonic()
    try:
        read_document(data, name)
    except UnreadableDocumentError as refusal:
        assert refusal.where.startswith(name)
        assert refusal.message
    assert time.monotonic() - start < SECONDS


@pytest.mark.parametrize("file_format", [*FORMATS])
@FUZZED
@given(CHANGES)
def test_changed_bytes(file_format: str, changes: list[Change]) -> None:
    read_or_refused(changed(valid(file_format), changes), f"a.{FORMATS[file_format].suffix}")


@pytest.mark.parametrize("parts", [ARCHIVED, SHARED], ids=["content", "beside"])
@pytest.mark.parametrize("file_format", ARCHIVED)
@FUZZED
@given(changes=CHANGES)
def test_changed_parts_of_an_archive(
    file_format: str, parts: dict[str, str], changes: list[Change]
) -> None:
    """Past the checksums of the archive, which stop most changes of its bytes."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(valid(file_format))) as whole,
        zipfile.ZipFile(out, "w") as archive,
    ):
        assert parts[file_format] in whole.namelist()
        for name in whole.namelist():
            data = whole.read(name)
            archive.writestr(name, changed(data, changes) if name == parts[file_format] else data)
    read_or_refused(out.getvalue(), f"a.{file_format}")
