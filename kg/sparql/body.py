"""The body of an answer on its way out of a query worker: in frames, compressed if asked for."""

import io
import zlib
from typing import IO, Any

from kg.sparql.wire import DATA, END, HEADER, frame, json_frame

GZIP = "gzip"
_FRAME = 128 * 1024
# The engine writes pieces of 8 KiB. The first one goes out as it comes, so that a client sees it
# soon; what is shorter is all of an answer.
_FIRST = 4 * 1024
_WORTH_COMPRESSING = 1024
_FASTEST, _GZIP_FORMAT = 1, 31  # of zlib


class Body(io.RawIOBase):
    """A writable that sends what it is given as frames, and the header before the first.

    What fails before the first bytes are sent can still be answered with an error. ``codings``
    are the content codings that the client takes; the header names the one that is used, and the
    length in bytes where the whole body follows at once.
    """

    def __init__(self, out: IO[bytes], media_type: str, codings: tuple[str, ...]) -> None:
        self._out = out
        self._media_type = media_type
        self._packer = _Gzip() if GZIP in codings else _Plain()
        self._waiting = bytearray()
        self.begun = False

    def writable(self) -> bool:
        """True, for whoever asks a file."""
        return True

    def write(self, data: Any) -> int:  # noqa: ANN401 - any buffer, as io.RawIOBase has it
        """Take some bytes; send them once there are enough."""
        self._waiting += data
        if len(self._waiting) >= (_FRAME if self.begun else _FIRST):
            self._send_data(self._packer.pack(self._taken()))
        return len(data)

    def finish(self) -> None:
        """Send what is left, and the end."""
        if not self.begun and len(self._waiting) < _WORTH_COMPRESSING:
            self._packer = _Plain()
        self._send_data(self._packer.pack_last(self._taken()), frame(END))

    def _taken(self) -> bytes:
        taken = bytes(self._waiting)
        self._waiting.clear()
        return taken

    def _send_data(self, data: bytes, end: bytes = b"") -> None:
        head = b"" if self.begun else self._header(len(data) if end else None)
        self.begun = True
        self._out.write(head + (frame(DATA, data) if data else b"") + end)
        self._out.flush()

    def _header(self, length: int | None) -> bytes:
        coding = self._packer.coding
        header = {"media_type": self._media_type, "coding": coding, "length": length}
        return json_frame(HEADER, header)


class _Plain:
    coding = None

    def pack(self, data: bytes) -> bytes:
        return data

    def pack_last(self, data: bytes) -> bytes:
        return data


class _Gzip:
    coding = GZIP

    def __init__(self) -> None:
        self._packer = zlib.compressobj(_FASTEST, zlib.DEFLATED, _GZIP_FORMAT)

    def pack(self, data: bytes) -> bytes:
        return self._packer.compress(data) + self._packer.flush(zlib.Z_SYNC_FLUSH)

    def pack_last(self, data: bytes) -> bytes:
        return self._packer.compress(data) + self._packer.flush()
