"""One form for names that are written in many ways: width, spaces, brackets, codes, marks."""

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

from kg.layouts.loading import any_of


@cache
def table(name: str) -> dict[str, Any]:
    """The content of ``{name}.toml``."""
    return tomllib.loads((files(__package__) / f"{name}.toml").read_text(encoding="utf-8"))


def normalise_name(name: str) -> str:
    """A name for comparison: NFKC, so that full-width and half-width are one, without spaces."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def folded(name: str) -> str:
    """A normalised name whose brackets, quotes and dashes are of one kind each."""
    return normalise_name(name).translate(_folds())


def undressed(name: str) -> str:
    """A folded name without codes before it and marks at its ends."""
    return without(folded(name), _dressings())


def without(name: str, pattern: re.Pattern[str]) -> str:
    """Cut a pattern off again and again, as long as something is left of the name."""
    while (rest := pattern.sub("", name, count=1)) and rest != name:
        name = rest
    return name


@cache
def _folds() -> dict[int, str]:
    folds: dict[str, str] = table("names")["folds"]
    return {ord(other): one for one, others in folds.items() for other in others}


@cache
def _dressings() -> re.Pattern[str]:
    strip = table("names")["strip"]
    return any_of((*strip["marks"], *strip["codes"]))
