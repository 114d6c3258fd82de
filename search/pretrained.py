"""Any sentence-transformers model behind the encoder interface."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import torch
from sentence_transformers import SentenceTransformer

from kg.errors import InvalidRequestError
from search.encoder import Progress, Vectors
from search.prompts import Prompts

_BATCH: Final = 32
_CHUNK: Final = 32 * _BATCH
_PASSAGE_PROMPTS: Final = ("document", "passage", "corpus")


class PretrainedEncoder:
    """A model by folder or downloaded name; see `search.encoder.Encoder` for the methods."""

    def __init__(self, model: str, threads: int = 0) -> None:
        """Open ``model``; 0 threads leaves the number to torch.

        Raises:
            InvalidRequestError: there is no such model on this machine.
        """
        if threads:
            torch.set_num_threads(threads)
        self._model = _open(model)
        self._prompts = _stated(self._model.prompts) or Prompts.of_model_named(model)
        self.identity = f"{Path(model).name}-{_digest(self._model, self._prompts)[:12]}"
        self.dimension = int(self._model.get_embedding_dimension() or 0)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of what people ask."""
        encoded = self._model.encode_query(
            list(texts),
            prompt=self._prompts.query,
            batch_size=_BATCH,
            show_progress_bar=False,
            normalize_embeddings=True,
        )
        return self._as_matrix(encoded)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of what is searched."""
        chunks = []
        for start in range(0, len(texts), _CHUNK):
            chunk = list(texts[start : start + _CHUNK])
            chunks.append(
                self._model.encode_document(
                    chunk,
                    prompt=self._prompts.passage,
                    batch_size=_BATCH,
                    show_progress_bar=False,
                    normalize_embeddings=True,
                )
            )
            if progress:
                progress(start + len(chunk), len(texts))
        return self._as_matrix(np.concatenate(chunks) if chunks else [])

    def _as_matrix(self, encoded: npt.ArrayLike) -> Vectors:
        return np.asarray(encoded, np.float32).reshape(-1, self.dimension)


def _open(model: str) -> SentenceTransformer:
    try:
        return SentenceTransformer(model, local_files_only=True)
    except (OSError, ValueError) as error:
        raise InvalidRequestError(
            "model",
            f"{model!r} is not a sentence-transformers model on this machine; give the path of a "
            "downloaded model, or default for the one that comes with jipu",
        ) from error


def _stated(prompts: Mapping[str, str | None]) -> Prompts | None:
    """The prompts of a model's own configuration, if it has any."""
    query = prompts.get("query") or ""
    passage = next((text for name in _PASSAGE_PROMPTS if (text := prompts.get(name))), "")
    return Prompts(query, passage) if query or passage else None


def _digest(model: SentenceTransformer, prompts: Prompts) -> str:
    """A hash of the weights and the prompts, the same wherever the model is kept."""
    digest = hashlib.sha256(json.dumps([prompts.query, prompts.passage]).encode())
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().view(-1).view(torch.uint8).numpy())
    return digest.hexdigest()
