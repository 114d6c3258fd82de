"""The named queries (具名查询) as a researcher sees them, and what they are asked with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Value = str | int | float | Decimal | date | None


@dataclass(frozen=True, slots=True)
class QueryParameter:
    """What a named query can be asked with; without a ``default`` it has no effect by itself."""

    name: str
    type: str
    default: str | None
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A named query: what it asks in both languages, its parameters and its text."""

    name: str
    zh: str
    en: str
    parameters: tuple[QueryParameter, ...]
    sparql: str


def arguments_of(parameters: Mapping[str, Value]) -> dict[str, str]:
    """Values as every surface writes them (`kg.arguments`); what is None is not given."""
    return {name: _written(value) for name, value in parameters.items() if value is not None}


def _written(value: str | int | float | Decimal | date) -> str:
    """A value as text, numbers without an exponent."""
    return f"{Decimal(str(value)):f}" if isinstance(value, float | Decimal) else str(value)
