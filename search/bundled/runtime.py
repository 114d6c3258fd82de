"""The converted model at work: texts to tokens to vectors. The only onnxruntime import."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

GRAPH_FILE: Final = "model.onnx"
TOKENIZER_FILE: Final = "tokenizer.json"

_ERRORS_ONLY: Final = 3

Tokens = npt.NDArray[np.int64]


class SentenceModel:
    """A tokenizer and an ONNX session; safe to share between threads."""

    def __init__(self, folder: Path, threads: int = 0) -> None:
        """Open the converted model in ``folder``; 0 threads takes one to a core."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = _ERRORS_ONLY
        # Threads that spin while they wait take the cores from the query workers beside them.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self.tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        self.max_tokens = int((self.tokenizer.truncation or {})["max_length"])
        self._session = onnxruntime.InferenceSession(
            str(folder / GRAPH_FILE), options, providers=["CPUExecutionProvider"]
        )
        self.dimension = int(self._session.get_outputs()[0].shape[1])

    def tokenise(self, texts: Sequence[str]) -> tuple[Tokens, Tokens]:
        """Token ids and attention mask of the texts, both of shape (texts, tokens)."""
        encodings = self.tokenizer.encode_batch(list(texts))
        ids = np.array([encoding.ids for encoding in encodings], np.int64)
        mask = np.array([encoding.attention_mask for encoding in encodings], np.int64)
        return ids, mask

    def embed(self, ids: Tokens, mask: Tokens) -> npt.NDArray[np.float32]:
        """Vectors of length 1, shape (texts, dimension), for what :meth:`tokenise` returns."""
        feed = {"input_ids": ids, "attention_mask": mask}
        vectors: npt.NDArray[np.float32] = self._session.run(None, feed)[0]
        return vectors
