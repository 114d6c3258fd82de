"""A printed text and its folded reading, with the way back from each read character."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kg.target import lexicon

# Roman numerals and circled numbers keep their shape: Ⅲ类 is a grade, ① a list mark.
_KEPT = re.compile("[\u2160-\u2188\u2460-\u24ff\u2776-\u2793\u3220-\u32ff…]")
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True))
_SPREAD_SPACE = re.compile(r"(?<=(?<!\d)\d) (?=\d(?!\d))")  # 1 0 0 %: spread letters
_KEPT_WIDE = "（）"  # 台（套） is printed so, in units as elsewhere
_WIDE_AND_SMALL = {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in (*range(0xFF01, 0xFF5F), *range(0xFE50, 0xFE6C))
    if chr(code) not in _KEPT_WIDE
}


@dataclass(frozen=True, slots=True)
class Printed:
    """``text`` is ``raw`` in NFKC without spaces; ``text[i]`` stood at ``origin[i]`` in raw."""

    raw: str
    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span in ``raw`` of the half-open span in ``text``."""
        return self.origin[start], self.origin[end - 1] + 1

    def as_printed(self, start: int, end: int) -> str:
        """What was printed there, full-width letters, digits and signs narrowed, without spaces."""
        places = dict.fromkeys(self.origin[start:end])
        printed = "".join(self.raw[place] for place in places)
        return "".join(printed.translate(_WIDE_AND_SMALL).split())

    def keep(self, spans: Iterable[tuple[int, int]]) -> "Printed":
        """The text of these spans alone, put together; each span is half-open in ``text``."""
        kept = list(spans)
        text = "".join(self.text[start:end] for start, end in kept)
        origin = tuple(place for start, end in kept for place in self.origin[start:end])
        return Printed(self.raw, text, origin)

    def without(self, spans: Iterable[tuple[int, int]]) -> "Printed":
        """The text outside these spans, which are ascending and do not overlap."""
        kept, at = [], 0
        for start, end in spans:
            kept.append((at, start))
            at = end
        return self.keep([*kept, (at, len(self.text))])


def read(raw: str) -> Printed:
    """Fold a printed text: NFKC, variant characters, no spaces (one is kept between two words)."""
    text: list[str] = []
    origin: list[int] = []
    spaced = False
    for place, char in enumerate(raw):
        folded = _fold(char)
        if not folded:
            spaced = spaced or char.isspace()
            continue
        if char in _SUPERSCRIPTS:
            folded = _superscript(char, text[-1] if text else "")
        if spaced and text and _run_on(text[-1], folded[0]):
            text.append(" ")
            origin.append(place)
        spaced = False
        text.extend(folded)
        origin.extend([place] * len(folded))
    printed = Printed(raw, "".join(text), tuple(origin))
    spread = [match.span() for match in _SPREAD_SPACE.finditer(printed.text)]
    return printed.without(spread) if spread else printed


@cache
def _variants() -> dict[str, str]:
    characters = lexicon.table("folds")["characters"]
    return dict(zip(characters["from"], characters["to"], strict=True))


@cache  # bounded by the size of Unicode, in practice by the few hundred characters in use
def _fold(char: str) -> str:
    if _KEPT.match(char) or char in _SUPERSCRIPTS:
        return char
    if char.isdecimal():
        return str(unicodedata.digit(char))
    if unicodedata.category(char)[0] in "CZ" and unicodedata.category(char) != "Co":
        return ""
    folded = unicodedata.normalize("NFKC", char)
    return "".join(_variants().get(part, part) for part in folded if not part.isspace())


def _superscript(char: str, before: str) -> str:
    """m² is m2, 10⁴ is 10^4; elsewhere the character itself (³ is also a broken ≥)."""
    if before.isascii() and before.isalpha():
        return _SUPERSCRIPTS[char]
    return "^" + _SUPERSCRIPTS[char] if before.isdigit() else char


def _run_on(before: str, after: str) -> bool:
    """Whether two characters would become one number or word without the space between them."""
    digits = before.isdigit() and after.isdigit()
    return digits or (before.isascii() and before.isalpha() and after.isascii() and after.isalpha())
