"""The encoder of the packed model as an ONNX graph that ends in sentence vectors of length 1.

Word vectors stay the 4-bit blocks of the file. The weights of the layers become int8 with one scale
to an output channel, and each token's activations are rounded to uint8 with a scale of their own:
a text's vector then does not depend on the texts of its batch, and outliers of one token do not
coarsen the others.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from onnx import ModelProto, TensorProto

from search.bundled.graph_builder import GraphBuilder
from search.bundled.layout import BLOCK, PackedModel, Q4Matrix

IDS: Final = "input_ids"
MASK: Final = "attention_mask"
VECTORS: Final = "sentence_embedding"

# Seven bits: processors without VNNI add two uint8 x int8 products in 16 bits, and 2 * 255 * 63
# is the most that fits.
_WEIGHT_LIMIT: Final = 63
_ACTIVATION_LIMIT: Final = 127
_ACTIVATION_ZERO: Final = 128


def build_graph(packed: PackedModel) -> ModelProto:
    """Build the model. It maps int64 ``input_ids`` and ``attention_mask`` of shape (texts, tokens),
    padded on the right, to float32 ``sentence_embedding`` of shape (texts, hidden).
    """
    graph = _Encoder(packed)
    tokens = graph.embed()
    for layer in range(packed.shape.layers):
        tokens = graph.attend(f"l{layer}", tokens)
        tokens = graph.feed_forward(f"l{layer}", tokens)
    return graph.model([IDS, MASK], graph.pool(tokens), VECTORS, packed.shape.hidden)


class _Encoder(GraphBuilder):
    """The parts of the encoder; token vectors between them have shape (texts * tokens, width)."""

    def __init__(self, packed: PackedModel) -> None:
        super().__init__()
        self._packed = packed
        self._shape = packed.shape
        self._dimensions = self.add("Shape", IDS)
        self._mask = self.add("Cast", MASK, to=TensorProto.INT32)
        self._one = self.floats(1.0)
        self._zero = self.constant(_ACTIVATION_ZERO, np.uint8)

    def embed(self) -> str:
        words = self._packed.matrix("emb.word", self._shape.vocabulary)
        looked_up = self.contrib(
            "GatherBlockQuantized",
            self.constant(words.nibbles.reshape(len(words.nibbles), -1), np.uint8),
            IDS,
            self.floats(words.scales),
            gather_axis=0,
            quantize_axis=1,
            block_size=BLOCK,
            bits=4,
        )
        width = self.add("Slice", self._dimensions, self.integers(1), self.integers(2))
        places = self.add("Slice", self.floats(self._places()), self.integers(0), width)
        summed = self.add("Add", looked_up, places)
        return self._normalise("emb.ln", self._flat(summed))

    def attend(self, layer: str, tokens: str) -> str:
        """Self-attention, added to ``tokens`` and normalised."""
        projections = [self._packed.matrix(f"{layer}.{p}.w", self._shape.hidden) for p in "qkv"]
        biases = np.concatenate([self._packed.vector(f"{layer}.{p}.b") for p in "qkv"])
        stacked = self._by_text(self._multiply(tokens, projections), 3 * self._shape.hidden)
        attended = self.contrib(
            "MultiHeadAttention",
            *self.add_many("Split", 3, stacked, axis=2, num_outputs=3),
            self.floats(biases),
            self._mask,
            num_heads=self._shape.heads,
        )
        mixed = self._project(f"{layer}.ao", self._flat(attended))
        return self._normalise(f"{layer}.aln", self.add("Add", tokens, mixed))

    def feed_forward(self, layer: str, tokens: str) -> str:
        """The two dense layers with GELU between them, added to ``tokens`` and normalised."""
        inner = self._packed.matrix(f"{layer}.fi.w", self._shape.feed_forward)
        widened = self._multiply(tokens, [inner])
        active = self.contrib("BiasGelu", widened, self._vector(f"{layer}.fi.b"))
        narrowed = self._project(f"{layer}.fo", active)
        return self._normalise(f"{layer}.oln", self.add("Add", tokens, narrowed))

    def pool(self, tokens: str) -> str:
        """The mean of a text's tokens, scaled to length 1; the sum of them has its direction."""
        weights = self.add("Cast", MASK, to=TensorProto.FLOAT)
        row = self.add("Unsqueeze", weights, self.integers(1))
        summed = self.add("MatMul", row, self._by_text(tokens, self._shape.hidden))
        unit = self.add("LpNormalization", summed, axis=-1, p=2)
        return self.add("Squeeze", unit, self.integers(1))

    def _places(self) -> npt.NDArray[np.float32]:
        """Position vectors with the vector of the first token type, the one in use, added."""
        hidden = self._shape.hidden
        positions = self._packed.vector("emb.pos").reshape(-1, hidden)
        return positions + self._packed.vector("emb.type")[:hidden]

    def _vector(self, name: str) -> str:
        return self.floats(self._packed.vector(name))

    def _normalise(self, name: str, values: str) -> str:
        scale, bias = self._vector(f"{name}.w"), self._vector(f"{name}.b")
        return self.add("LayerNormalization", values, scale, bias, epsilon=self._shape.epsilon)

    def _project(self, name: str, values: str) -> str:
        product = self._multiply(values, [self._packed.matrix(f"{name}.w", self._shape.hidden)])
        return self.add("Add", product, self._vector(f"{name}.b"))

    def _multiply(self, values: str, weights: Sequence[Q4Matrix]) -> str:
        """``values`` times the transposed weights, stacked: (tokens, outputs of all)."""
        rounded, token_scales = self._round_rows(values)
        integers, channel_scales = _to_int8(np.concatenate([w.dequantised() for w in weights]))
        product = self.contrib(
            "MatMulIntegerToFloat",
            rounded,
            self.constant(integers.T, np.int8),
            self._one,
            self.floats(channel_scales),
            self._zero,
        )
        return self.add("Mul", product, token_scales)

    def _round_rows(self, values: str) -> tuple[str, str]:
        """uint8 ``values`` around 128, and the scale of each row as a column."""
        largest = self.add("ReduceMax", self.add("Abs", values), self.integers(1), keepdims=0)
        scales = self.add("Mul", largest, self.floats(1 / _ACTIVATION_LIMIT))
        zeros = self.add("Expand", self._zero, self.add("Shape", scales))
        rounded = self.add("QuantizeLinear", values, scales, zeros, axis=0)
        return rounded, self.add("Unsqueeze", scales, self.integers(1))

    def _flat(self, values: str) -> str:
        return self.add("Reshape", values, self.integers(-1, self._shape.hidden))

    def _by_text(self, values: str, width: int) -> str:
        shape = self.add("Concat", self._dimensions, self.integers(width), axis=0)
        return self.add("Reshape", values, shape)


def _to_int8(
    weights: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Round each row of ``weights`` to integers of at most 7 bits; returns them and the scales."""
    scales = np.abs(weights).max(axis=1) / _WEIGHT_LIMIT
    return np.rint(weights / scales[:, None]).astype(np.int8), scales
