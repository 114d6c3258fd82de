"""BM25 weights of all postings (倒排权重), from term numbers: the arithmetic, without a library.

score(t, d) = idf(t) · tf / (tf + k1 · (1 - b + b · |d| / mean |d|)), idf(t) = ln(1 + (N - n + ½) /
(n + ½)), as Lucene has it.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from math import log
from typing import Final

import numpy as np
import numpy.typing as npt

K1: Final = 1.5
B: Final = 0.75
_TEXTS_AT_A_TIME = 4096

Numbers = npt.NDArray[np.int32]
Weights = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Postings:
    """Column-compressed weights: those of term t are at ``starts[t]:starts[t + 1]``, by text."""

    weights: Weights
    texts: Numbers
    starts: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Counted:
    """How often each term occurs in each of some texts, one entry a pair, by text, then term."""

    texts: npt.NDArray[np.int64]
    terms: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]


class Terms:
    """The terms of texts as numbers, 4 bytes each: a term is numbered when it first appears."""

    def __init__(self) -> None:
        self.vocabulary: dict[str, int] = {}
        self._terms = array("i")
        self._lengths = array("i")

    def __len__(self) -> int:
        """The number of texts."""
        return len(self._lengths)

    def add(self, terms: list[str]) -> None:
        """Add the terms of the next text."""
        vocabulary = self.vocabulary
        self._terms.extend([vocabulary.setdefault(term, len(vocabulary)) for term in terms])
        self._lengths.append(len(terms))

    def postings(self) -> Postings:
        """The weights of all terms; there must be one."""
        lengths = np.frombuffer(self._lengths, np.int32)
        frequencies = np.zeros(len(self.vocabulary), np.int64)
        for part in self._counted(lengths):
            frequencies += np.bincount(part.terms, minlength=len(frequencies))
        starts = np.concatenate([[0], np.cumsum(frequencies)])
        idf = np.array([_idf(n, len(self)) for n in frequencies.tolist()], np.float32)
        mean = lengths.mean()
        weights = np.empty(starts[-1], np.float32)
        texts = np.empty(starts[-1], np.int32)
        ends = starts[:-1].copy()
        for part in self._counted(lengths):
            norms = K1 * ((1 - B) + B * lengths[part.texts] / mean)
            places = _places(part.terms, ends)
            weights[places] = idf[part.terms] * (part.counts / (norms + part.counts))
            texts[places] = part.texts
            ends += np.bincount(part.terms, minlength=len(ends))
        return Postings(weights, texts, starts)

    def _counted(self, lengths: Numbers) -> Iterator[_Counted]:
        terms = np.frombuffer(self._terms, np.int32)
        size, end = len(self.vocabulary), 0
        for first in range(0, len(lengths), _TEXTS_AT_A_TIME):
            part = lengths[first : first + _TEXTS_AT_A_TIME]
            start, end = end, end + int(part.sum())
            texts = np.repeat(np.arange(first, first + len(part), dtype=np.int64), part)
            pairs, counts = np.unique(texts * size + terms[start:end], return_counts=True)
            yield _Counted(pairs // size, pairs % size, counts)


def _idf(frequency: int, texts: int) -> float:
    return log(1 + (texts - frequency + 0.5) / (frequency + 0.5))


def _places(terms: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Where the next entry of each term goes: after those of its term that came before."""
    order = np.argsort(terms, kind="stable")
    runs = np.bincount(terms, minlength=len(ends))
    before = np.repeat(np.cumsum(runs) - runs, runs)
    places = np.empty(len(terms), np.int64)
    places[order] = ends[terms[order]] + np.arange(len(terms)) - before
    return places
