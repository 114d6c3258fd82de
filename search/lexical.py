"""Lexical ranking (字面匹配): BM25 over single characters and pairs. The only bm25s import.

Short Chinese texts have no words that a segmenter finds reliably; unigrams with bigrams rank them
far better than words or bigrams alone. BM25 as in Robertson & Zaragoza, *The Probabilistic
Relevance Framework* (2009), in the variant of Lucene (`search.postings`).
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Self

import bm25s
import numpy as np
import numpy.typing as npt

from search.postings import K1, B, Terms

_RUN = re.compile(r"[a-z]+|[0-9]+(?:\.[0-9]+)?|[^\W\d_a-z]+")
_ARRAYS = ("data", "indices", "indptr")
_HAN_FROM = "\u2e80"


def tokens(text: str) -> list[str]:
    """Terms of a normalised text: characters and pairs of Han runs, whole words and numbers."""
    found: list[str] = []
    for run in _RUN.findall(text.lower()):
        if run[0] < _HAN_FROM:
            found.append(run)
        else:
            found.extend(run)
            found.extend(run[i : i + 2] for i in range(len(run) - 1))
    return found


class LexicalIndex:
    """BM25 scores of n texts, read-only once built; safe for concurrent readers."""

    def __init__(self, bm25: bm25s.BM25 | None, size: int) -> None:
        """Wrap the BM25 of ``size`` texts, None if they have no term at all."""
        self._bm25 = bm25
        self._size = size
        self._ceilings = np.zeros(0, np.float32) if bm25 is None else _ceilings(bm25)
        self._unknown = float(self._ceilings.max(initial=0.0))

    @classmethod
    def build(cls, texts: Iterable[str]) -> Self:
        """Index n normalised texts in row order."""
        terms = Terms()
        for text in texts:
            terms.add(tokens(text))
        return cls.of_terms(terms)

    @classmethod
    def of_terms(cls, terms: Terms) -> Self:
        """Index texts by their terms (`tokens`)."""
        if not terms.vocabulary:
            return cls(None, len(terms))
        bm25 = bm25s.BM25(method="lucene", k1=K1, b=B)
        postings = terms.postings()
        bm25.scores = {
            "data": postings.weights,
            "indices": postings.texts,
            "indptr": postings.starts,
            "num_docs": len(terms),
        }
        bm25.vocab_dict = terms.vocabulary
        bm25.nonoccurrence_array = None
        return cls(bm25, len(terms))

    def save(self, directory: Path) -> None:
        """Write the index into a new folder; an index without terms is an empty folder."""
        directory.mkdir(parents=True)
        if self._bm25 is not None:
            self._bm25.save(directory, show_progress=False)

    @classmethod
    def open(cls, directory: Path, size: int) -> Self:
        """Map the index of ``size`` texts that :meth:`save` wrote."""
        if not any(directory.iterdir()):
            return cls(None, size)
        bm25 = bm25s.BM25.load(directory, mmap=True, show_progress=False)
        # Plain views of the mapped arrays: slicing a memmap costs more than scoring a term.
        bm25.scores.update((name, np.asarray(bm25.scores[name])) for name in _ARRAYS)
        return cls(bm25, size)

    def scores(self, query: str) -> npt.NDArray[np.float32]:
        """How much of the query each text covers, shape (n,), 0..1.

        A text's BM25 sum divided by the largest sum that the query's terms could reach: each term
        at its best posting in the index, a term that no text has at the best of all. So 1 means
        "all of the query, as tersely as any text says it", whatever the filters, and a query of
        which only one common character occurs stays near 0.
        """
        terms = list(dict.fromkeys(tokens(query)))
        if self._bm25 is None or not terms:
            return np.zeros(self._size, np.float32)
        known = np.asarray(self._bm25.get_tokens_ids(terms), dtype=np.int64)
        reachable = self._ceilings[known].sum() + self._unknown * (len(terms) - len(known))
        sums = self._bm25.get_scores_from_ids(known)
        return np.asarray(sums / max(float(reachable), 1e-9), dtype=np.float32)


def _ceilings(bm25: bm25s.BM25) -> npt.NDArray[np.float32]:
    """The best score that each term of the vocabulary gives to any text, shape (terms,)."""
    data, starts = np.asarray(bm25.scores["data"]), np.asarray(bm25.scores["indptr"])
    ceilings = np.zeros(len(starts) - 1, np.float32)
    used = np.flatnonzero(np.diff(starts))
    ceilings[used] = np.maximum.reduceat(data, starts[used])
    return ceilings
