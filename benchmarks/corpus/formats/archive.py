"""ZIP containers without the hour they were packed: the same seed gives the same bytes (压缩包)."""

import io
import zipfile
from collections.abc import Iterable

_DATE = (2024, 1, 1, 0, 0, 0)


def packed(members: Iterable[tuple[str, bytes]]) -> bytes:
    """An archive of members by name, in order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name, _DATE), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def undated(container: bytes) -> bytes:
    """A document's container with every member as it was, but for its date."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(container)) as source,
        zipfile.ZipFile(buffer, "w") as archive,
    ):
        for member in source.infolist():
            dated = zipfile.ZipInfo(member.filename, _DATE)
            # An OpenDocument's mimetype stays uncompressed.
            archive.writestr(dated, source.read(member), member.compress_type)
    return buffer.getvalue()
