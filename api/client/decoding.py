"""JSON into frozen dataclasses, by their annotations."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from kg.errors import ServerError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")


def decoded(kind: type[T], form: Mapping[str, Any]) -> T:
    """The dataclass ``kind`` that a JSON object tells; keys that it has no field for are left out.

    Raises ServerError where a field without a default is missing.
    """
    known = {field.name: field.default is MISSING for field in fields(kind)}
    missing = [name for name, needed in known.items() if needed and name not in form]
    if missing:
        raise ServerError(
            kind.__name__, f"the answer has no {', '.join(missing)}; is it of another jipu version?"
        )
    hints = _hints(kind)
    return kind(**{name: _value(hints[name], form[name]) for name in known if name in form})


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _value(hint: Any, value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    if isinstance(hint, UnionType):
        inner = [part for part in get_args(hint) if part is not type(None)]
        return value if value is None else _value(inner[0], value)
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], item) for item in value)
    return decoded(hint, value) if isinstance(hint, type) and is_dataclass(hint) else value
