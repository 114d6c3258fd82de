"""The encoder (文本向量编码器): what turns a text into a vector."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

Vectors: TypeAlias = npt.NDArray[np.float32]

Progress: TypeAlias = Callable[[int, int], None]
"""Called with the number of texts done and the number of all."""


class Encoder(Protocol):
    """A model with its way of telling queries from passages.

    Vectors are float32 of shape (texts, dimension), each of length 1, so that an inner product is
    a cosine. Row i belongs to text i.
    """

    @property
    def identity(self) -> str:
        """Name and hash of the weights; vectors of equal identity may be compared."""

    @property
    def dimension(self) -> int:
        """The number of elements of a vector."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of what people ask."""

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of what is searched."""
