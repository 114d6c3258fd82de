import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.archives import Member, Weight, content_of, is_archive, members_of
from kg.errors import UnreadableDocumentError


def packed(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def names(data: bytes, depth: int = 0) -> list[str]:
    return [member.name for member in members_of(io.BytesIO(data), depth, "a.zip")]


def renamed(data: bytes, old: str, new: bytes) -> bytes:
    """An archive in which a name is other bytes of the same length, without the mark of UTF-8."""
    assert len(old) == len(new)
    return data.replace(old.encode("ascii"), new)


def claiming(data: bytes, size: int) -> bytes:
    """An archive whose directory states another size of its last member."""
    at = data.rindex(b"PK\x01\x02") + 24
    return data[:at] + size.to_bytes(4, "little") + data[at + 4 :]


def encrypted(data: bytes) -> bytes:
    """An archive whose members are marked as encrypted."""
    out = bytearray(data)
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = out.find(mark)
        while at >= 0:
            out[at + offset] |= 1
            at = out.find(mark, at + 4)
    return bytes(out)


@pytest.mark.parametrize(
    "first", ["xl/workbook.xml", "word/document.xml", "mimetype", "[Content_Types].xml", "OFD.xml"]
)
def test_a_document_that_is_a_zip_is_no_archive(first: str) -> None:
    assert not is_archive(io.BytesIO(packed((first, b""), ("more", b""))), "a")


def test_a_zip_of_documents_is_an_archive() -> None:
    assert is_archive(io.BytesIO(packed(("表/a.xlsx", b"PK"), ("x/mimetype", b""))), "a")
    assert is_archive(io.BytesIO(packed()), "a")
    assert not is_archive(io.BytesIO(b"PK is how a text may begin"), "a")
    assert not is_archive(io.BytesIO(b""), "a")


def test_what_nobody_meant_as_a_document_is_left_out() -> None:
    data = packed(
        ("2024/", b""),
        ("2024/表.txt", b""),
        ("__MACOSX/2024/._表.txt", b""),
        ("2024/.DS_Store", b""),
        (".git/config", b""),
        ("2024/~$表.xlsx", b""),
    )
    assert names(data) == ["2024/表.txt"]


def test_names_that_point_elsewhere_are_names_below_the_archive() -> None:
    data = packed(
        ("../../etc/passwd", b""), ("/root/a.txt", b""), ("..\\b\\c.txt", b""), ("..", b"")
    )
    assert names(data) == ["etc/passwd", "root/a.txt", "b/c.txt"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_without_the_mark_of_utf8_are_read_as_they_were_meant(encoding: str) -> None:
    name = "绩效.txt".encode(encoding)
    plain = "x" * len(name)
    assert names(renamed(packed((plain, b"")), plain, name)) == ["绩效.txt"]


def test_members_are_unpacked_through_nested_archives(tmp_path: Path) -> None:
    inner = packed(("skip.txt", b"no"), ("c.txt", "表".encode()))
    (tmp_path / "a.zip").write_bytes(packed(("b.zip", inner)))
    with content_of(tmp_path / "a.zip", (0,), "a.zip/b.zip") as content:
        assert is_archive(content, "a.zip/b.zip")
        assert members_of(content, 1, "a.zip/b.zip")[1] == Member(1, "c.txt", 3)
    with content_of(tmp_path / "a.zip", (0, 1), "a.zip/b.zip/c.txt") as content:
        assert content.read() == "表".encode()


def refusal(data: bytes, tmp_path: Path) -> str:
    """Why the last member is refused."""
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    last = len(zipfile.ZipFile(path).infolist()) - 1
    with pytest.raises(UnreadableDocumentError) as error:
        content_of(path, (last,), "a.zip/x")
    assert error.value.where == "a.zip/x"
    return error.value.message


def test_members_that_cannot_be_had_are_refused_with_a_reason(tmp_path: Path) -> None:
    plain = packed(("x", b"abc" * 100))
    assert "encrypted" in refusal(encrypted(plain), tmp_path)
    assert "200 MiB" in refusal(claiming(plain, 201 << 20), tmp_path)
    assert "200 times" in refusal(packed(("x", bytes(50 << 20))), tmp_path)
    torn = bytearray(plain)
    torn[34] ^= 0xFF
    assert "damaged" in refusal(bytes(torn), tmp_path)


def test_a_missing_file_and_a_folder_are_told_in_one_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.txt", tmp_path):
        with pytest.raises(UnreadableDocumentError, match="cannot be opened") as caught:
            content_of(path, (), str(path))
        assert caught.value.where == str(path)


def test_no_more_than_stated_is_unpacked(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(claiming(packed(("x", bytes(1 << 20))), 10))
    with pytest.raises(UnreadableDocumentError, match="holds more than the 10 bytes"):
        content_of(tmp_path / "a.zip", (0,), "x")


def test_a_member_that_lies_about_its_size_takes_no_memory(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(claiming(packed(("x", bytes(30 << 20))), 100))
    tracemalloc.start()
    with pytest.raises(UnreadableDocumentError):
        content_of(tmp_path / "a.zip", (0,), "x")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1 << 20


@pytest.mark.parametrize(
    ("data", "depth", "reason"),
    [
        (packed(), 0, "no document"),
        (packed(("a/", b"")), 0, "no document"),
        (packed(("a.txt", b"")), 3, "3 deep"),
        (packed(*((f"{number}.txt", b"") for number in range(10_001))), 0, "10,000 members"),
        (claiming(packed(("a.txt", b"a")), (2 << 30) + 1), 0, "2 GiB"),
    ],
)
def test_archives_over_a_limit_are_refused_whole(data: bytes, depth: int, reason: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=reason):
        members_of(io.BytesIO(data), depth, "a.zip")


def test_archives_within_one_another_count_together() -> None:
    heavy = Weight(6_000, 1 << 30)
    heavy.refuse_too_much("a.zip")
    with pytest.raises(UnreadableDocumentError, match=r"b\.zip: .*10,000 members"):
        (heavy + heavy).refuse_too_much("a.zip/b.zip")


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_damage_anywhere_is_told_and_never_a_fault(data: st.DataObject) -> None:
    whole = packed(("表.txt", b"text " * 20), ("b/c.txt", b"c"))
    at = data.draw(st.integers(0, len(whole) - 1))
    patch = data.draw(st.binary(min_size=1, max_size=4))
    look_into(whole[:at] + patch + whole[at + len(patch) :])
    look_into(whole[:at])


def look_into(data: bytes) -> None:
    content = io.BytesIO(data)
    try:
        if is_archive(content, "a.zip"):
            members_of(content, 0, "a.zip")
    except UnreadableDocumentError as error:
        assert error.message
