"""One query worker process: answers queries from its parent on stdin until stdin ends.

Run as ``python -m kg.sparql.worker STORE MEMORY_BYTES``. A query cannot be cancelled inside the
engine, so its parent keeps the time and ends the process; see `kg.sparql.wire` for what they say to
each other. After the store is open the process may open no socket, so no query can reach another
host.
"""

import contextlib
import ctypes
import json
import os
import resource
import select
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any, cast

from kg.errors import JipuError, QueryFailedError
from kg.sparql.answering import answered, warm_up
from kg.sparql.body import Body
from kg.sparql.no_sockets import give_up_sockets
from kg.sparql.wire import (
    CALL,
    END,
    HEADER,
    READY,
    error_json,
    error_of,
    json_frame,
    query_of,
    read_frame,
)
from kg.store import Query, StoreReader
from ontology import PREFIXES

OUT_OF_MEMORY = 64
_PR_SET_PDEATHSIG = 1  # linux/prctl.h
# The parent comes first; this is for a query whose parent is busy or gone.
_GRACE_SECONDS = 0.5
_LOWEST_PRIORITY = 19
_IDLE_SECONDS = 0.2  # in which nothing came: there is time for what only some queries need


def _serve(store: Path, memory_bytes: int) -> None:
    reader = StoreReader(store, PREFIXES)
    _bind_itself(memory_bytes)
    parent = _Parent(sys.stdin.buffer, sys.stdout.buffer)
    parent.send(READY, {})
    if not select.select([sys.stdin], [], [], _IDLE_SECONDS)[0]:
        # In a thread: the time of the main one is what queries are held to.
        threading.Thread(target=_warm_up_gently, daemon=True).start()
    for query, seconds in parent.queries():
        signal.setitimer(signal.ITIMER_PROF, seconds + _GRACE_SECONDS)
        try:
            _answer(reader, query, parent)
        except MemoryError:
            # The answer may be half sent: only ending the process tells the parent.
            os._exit(OUT_OF_MEMORY)
        signal.setitimer(signal.ITIMER_PROF, 0)


def _warm_up_gently() -> None:
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LOWEST_PRIORITY)
    warm_up()


def _bind_itself(memory_bytes: int) -> None:
    """Give up what no query needs: other hosts, more memory, life without the parent."""
    # From here on a death is told by its status; what an allocator says of it helps nobody.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    # Not a limit of open files: the store opens most of its own when a query needs them.
    give_up_sockets()
    limit = _address_space() + memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        # Where the machine runs out of memory all the same, a query ends and not the server.
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def _address_space() -> int:
    """Bytes of address space that the process has taken, much of it never to be used."""
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


class _Parent:
    """The parent, seen from its worker."""

    def __init__(self, source: IO[bytes], out: IO[bytes]) -> None:
        self._source = source
        self.out = out

    def queries(self) -> Iterator[tuple[Query, float]]:
        while (found := read_frame(self._source)) is not None:
            body = json.loads(found[1])
            yield query_of(body), body["seconds"]

    def call(self, name: str, arguments: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
        self.send(CALL, {"name": name, "arguments": arguments})
        found = read_frame(self._source)
        if found is None:
            raise SystemExit
        reply = json.loads(found[1])
        if "error" in reply:
            raise error_of(reply["error"])
        return reply["value"]

    def send(self, kind: bytes, body: Mapping[str, Any]) -> None:
        self.out.write(json_frame(kind, body))
        self.out.flush()


def _answer(reader: StoreReader, query: Query, parent: _Parent) -> None:
    body: Body | None = None
    try:
        answer = answered(query, reader, parent.call)
        body = Body(parent.out, answer.media_type, query.codings)
        answer.write(cast(IO[bytes], body))
        body.finish()
    except JipuError as error:
        _tell(parent, body, error)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent has to know
        _tell(parent, body, QueryFailedError("query", f"failed: {error!r}"))


def _tell(parent: _Parent, body: Body | None, error: JipuError) -> None:
    """Answer with an error; after the first bytes of a body, end it with one."""
    begun = body is not None and body.begun
    parent.send(END if begun else HEADER, {"error": error_json(error)})


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), int(sys.argv[2]))
