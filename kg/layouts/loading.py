"""The TOML files beside this module, their texts as keys, their patterns compiled."""

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Any

_HALFWIDTH = {0x3000: " "} | {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@lru_cache(maxsize=1 << 14)
def halfwidth(text: str) -> str:
    """Make full-width forms half-width, character by character: positions stay as they are."""
    return text.translate(_HALFWIDTH)


def load(name: str) -> dict[str, Any]:
    """The content of a file."""
    return tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))


def key_of(text: str) -> str:
    """The form in which labels are compared with those of the files."""
    return "".join(halfwidth(text).split())


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """One matcher for several regular expressions."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
