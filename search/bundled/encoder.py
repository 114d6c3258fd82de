"""The bundled model behind the encoder interface, without torch: it opens in a second."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
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
        """Open the model, converting it first if need be; 0 threads takes one to a core.

        Raises what the conversion raises.
        """
        folder = converted_folder(cache_dir)
        # Threads share the batches, not the matrices of one: half again as many texts a second,
        # and a single query, whose matrices are small, is a third faster on one.
        self._model = SentenceModel(folder, threads=1)
        self._threads = threads or os.cpu_count() or 1
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
        batches = [by_length[at : at + _BATCH] for at in range(0, len(texts), _BATCH)]

        def embed(rows: list[int]) -> int:
            tokens = self._model.tokenise([prompt + texts[row] for row in rows])
            vectors[rows] = self._model.embed(*tokens)
            return len(rows)

        done = 0
        for count in self._each(embed, batches):
            done += count
            if progress:
                progress(done, len(texts))
        return vectors

    def _each(
        self, embed: Callable[[list[int]], int], batches: Sequence[list[int]]
    ) -> Iterator[int]:
        if len(batches) <= 1:
            yield from map(embed, batches)
            return
        pool = ThreadPoolExecutor(self._threads)
        try:
            yield from pool.map(embed, batches)
        finally:
            pool.shutdown(cancel_futures=True)
