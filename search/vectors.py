"""Vectors of a release's rows and their inner products. The only faiss import."""

import struct
from pathlib import Path
from typing import Any, Protocol, Self, TypeAlias

import faiss
import numpy as np
import numpy.typing as npt

Vector: TypeAlias = npt.NDArray[np.float32]
Rows: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]

# What faiss/impl/index_write.cpp writes of an IndexFlatIP: tag, d, n, two numbers of no use,
# whether it is trained, the metric (0: inner product), the number of elements, then the elements.
_HEADER = struct.Struct("<4siqqq?iQ")
_NO_USE = 1 << 20


class VectorIndex(Protocol):
    """n vectors of d float32, numbered by row; read-only and safe for concurrent readers."""

    def __len__(self) -> int:
        """The number of rows n."""

    def vector(self, row: int) -> Vector:
        """The vector of one row, shape (d,)."""

    def nearest(self, query: Vector, k: int, allowed: Mask | None) -> Rows:
        """The min(k, allowed) rows of the largest inner product with ``query``, best first.

        ``query`` has shape (d,); ``allowed`` has shape (n,), None allows every row.
        """

    def products(self, query: Vector, rows: Rows) -> Vector:
        """The exact inner products of ``query`` (d,) with rows, which ascend without repeats."""

    def typical(self, query: Vector) -> float:
        """The mean inner product of ``query`` (d,) with all rows: what an unrelated row gets."""


class ExactIndex:
    """A flat FAISS index: exact, 4·d bytes a row, mapped from disk so that opening is free."""

    def __init__(self, index: faiss.IndexFlatIP, mean: Vector) -> None:
        """Wrap a FAISS index and the mean of its vectors, shape (d,)."""
        self._index = index
        self._mean = mean
        self._matrix = _matrix(index)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Map what an `ExactIndexWriter` wrote; nothing is read until it is searched."""
        index: Any = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        return cls(index, np.load(_mean_path(path)))

    def __len__(self) -> int:
        """The number of rows n."""
        return int(self._index.ntotal)

    def vector(self, row: int) -> Vector:
        """The vector of one row, shape (d,)."""
        return np.asarray(self._matrix[row], dtype=np.float32)

    def nearest(self, query: Vector, k: int, allowed: Mask | None) -> Rows:
        """The min(k, allowed) rows of the largest inner product, best first; see the protocol."""
        wanted = min(k, len(self) if allowed is None else int(np.count_nonzero(allowed)))
        if wanted == 0:
            return np.zeros(0, np.int64)
        parameters = None if allowed is None else _only(allowed)
        rows = self._index.search(query[np.newaxis], wanted, params=parameters)[1][0]
        return np.asarray(rows, dtype=np.int64)

    def products(self, query: Vector, rows: Rows) -> Vector:
        """The exact inner products of ``query`` (d,) with rows, which ascend without repeats."""
        matrix = self._matrix if len(rows) == len(self) else self._matrix[rows]
        # Row by row: a product of matrices gives a row another last digit among other rows.
        return np.asarray(np.vecdot(matrix, query), dtype=np.float32)

    def typical(self, query: Vector) -> float:
        """The mean inner product with all rows; the mean vector makes it one product."""
        return float(self._mean @ query)


class ExactIndexWriter:
    """An `ExactIndex` of n vectors of d that is being written, row by row: none is held."""

    def __init__(self, path: Path, size: int, dimension: int) -> None:
        """Begin ``path``; when it is closed, the mean vector stands beside it."""
        self._path = path
        self._size = size
        self._sum = np.zeros(dimension)
        self._file = path.open("wb")
        self._file.write(
            _HEADER.pack(b"IxFI", dimension, size, _NO_USE, _NO_USE, True, 0, size * dimension)
        )

    def add(self, vectors: Vector) -> None:
        """Write the next rows; their norms are kept as they are."""
        self._file.write(vectors.astype("<f4", copy=False).tobytes())
        self._sum += vectors.sum(axis=0, dtype=np.float64)

    def close(self) -> None:
        """End the file."""
        self._file.close()
        mean = self._sum / max(self._size, 1)
        np.save(_mean_path(self._path), mean.astype(np.float32))


def _matrix(index: faiss.IndexFlatIP) -> Vector:
    """The index's own storage as an array of shape (n, d), without a copy."""
    if index.ntotal == 0:
        return np.zeros((0, index.d), np.float32)
    flat = faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d)
    return np.asarray(flat, dtype=np.float32).reshape(index.ntotal, index.d)


def _mean_path(path: Path) -> Path:
    return path.with_suffix(".mean.npy")


def _only(allowed: Mask) -> Any:  # noqa: ANN401 - the bindings' own annotations are of C++ arguments
    bitmap: Any = faiss.IDSelectorBitmap
    parameters: Any = faiss.SearchParameters
    return parameters(sel=bitmap(np.packbits(allowed, bitorder="little")))
