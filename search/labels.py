"""Names in a release: which labels a text stands for, or what is close to it."""

import difflib
from collections.abc import Collection
from functools import cached_property

import numpy as np
import numpy.typing as npt

from kg.errors import InvalidRequestError, NotFoundError
from kg.table import IndicatorTable
from search.texts import normalise
from search.vectors import Mask

_CLOSE_NAMES = 3
_CLOSE_CUTOFF = 0.3
_COMPARED_NAMES = 5000


class LabelColumn:
    """A repeated text column of n rows; immutable, safe for concurrent readers."""

    def __init__(self, table: IndicatorTable, column: str) -> None:
        self._column = column
        self._codes, self._labels = table.codes(column)

    @cached_property
    def _spellings(self) -> list[str]:
        return [_spelling(label) for label in self._labels]

    def named(self, text: str) -> list[str]:
        """The labels that equal ``text`` in the normal form, else all that contain it.

        Raises InvalidRequestError for an empty text, NotFoundError where no label contains it.
        """
        wanted = _spelling(text)
        if not wanted:
            raise InvalidRequestError(self._column, "is empty; give a name")
        pairs = list(zip(self._labels, self._spellings, strict=True))
        labels = [label for label, spelling in pairs if spelling == wanted] or [
            label for label, spelling in pairs if wanted in spelling
        ]
        if not labels:
            raise NotFoundError(self._column, self._nothing_named(text))
        return labels

    def carrying(self, labels: Collection[str]) -> Mask:
        """The rows that carry one of the labels exactly, shape (n,)."""
        return among(self._codes, self._labels, labels)

    def _nothing_named(self, text: str) -> str:
        sharing = [label for label in self._labels if set(text) & set(label)][:_COMPARED_NAMES]
        close = difflib.get_close_matches(text, sharing, _CLOSE_NAMES, _CLOSE_CUTOFF)
        hint = f"; close names: {', '.join(close)}" if close else ""
        return f"no {self._column} in this release is named {text!r}{hint}"


def among(codes: npt.NDArray[np.int32], values: list[str], wanted: Collection[str]) -> Mask:
    """Which rows carry one of the wanted values, by their codes; code -1 stands for none."""
    kept = frozenset(wanted)
    chosen = np.array([*(value in kept for value in values), False])
    return np.asarray(chosen[codes], dtype=np.bool_)


def _spelling(label: str) -> str:
    return normalise(label).replace(" ", "").lower()
