"""Zip archives as folders (压缩包): what is in them, and the bytes of one member.

Nothing is ever written under a member's name, so no name can do harm. What an archive may cost is
limited by what its directory states; no more than stated is ever unpacked.
"""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO

from kg.errors import UnreadableDocumentError
from kg.unpacking import member_bytes

_DEPTH = 3  # an archive in an archive in an archive
_MEMBERS = 10_000
_BYTES = 2 << 30
_MEMBER_BYTES = 200 << 20
# Tables of text shrink to a tenth, the emptiest workbooks to a hundredth.
_RATIO = 200
_TOO_SMALL_TO_HARM = 1 << 20
_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
# Formats that are zip archives themselves: Office Open XML, OpenDocument and EPUB, OFD.
_OF_A_DOCUMENT = frozenset(
    {"[Content_Types].xml", "xl/workbook.xml", "word/document.xml", "OFD.xml"}
)
_FIRST_OF_A_DOCUMENT = "mimetype"
_ENCRYPTED, _UTF8_NAME = 0x1, 0x800  # general purpose bits, APPNOTE.TXT 4.4.4
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    LookupError,
    ValueError,
    ArithmeticError,
    OSError,
)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its place in the directory, its name as a path, its unpacked bytes."""

    index: int
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Weight:
    """How many members archives have, and how many bytes these are."""

    members: int = 0
    size: int = 0

    def __add__(self, other: "Weight") -> "Weight":
        """Both together."""
        return Weight(self.members + other.members, self.size + other.size)

    def refuse_too_much(self, name: str) -> None:
        """Raise UnreadableDocumentError for more than one archive may hold, nested ones included.

        ``name`` is the archive that makes it too much.
        """
        if self.members > _MEMBERS:
            raise UnreadableDocumentError(
                name, f"the archive has more than {_MEMBERS:,} members; split it"
            )
        if self.size > _BYTES:
            raise UnreadableDocumentError(
                name, f"the archive unpacks to more than {_BYTES >> 30} GiB; split it"
            )


def weight_of(members: Sequence[Member]) -> Weight:
    """What the members of one archive weigh."""
    return Weight(len(members), sum(member.size for member in members))


def content_of(file: Path, members: tuple[int, ...], name: str) -> IO[bytes]:
    """A file, or the member of it that the indices lead to through nested archives.

    Raises UnreadableDocumentError where it cannot be opened or unpacked.
    """
    if not members:
        return _opened(file, name)
    with _told(name):
        archive = _archive(file, members[:-1], file.stat().st_mtime_ns)
        info = archive.infolist()[members[-1]]
        _refuse_member(info, name)
        return io.BytesIO(member_bytes(archive, info))


def is_archive(content: IO[bytes], name: str) -> bool:
    """Say whether this is an archive to look into: a zip that is no document itself."""
    content.seek(0)
    if content.read(4) not in _SIGNATURES:
        return False
    with _told(name):
        names = [info.filename for info in zipfile.ZipFile(content).infolist()]
    return _OF_A_DOCUMENT.isdisjoint(names) and names[:1] != [_FIRST_OF_A_DOCUMENT]


def members_of(content: IO[bytes], depth: int, name: str) -> tuple[Member, ...]:
    """What an archive holds, in its order; folders, hidden files and what Macs add are left out.

    ``depth`` is how many archives it is in. Raises UnreadableDocumentError where it holds nothing
    or goes over a limit.
    """
    if depth >= _DEPTH:
        raise UnreadableDocumentError(
            name, f"archives are looked into {_DEPTH} deep; unpack it and read what is in it"
        )
    with _told(name):
        infos = zipfile.ZipFile(content).infolist()
    found = tuple(_shown_members(infos))
    if not found:
        raise UnreadableDocumentError(name, "no document is in this archive; check the download")
    weight_of(found).refuse_too_much(name)
    return found


def _shown_members(infos: Iterable[zipfile.ZipInfo]) -> Iterator[Member]:
    for index, info in enumerate(infos):
        parts = [p for p in _name(info).replace("\\", "/").split("/") if p not in ("", ".", "..")]
        if not parts or info.is_dir() or is_hidden(*parts) or parts[0] == "__MACOSX":
            continue
        yield Member(index, "/".join(parts), info.file_size)


def is_hidden(*parts: str) -> bool:
    """Whether a path is no document for people: hidden, or Office's lock of one that is open."""
    return any(part.startswith((".", "~$")) for part in parts)


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name; without the mark of UTF-8 it is in the encoding of where it was packed."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    data = info.filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _refuse_member(info: zipfile.ZipInfo, name: str) -> None:
    if info.flag_bits & _ENCRYPTED:
        raise UnreadableDocumentError(name, "is encrypted; unpack it with its password")
    if info.file_size > _MEMBER_BYTES:
        raise UnreadableDocumentError(
            name, f"unpacks to more than {_MEMBER_BYTES >> 20} MiB; unpack it and split it"
        )
    if info.file_size > max(_TOO_SMALL_TO_HARM, _RATIO * info.compress_size):
        raise UnreadableDocumentError(
            name,
            f"unpacks to more than {_RATIO} times its size, as no table does; if you trust it, "
            "unpack it and read what is in it",
        )


# Members are read one after the other: the directory is read once, an inner archive unpacked once.
@lru_cache(maxsize=2)
def _archive(file: Path, members: tuple[int, ...], _changed_at: int) -> zipfile.ZipFile:
    return zipfile.ZipFile(content_of(file, members, str(file)) if members else file)


def _opened(file: Path, name: str) -> IO[bytes]:
    try:
        content = file.open("rb")
        return content if content.seekable() else io.BytesIO(content.read())
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableDocumentError(
            name, f"the file cannot be opened ({reason}); check the path and its permissions"
        ) from error


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except NotImplementedError as error:
        raise UnreadableDocumentError(
            name, f"is packed in a way that is not read ({error}); pack it as a plain zip"
        ) from error
    except _DAMAGED as error:
        raise UnreadableDocumentError(
            name, f"the file is damaged or cut off ({error}); download it again"
        ) from error
