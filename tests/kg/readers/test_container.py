import struct
import zipfile
from io import BytesIO

import pytest

from kg.errors import UnreadableDocumentError
from kg.readers import container
from kg.readers.container import member_names, open_container
from kg.readers.safe_xml import streamed, tree_of

LAUGHS = (
    b"""<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;">]><a><b>&y;</b></a>"""
)
FOREIGN = b"""<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a><b>&x;</b></a>"""


def archive(method: int = zipfile.ZIP_DEFLATED, **members: bytes) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", method) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return data.getvalue()


def refused(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=sentence) as caught:
        open_container(data, "表.xlsx")
    assert caught.value.where == "表.xlsx"


def test_an_ordinary_archive_is_opened() -> None:
    with open_container(archive(a=b"1" * 5000), "表.xlsx") as opened:
        assert opened.read("a") == b"1" * 5000


def test_a_member_that_unpacks_to_far_more_than_its_size_is_refused() -> None:
    refused(archive(a=bytes(container.RATIO_FLOOR + 1)), "more than 200 times its size")


def test_a_small_member_may_be_packed_as_tightly_as_it_likes() -> None:
    open_container(archive(a=bytes(container.RATIO_FLOOR)), "表.xlsx")


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MAX_UNPACKED", 3 * 1024 * 1024)
    refused(archive(a=bytes(2**21), b=bytes(2**21)), "unpacks to 4 MiB, the limit is 3 MiB")


def test_an_archive_of_too_many_members_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MAX_MEMBERS", 2)
    refused(archive(a=b"", b=b"", c=b""), "3 members, the limit is 2")


def test_an_encrypted_member_is_refused() -> None:
    data = bytearray(archive(a=b"1"))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    refused(bytes(data), "member a is encrypted; save it without a password")


def test_a_method_that_unpacks_whole_blocks_is_refused() -> None:
    refused(archive(zipfile.ZIP_LZMA, a=b"1"), "unusual method")


def test_a_member_that_lies_about_its_size_unpacks_to_no_more_than_it_says() -> None:
    data = bytearray(archive(a=bytes(1000)))
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 10)
    with open_container(bytes(data), "表.xlsx") as opened, pytest.raises(zipfile.BadZipFile):
        opened.read("a")


@pytest.mark.parametrize("end", [0, 4, 30, 60])
def test_a_cut_archive_is_refused_and_has_no_names(end: int) -> None:
    data = archive(a=b"1" * 100)[:end]
    refused(data, "damaged or cut off")
    assert member_names(data) == frozenset()


@pytest.mark.parametrize("document", [LAUGHS, FOREIGN], ids=["expansion", "file"])
def test_entities_are_refused_with_their_doctype(document: bytes) -> None:
    with pytest.raises(UnreadableDocumentError, match="DOCTYPE"):
        tree_of(document, "表.xlsx")
    with pytest.raises(UnreadableDocumentError, match="DOCTYPE"):
        list(streamed(BytesIO(document), ("b",), "表.xlsx"))


ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<!DOCTYPE a [<!ENTITY a0 "ha">{ENTITIES}]><a b="&a9;">&a9;</a>'.encode()


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (b"", "XML is damaged"),
        (b"<a><b/>", "XML is damaged"),
        (b"<a>\0</a>", "XML is damaged"),
        (b"<a>" * 300 + b"</a>" * 300, "over a limit .*depth in document: 256"),
        (b"<a>" + b"x" * 10_000_001 + b"</a>", "over a limit"),
        (LAUGHS, "DOCTYPE or entities"),
    ],
    ids=["empty", "cut", "zero", "deep", "long", "laughs"],
)
def test_broken_xml_and_xml_over_a_limit_are_refused(document: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=sentence) as told:
        tree_of(document, "表.xlsx")
    assert "XML_PARSE" not in told.value.message
    with pytest.raises(UnreadableDocumentError, match=sentence):
        list(streamed(BytesIO(document), ("b",), "表.xlsx"))
