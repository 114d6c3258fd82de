"""Qualitative targets (定性): emptiness and the direction of a phrase."""

import re

from kg.model import Direction
from kg.target import lexicon

_WORD = re.compile(r"[^\W_]")


def is_empty(text: str) -> bool:
    """Whether a folded text says that there is no value: 无, 不适用, a dash, nothing at all."""
    stripped = text.strip("。.,;:、!()[]\"'“”")
    return not _WORD.search(stripped) or stripped.lower() in lexicon.phrases().empty


def direction(text: str) -> Direction | None:
    """Where a phrase points (显著提升, 有所减轻, 保持稳定); None where it says nothing or both.

    A movement overrules 保持 and 稳定 (保持增长, 稳步提升).
    """
    words = lexicon.phrases()
    found = {words.directions[match.group()] for match in words.direction.finditer(text)}
    moving = found - {Direction.MAINTAIN}
    if len(moving) > 1:
        return None
    return next(iter(moving or found), None)
