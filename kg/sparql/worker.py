"""One query worker process: answers queries from its parent on stdin until stdin ends.

Run as ``python -m kg.sparql.worker STORE MEMORY_BYTES``. A query cannot be cancelled inside the
engine, so each runs under a kernel timer that ends the process, and the parent starts another.
After the store is open the process may open no socket, so no query can reach another host.

Frames to the parent: a 4-byte big-endian length and so many bytes. The first frame of an answer is
a JSON header; after ``{"ok": true}`` come frames of the result, and an empty frame ends it.
"""

import io
import json
import os
import resource
import signal
import struct
import sys
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, cast

from kg.errors import JipuError, QueryError, QueryFailedError
from kg.sparql.no_sockets import give_up_sockets
from kg.store import Query, StoreReader
from ontology import PREFIXES

OUT_OF_MEMORY = 64
FAILED_ON_THE_WAY = 65
_FRAME = 64 * 1024


class _Frames(io.RawIOBase):
    """A writable that sends what it is given as frames, and the header before the first.

    What fails before a frame is full can still be answered with an error.
    """

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self.header = b""
        self._waiting = bytearray()
        self.begun = False

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:  # noqa: ANN401 - any buffer, as io.RawIOBase has it
        self._waiting += data
        if len(self._waiting) >= _FRAME:
            self._send()
        return len(data)

    def finish(self) -> None:
        self._send()
        send_frame(self._out, b"")

    def _send(self) -> None:
        if not self.begun:
            send_frame(self._out, self.header)
            self.begun = True
        if self._waiting:
            send_frame(self._out, bytes(self._waiting))
            self._waiting.clear()


def send_frame(out: IO[bytes], data: bytes) -> None:
    """Write one frame and flush it."""
    out.write(struct.pack(">I", len(data)))
    out.write(data)
    out.flush()


def read_frame(source: IO[bytes]) -> bytes | None:
    """Read one frame; None where the other side has gone."""
    head = source.read(4)
    if len(head) < 4:
        return None
    (length,) = struct.unpack(">I", head)
    data = source.read(length)
    return data if len(data) == length else None


def request_bytes(query: Query, seconds: float) -> bytes:
    """A query and its time limit as the body of a frame to the worker."""
    return json.dumps({"seconds": seconds, "query": asdict(query)}).encode()


def _serve(store: Path, memory_bytes: int) -> None:
    reader = StoreReader(store, PREFIXES)
    # From here on a death is told by its status; what an allocator says of it helps nobody.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    # Not a limit of open files: the store opens most of its own when a query needs them.
    give_up_sockets()
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    out = sys.stdout.buffer
    while (frame := read_frame(sys.stdin.buffer)) is not None:
        request = json.loads(frame)
        signal.setitimer(signal.ITIMER_REAL, request["seconds"])
        try:
            _answer(reader, _query(request), out)
        except MemoryError:
            # The answer may be half sent: only ending the process tells the parent.
            os._exit(OUT_OF_MEMORY)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _query(request: dict[str, Any]) -> Query:
    fields = request["query"]
    return Query(
        fields["text"],
        tuple(fields["accept"]),
        tuple(fields["default_graphs"]),
        tuple(fields["named_graphs"]),
    )


def _answer(reader: StoreReader, query: Query, out: IO[bytes]) -> None:
    frames = _Frames(out)
    try:
        answer = reader.answer(query)
        frames.header = json.dumps({"ok": True, "media_type": answer.media_type}).encode()
        answer.write(cast(IO[bytes], frames))
        frames.finish()
    except JipuError as error:
        _tell(out, error, frames.begun)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent has to know
        _tell(out, QueryFailedError("query", f"failed: {error!r}"), frames.begun)


def _tell(out: IO[bytes], error: JipuError, begun: bool) -> None:
    if begun:
        # Only ending the process tells the parent that the rest is missing.
        os._exit(FAILED_ON_THE_WAY)
    send_frame(out, json.dumps({"ok": False, "error": _error_json(error)}).encode())


def _error_json(error: JipuError) -> dict[str, Any]:
    position = (error.line, error.column) if isinstance(error, QueryError) else (None, None)
    return {
        "class": type(error).__name__,
        "where": error.where,
        "message": error.message,
        "line": position[0],
        "column": position[1],
    }


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), int(sys.argv[2]))
