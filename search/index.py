"""The search index of one release: a folder that belongs to one table and one embedding model."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.errors import HomeError
from kg.table import IndicatorTable
from search.encoder import Encoder, Progress
from search.lexical import LexicalIndex, tokens
from search.postings import Terms
from search.texts import Views, views_of
from search.vectors import ExactIndex, ExactIndexWriter, VectorIndex

_FORMAT = 1
_MANIFEST = "manifest.json"
_MEANING = "meaning.faiss"
_NAMES = "names.faiss"
_LEXICAL = "lexical"
_SAME_NAME = "same-name.npy"
_ROWS_AT_A_TIME = 4096
_DIGEST = np.dtype("S16")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was built from; an index is used with exactly that."""

    format: int
    model: str
    dimension: int
    rows: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """An opened index of n rows; read-only, safe for concurrent readers.

    ``meaning``: the mean of a row's two passage vectors (its indicator and its context view), so
    that one inner product with a query is the mean of two cosines. ``names``: vectors of the names
    alone, encoded as queries, which E5 asks for where both sides of a comparison are alike.
    ``lexical``: the context views. ``same_name``: rows of equal name carry equal numbers, (n,).
    """

    manifest: Manifest
    meaning: VectorIndex
    names: VectorIndex
    lexical: LexicalIndex
    same_name: npt.NDArray[np.int32]


def build_index(
    directory: Path, table: IndicatorTable, encoder: Encoder, progress: Progress | None = None
) -> None:
    """Embed and index every row of a table into a new folder.

    Only some thousand rows' texts and vectors are in memory at a time. ``progress`` counts the
    passages that are embedded, two for each row.
    """
    directory.mkdir(parents=True)
    size, dimension = len(table), encoder.dimension
    terms = Terms()
    names = np.empty(size, _DIGEST)
    with (
        closing(ExactIndexWriter(directory / _MEANING, size, dimension)) as meaning,
        closing(ExactIndexWriter(directory / _NAMES, size, dimension)) as name_vectors,
    ):
        for start, views in _parts(table):
            texts = [*views.indicators, *views.contexts]
            counted = _counted(progress, 2 * start + len(texts), 2 * size)
            passages = encoder.encode_passages(texts, counted)
            indicators, contexts = np.split(passages, 2)
            meaning.add((indicators + contexts) / np.float32(2))
            name_vectors.add(encoder.encode_queries(views.names))
            for text in views.contexts:
                terms.add(tokens(text))
            names[start : start + len(views.names)] = _digests(views.names)
    LexicalIndex.of_terms(terms).save(directory / _LEXICAL)
    np.save(directory / _SAME_NAME, _numbered(names))
    manifest = Manifest(_FORMAT, encoder.identity, encoder.dimension, len(table), table.fingerprint)
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=2)
    (directory / _MANIFEST).write_text(text, "utf-8")


def open_index(directory: Path, table: IndicatorTable) -> SearchIndex:
    """Map an index that :func:`build_index` wrote for this table.

    Raises HomeError where there is none, or one of another format or of another table.
    """
    manifest = _manifest(directory)
    if (manifest.rows, manifest.fingerprint) != (len(table), table.fingerprint):
        raise HomeError(
            str(directory),
            f"the search index is of another table ({manifest.rows} rows, this release has "
            f"{len(table)}); run jipu ingest again",
        )
    return SearchIndex(
        manifest,
        ExactIndex.open(directory / _MEANING),
        ExactIndex.open(directory / _NAMES),
        LexicalIndex.open(directory / _LEXICAL, manifest.rows),
        np.load(directory / _SAME_NAME, mmap_mode="r"),
    )


def _manifest(directory: Path) -> Manifest:
    path = directory / _MANIFEST
    if not path.is_file():
        raise HomeError(str(directory), "there is no search index; run jipu ingest again")
    fields = json.loads(path.read_text("utf-8"))
    if fields["format"] != _FORMAT:
        raise HomeError(
            str(directory),
            f"the search index has format {fields['format']}, this version reads {_FORMAT}; "
            "run jipu ingest again",
        )
    return Manifest(**fields)


def _parts(table: IndicatorTable) -> Iterator[tuple[int, Views]]:
    """The texts of some rows at a time, with the number of the first."""
    start = 0
    for part in table.parts(_ROWS_AT_A_TIME):
        yield start, views_of(part)
        start += len(part)


def _counted(progress: Progress | None, end: int, total: int) -> Progress | None:
    """The progress of a part that ends there as that of the whole; what is known counts as done."""
    if progress is None:
        return None
    return lambda done, of: progress(end - of + done, total)


def _digests(texts: Sequence[str]) -> npt.NDArray[np.bytes_]:
    """A number of 16 bytes for each text, equal for equal texts alone."""
    digests = [hashlib.blake2b(text.encode(), digest_size=16).digest() for text in texts]
    return np.array(digests, _DIGEST)


def _numbered(digests: npt.NDArray[np.bytes_]) -> npt.NDArray[np.int32]:
    """Equal digests get equal numbers, in order of first appearance."""
    _, firsts, which = np.unique(digests, return_index=True, return_inverse=True)
    rank = np.empty(len(firsts), np.int32)
    rank[np.argsort(firsts)] = np.arange(len(firsts), dtype=np.int32)
    return rank[which]
