"""The search index of one release: a folder that belongs to one table and one embedding model."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.errors import HomeError
from kg.table import IndicatorTable
from search.encoder import Encoder, Progress
from search.lexical import LexicalIndex
from search.texts import views_of
from search.vectors import ExactIndex, VectorIndex

_FORMAT = 1
_MANIFEST = "manifest.json"
_MEANING = "meaning.faiss"
_NAMES = "names.faiss"
_LEXICAL = "lexical"
_SAME_NAME = "same-name.npy"


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

    ``progress`` counts the passages that are embedded, two for each row.
    """
    directory.mkdir(parents=True)
    views = views_of(table)
    passages = encoder.encode_passages([*views.indicators, *views.contexts], progress)
    indicators, contexts = np.split(passages, 2)
    ExactIndex.build((indicators + contexts) / np.float32(2)).save(directory / _MEANING)
    ExactIndex.build(encoder.encode_queries(views.names)).save(directory / _NAMES)
    LexicalIndex.build(views.contexts).save(directory / _LEXICAL)
    np.save(directory / _SAME_NAME, _numbered(views.names))
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


def _numbered(texts: list[str]) -> npt.NDArray[np.int32]:
    """Equal texts get equal numbers, in order of first appearance."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(text, len(numbers)) for text in texts], dtype=np.int32)
