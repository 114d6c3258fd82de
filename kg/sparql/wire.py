"""What goes over the pipes between a query worker and its parent: frames (帧).

A frame is one byte of kind, four bytes of length (big-endian) and so many bytes. The parent sends
a query; the worker answers with a header, data and an end, and may call its host in between::

    parent     Q {query}                  R {reply}
    worker  S             C {name, args}             H {media_type}  D bytes  D bytes  E
"""

import json
import struct
from collections.abc import Mapping
from dataclasses import fields
from typing import IO, Any

from kg import errors
from kg.store.query import Query

QUERY, REPLY = b"Q", b"R"
READY, CALL, HEADER, DATA, END = b"S", b"C", b"H", b"D", b"E"

HEAD = struct.Struct(">cI")
_QUERY_FIELDS = tuple(field.name for field in fields(Query))

Frame = tuple[bytes, bytes]


def frame(kind: bytes, body: bytes = b"") -> bytes:
    """A frame as its bytes."""
    return HEAD.pack(kind, len(body)) + body


def json_frame(kind: bytes, value: Mapping[str, Any]) -> bytes:
    """A frame whose body is JSON."""
    return frame(kind, json.dumps(value).encode())


def read_frame(source: IO[bytes]) -> Frame | None:
    """Read one frame from a blocking pipe; None where the other side has gone."""
    head = source.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    kind, length = HEAD.unpack(head)
    body = source.read(length)
    return (kind, body) if len(body) == length else None


def query_json(query: Query, seconds: float) -> dict[str, Any]:
    """A query with the CPU seconds after which its worker ends itself."""
    return {"seconds": seconds, **{name: getattr(query, name) for name in _QUERY_FIELDS}}


def query_of(body: Mapping[str, Any]) -> Query:
    """The query of such a mapping, read back from JSON."""
    given: dict[str, Any] = {name: body[name] for name in _QUERY_FIELDS}
    for name, value in given.items():
        given[name] = tuple(value) if isinstance(value, list) else value
    return Query(**given)


def error_json(error: errors.JipuError) -> dict[str, Any]:
    """An error of the family as JSON."""
    position = (error.line, error.column) if isinstance(error, errors.QueryError) else ()
    return {
        "class": type(error).__name__,
        "arguments": [error.where, error.message, *position],
    }


def error_of(body: Mapping[str, Any]) -> errors.JipuError:
    """The error of such a mapping, read back from JSON."""
    kind: type[errors.JipuError] = getattr(errors, body["class"])
    return kind(*body["arguments"])
