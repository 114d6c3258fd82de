"""Target values (指标值): what a table cell promises, as bounds that can be compared."""

from kg.target.bounds import date_bounds, decimal_text, numeric_bounds
from kg.target.jsonform import plain_number, target_to_json
from kg.target.parse import FoundTarget, find_target, parse_target
from kg.target.units import comparable_unit

__all__ = [
    "FoundTarget",
    "comparable_unit",
    "date_bounds",
    "decimal_text",
    "find_target",
    "numeric_bounds",
    "parse_target",
    "plain_number",
    "target_to_json",
]
