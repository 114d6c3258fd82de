"""What cells of a target table can mean: columns of indicators, particulars of projects."""

from enum import StrEnum


class Role(StrEnum):
    """What a column of the indicator table holds; the sections of ``headers.toml``."""

    GROUP = "group"
    LEVEL1 = "level1"
    LEVEL2 = "level2"
    NAME = "name"
    SIGN = "sign"
    VALUE = "value"
    MEASURE = "measure"
    POLARITY = "polarity"
    KIND = "kind"
    WEIGHT = "weight"
    ACTUAL = "actual"
    NOTE = "note"


class Field(StrEnum):
    """One of a project's particulars; the sections of ``fields.toml``, and the money unit."""

    PROJECT = "project"
    DEPARTMENT = "department"
    UNIT = "unit"
    OFFICE = "office"
    ATTRIBUTE = "attribute"
    TERM = "term"
    AMOUNT = "amount"
    GOAL = "goal"
    YEAR = "year"
    REGION = "region"
    IGNORED = "ignored"
    MONEY_UNIT = "money-unit"


Meaning = Role | Field

# The fields that say something about one project, not about its surroundings.
PARTICULARS = frozenset(Field) - {Field.IGNORED, Field.MONEY_UNIT}
