"""The converted model as a sentence-transformers module, so that its folder opens like any other.

``SentenceTransformer(folder, trust_remote_code=True)`` finds this class through ``modules.json``.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import torch
from sentence_transformers.base.modules import InputModule

from search.bundled.runtime import GRAPH_FILE, TOKENIZER_FILE, SentenceModel


class SentenceModelModule(InputModule):
    """One module from texts to normalised sentence vectors."""

    def __init__(self, folder: Path) -> None:
        """Open the converted model in ``folder``."""
        super().__init__()  # type: ignore[no-untyped-call]
        self._folder = folder
        self._model = SentenceModel(folder)
        self.tokenizer = self._model.tokenizer
        self.max_seq_length = self._model.max_tokens

    @classmethod
    def load(cls, model_name_or_path: str, *_: object, **__: object) -> Self:
        """Open the folder; sentence-transformers' other loading options have no meaning here."""
        return cls(Path(model_name_or_path))

    def save(self, output_path: str, *_: object, **__: object) -> None:
        """Copy the graph and the tokenizer to ``output_path``."""
        for name in (GRAPH_FILE, TOKENIZER_FILE):
            shutil.copyfile(self._folder / name, Path(output_path) / name)

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, **_: object
    ) -> dict[str, torch.Tensor]:
        """Token ids and attention mask of the texts, each with ``prompt`` before it."""
        ids, mask = self._model.tokenise([(prompt or "") + text for text in inputs])
        return {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(mask)}

    def forward(self, features: dict[str, Any], **_: object) -> dict[str, Any]:
        """Add ``sentence_embedding`` to the features."""
        ids, mask = features["input_ids"], features["attention_mask"]
        vectors = self._model.embed(ids.cpu().numpy(), mask.cpu().numpy())
        return {**features, "sentence_embedding": torch.from_numpy(vectors)}

    def get_embedding_dimension(self) -> int:
        """The number of elements of a vector."""
        return self._model.dimension
