"""A target as the JSON object that every surface prints."""

from decimal import Decimal
from typing import Any

from kg.model import Target


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


def _plain(value: Decimal | str | None) -> int | float | str | None:
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
