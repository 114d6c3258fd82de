"""The embedding cache (向量缓存): each text is embedded once by each model, on disk, for good."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Final, Literal, Self, TypeAlias

import numpy as np

from kg.errors import HomeError
from search.encoder import Encoder, Progress, Vectors

Role: TypeAlias = Literal["query", "passage"]
Key: TypeAlias = bytes

# Texts between two commits: what a kill can cost. A chunk is sorted by length inside the encoder.
_CHUNK: Final = 1024
# The least number of parameters that every SQLite build allows in one statement.
_PARAMETERS: Final = 999
_BUSY_SECONDS: Final = 60
_ELEMENT: Final = np.dtype("<f4")

_SCHEMA: Final = """
    CREATE TABLE IF NOT EXISTS embedding (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID
"""


class CachedEncoder:
    """An encoder that remembers; see `search.encoder.Encoder` for the methods.

    Vectors come back exactly as the encoder made them. Processes may share the file: readers never
    wait, and a kill loses at most the texts since the last commit. Use it as a context manager, in
    one thread.
    """

    def __init__(self, encoder: Encoder, path: Path) -> None:
        """Open or make the SQLite file ``path``.

        Raises:
            HomeError: the file cannot be written or is not such a cache.
        """
        self._encoder = encoder
        self._store = _Store(path)
        self.identity = encoder.identity
        self.dimension = encoder.dimension

    def __enter__(self) -> Self:
        """Leave the file open for the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the file."""
        self._store.close()

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of what people ask."""
        return self._encode("query", texts, self._encoder.encode_queries, None)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of what is searched; ``progress`` counts the texts that have to be embedded."""
        return self._encode("passage", texts, self._encoder.encode_passages, progress)

    def _encode(
        self,
        role: Role,
        texts: Sequence[str],
        embed: Callable[[list[str]], Vectors],
        progress: Progress | None,
    ) -> Vectors:
        keys = [_key(self.identity, role, text) for text in texts]
        distinct = dict(zip(keys, texts, strict=True))
        places = {key: place for place, key in enumerate(distinct)}
        vectors = np.empty((len(distinct), self.dimension), np.float32)
        missing = dict(distinct)
        for key, vector in self._store.read(distinct):
            vectors[places[key]] = vector
            del missing[key]
        done = 0
        for chunk in _chunks(missing, _CHUNK):
            fresh = embed([missing[key] for key in chunk])
            self._store.add(zip(chunk, fresh, strict=True))
            vectors[[places[key] for key in chunk]] = fresh
            done += len(chunk)
            if progress:
                progress(done, len(missing))
        return vectors[[places[key] for key in keys]]


class _Store:
    """The table of vectors by key. The only code that speaks SQL to it."""

    def __init__(self, path: Path) -> None:
        with _faults_of(path), ExitStack() as opened:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, timeout=_BUSY_SECONDS)
            opened.callback(connection.close)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(_SCHEMA)
            opened.pop_all()
        self._path = path
        self._connection = connection

    def close(self) -> None:
        self._connection.close()

    def read(self, keys: Mapping[Key, str]) -> Iterator[tuple[Key, Vectors]]:
        """The known ones of ``keys`` with their vectors."""
        for chunk in _chunks(keys, _PARAMETERS):
            marks = ",".join("?" * len(chunk))
            query = f"SELECT key, vector FROM embedding WHERE key IN ({marks})"  # noqa: S608
            with _faults_of(self._path):
                rows = self._connection.execute(query, chunk).fetchall()
            for key, vector in rows:
                yield key, np.frombuffer(vector, _ELEMENT)

    def add(self, vectors: Iterable[tuple[Key, Vectors]]) -> None:
        """Add vectors and commit; a key that another process added meanwhile stays as it is."""
        rows = [(key, vector.astype(_ELEMENT).tobytes()) for key, vector in vectors]
        with _faults_of(self._path), self._connection as transaction:
            transaction.executemany("INSERT OR IGNORE INTO embedding VALUES (?, ?)", rows)


@contextmanager
def _faults_of(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise HomeError(
            str(path),
            f"the embedding cache cannot be used ({error}); delete the file or choose another "
            "cache folder",
        ) from error


def _key(identity: str, role: Role, text: str) -> Key:
    return hashlib.blake2b(f"{identity}\0{role}\0{text}".encode(), digest_size=16).digest()


def _chunks(keys: Mapping[Key, str], size: int) -> Iterator[list[Key]]:
    remaining = iter(keys)
    while chunk := list(islice(remaining, size)):
        yield chunk
