"""Parts of a text that are no value: bracketed notes, titles, fixed sayings, 其中…"""

import re

from kg.target import lexicon
from kg.target.printed import Printed
from kg.target.unit_list import unit_list
from kg.target.units import is_whole_unit

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|\{[^{}]*\}")
_TITLE = re.compile(r"《[^《》]{2,}》|〈[^〈〉]{2,}〉")
_PLACEHOLDER = "□"


def brackets(printed: Printed) -> list[tuple[int, int]]:
    """The spans of the bracketed notes (innermost ones), brackets included; 台(套) has none."""
    text = printed.text
    spans = [match.span() for match in _BRACKETS.finditer(text)]
    return [span for span in spans if not _is_alternative_unit(text, *span)]


def unwrapped(printed: Printed) -> Printed:
    """The text without the brackets around parts of the value: (≥)95%, 95（%）."""
    corners: list[tuple[int, int]] = []
    for start, end in brackets(printed):
        if _holds_a_part(printed.text, start, end):
            corners += [(start, start + 1), (end - 1, end)]
    return printed.without(corners) if corners else printed


def blotted(printed: Printed) -> Printed:
    """The text with titles (《…》) and fixed sayings (三支一扶) blotted out, and without 其中…"""
    text, words = printed.text, lexicon.phrases()
    for pattern in (_TITLE, words.never):
        text = pattern.sub(lambda match: _PLACEHOLDER * len(match.group()), text)
    blotted_out = Printed(printed.raw, text, printed.origin)
    cut = words.cut.search(text)
    if cut and any(char.isdigit() for char in text[: cut.start()]):
        return blotted_out.keep([(0, cut.start())])
    return blotted_out


def _is_alternative_unit(text: str, start: int, end: int) -> bool:
    """Whether a bracket names the second half of a unit: 台(套), 人(次), but not 5(人)."""
    words = unit_list()
    after_unit = any(text[max(0, start - n) : start] in words.meaning for n in (1, 2, 3))
    return after_unit and words.alternative.fullmatch(text, start, end) is not None


def _holds_a_part(text: str, start: int, end: int) -> bool:
    sign, inside, before = lexicon.comparators().sign, text[start + 1 : end - 1], text[:start][-2:]
    if sign.fullmatch(inside):
        return True
    if before[-1:].isdigit():
        return is_whole_unit(inside)
    return bool(sign.fullmatch(before) or sign.fullmatch(before[-1:]))
