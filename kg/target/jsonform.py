"""A target as the JSON object that every surface prints."""

from decimal import Decimal
from typing import Any

from kg.model import Target

_EXACT = 2**53


def target_to_json(target: Target) -> dict[str, Any]:
    """The object of one target, keys in their fixed order; numbers are int where integral."""
    return {
        "text": target.text,
        "kind": target.kind.value,
        "comparator": target.comparator.value if target.comparator else None,
        "explicit": target.explicit,
        "value": _plain(target.value),
        "upper": _plain(target.upper),
        "unit": target.unit,
        "canonical_value": _plain(target.canonical_value),
        "canonical_upper": _plain(target.canonical_upper),
        "canonical_unit": target.canonical_unit,
        "approximate": target.approximate,
        "direction": target.direction.value if target.direction else None,
    }


def plain_number(number: Decimal | float) -> int | float:
    """A JSON number: an integer where it is one and every reader keeps it exact (below 2^53)."""
    exact = -_EXACT < number < _EXACT and number == int(number)
    return int(number) if exact else float(number)


def _plain(value: Decimal | str | None) -> int | float | str | None:
    return plain_number(value) if isinstance(value, Decimal) else value
