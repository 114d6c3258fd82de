"""The bundled model behind the encoder interface, without torch: it opens in a second."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from search.bundled.convert import MODEL_NAME, converted_folder
from search.bundled.runtime import SentenceModel
from search.encoder import Progress, Vectors
from search.prompts import Prompts

# Small enough for the activations of a batch to stay in a core's second-level cache.
_BATCH: Final = 16


class BundledEncoder:
    """multilingual-e5-small from the cache; see `search.encoder.Encoder` for the methods."""

    def __init__(self, cache_dir: Path, threads: int = 0) -> None:
        """Open the model, converting it first if need be. Raises what the conversion raises."""
        folder = converted_folder(cache_dir)
        self._model = SentenceModel(folder, threads)
        self._prompts = Prompts.of_model_named(MODEL_NAME)
        self.identity = folder.name
        self.dimension = self._model.dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of what people ask."""
        return self._encode(self._prompts.query, texts, None)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of what is searched."""
        return self._encode(self._prompts.passage, texts, progress)

    def _encode(self, prompt: str, texts: Sequence[str], progress: Progress | None) -> Vectors:
        """Texts of like length share a batch, so that little of it is padding."""
        vectors = np.empty((len(texts), self.dimension), np.float32)
        by_length = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        for start in range(0, len(texts), _BATCH):
            rows = by_length[start : start + _BATCH]
            tokens = self._model.tokenise([prompt + texts[row] for row in rows])
            vectors[rows] = self._model.embed(*tokens)
            if progress:
                progress(start + len(rows), len(texts))
        return vectors
