"""An ONNX graph under construction."""

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

Attribute: TypeAlias = Any  # an int, a float or a str, as the operator asks

_CONTRIB: Final = "com.microsoft"
_OPSETS: Final = (helper.make_opsetid("", 20), helper.make_opsetid(_CONTRIB, 1))
_IR_VERSION: Final = 10


class GraphBuilder:
    """Nodes and constants in the order in which they are added; values go by name."""

    def __init__(self) -> None:
        """Start empty."""
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []

    def constant(self, values: npt.ArrayLike, dtype: npt.DTypeLike) -> str:
        """Add a constant of the shape of ``values``."""
        name = f"constant_{len(self._constants)}"
        array = np.array(values, dtype=dtype, order="C")
        self._constants.append(numpy_helper.from_array(array, name))
        return name

    def floats(self, values: npt.ArrayLike) -> str:
        """Add a float32 constant."""
        return self.constant(values, np.float32)

    def integers(self, *values: int) -> str:
        """Add an int64 constant of one dimension: sizes, axes, positions."""
        return self.constant(values, np.int64)

    def add(self, operator: str, *inputs: str, **attributes: Attribute) -> str:
        """Add a node with one output and return the output."""
        return self.add_many(operator, 1, *inputs, **attributes)[0]

    def contrib(self, operator: str, *inputs: str, **attributes: Attribute) -> str:
        """Add a node of one of ONNX Runtime's own operators."""
        return self.add(operator, *inputs, domain=_CONTRIB, **attributes)

    def add_many(
        self, operator: str, count: int, *inputs: str, **attributes: Attribute
    ) -> list[str]:
        """Add a node with ``count`` outputs and return them."""
        number = len(self._nodes)
        outputs = [f"value_{number}_{position}" for position in range(count)]
        self._nodes.append(helper.make_node(operator, inputs, outputs, **attributes))
        return outputs

    def model(self, inputs: Sequence[str], output: str, name: str, width: int) -> ModelProto:
        """The finished model: int64 ``inputs`` of shape (texts, tokens), and the value ``output``
        as float32 ``name`` of shape (texts, width).
        """
        self._nodes.append(helper.make_node("Identity", [output], [name]))
        info = helper.make_tensor_value_info
        graph = helper.make_graph(
            self._nodes,
            name,
            [info(each, TensorProto.INT64, ["texts", "tokens"]) for each in inputs],
            [info(name, TensorProto.FLOAT, ["texts", width])],
            self._constants,
        )
        return helper.make_model(graph, opset_imports=_OPSETS, ir_version=_IR_VERSION)
