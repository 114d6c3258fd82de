"""Opening the formats that are zip archives: .xlsx, .ods, .docx, .zip itself."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from kg.errors import UnreadableDocumentError

MAGIC = (b"PK\x03\x04", b"PK\x05\x06")

# Real documents unpack to a few MiB, the largest sheets known to some 200.
MAX_UNPACKED = 512 * 1024 * 1024
# A workbook has about three members a sheet; an archive of a province's files a few thousand.
MAX_MEMBERS = 10_000
# XML of sheets packs 10 to 60 times; deflate can do 1,032, which only bombs come near.
MAX_RATIO = 200
# Below this unpacked size the ratio is left alone: small members of one repeated text are harmless.
RATIO_FLOOR = 10 * 1024 * 1024
_ENCRYPTED = 0x1
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    ValueError,
    ArithmeticError,
    NotImplementedError,
    OSError,
)


def open_container(data: bytes, name: str) -> zipfile.ZipFile:
    """Open a zip archive whose members may all be read.

    Raises ``UnreadableDocumentError`` for damaged archives, encrypted members and whatever goes
    over a limit. Sizes are those that the archive declares; unpack with ``member_bytes`` or as a
    stream, which hold it to them.
    """
    with damage_told(name):
        archive = zipfile.ZipFile(BytesIO(data))
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise UnreadableDocumentError(
            name, f"it has {len(members):,} members, the limit is {MAX_MEMBERS:,}; split it"
        )
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED:
        raise UnreadableDocumentError(
            name,
            f"it unpacks to {_mib(unpacked)}, the limit is {_mib(MAX_UNPACKED)}; "
            "split it into several files",
        )
    for member in members:
        _check(member, name)
    return archive


def member_names(data: bytes) -> frozenset[str]:
    """The members of an archive, to tell its format by; empty where it is none or damaged."""
    if not data.startswith(MAGIC):
        return frozenset()
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except _DAMAGE:
        return frozenset()


@contextmanager
def damage_told(name: str) -> Iterator[None]:
    """Turn what damaged archives and their contents raise anywhere into one sentence."""
    try:
        yield
    except _DAMAGE as error:
        raise UnreadableDocumentError(
            name, f"the file is damaged or cut off ({error}); download it or save it again"
        ) from error


def _check(member: zipfile.ZipInfo, name: str) -> None:
    if member.flag_bits & _ENCRYPTED:
        raise UnreadableDocumentError(
            name, f"its member {member.filename} is encrypted; save it without a password"
        )
    # Other methods unpack a block as a whole, however large it is.
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnreadableDocumentError(
            name,
            f"its member {member.filename} is packed by an unusual method "
            f"({member.compress_type}); pack it again as an ordinary zip",
        )
    if member.file_size > max(RATIO_FLOOR, member.compress_size * MAX_RATIO):
        raise UnreadableDocumentError(
            name,
            f"its member {member.filename} unpacks to more than {MAX_RATIO} times its size, "
            f"as only harmful archives do; the limit holds above {_mib(RATIO_FLOOR)}: if you trust "
            "it, open it and copy its tables to a new file",
        )


def _mib(size: int) -> str:
    return f"{size // (1024 * 1024):,} MiB"
