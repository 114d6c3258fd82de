"""What stands around a value: comparators, 约, 以上, and the verb that makes it a change."""

import re
from dataclasses import dataclass
from functools import cache

from kg.model import Comparator, Direction
from kg.target import lexicon
from kg.target.lexicon import HANZI
from kg.target.unit_list import unit_list

REACH = 24
"""How many characters before a value its comparator and its verb are looked for."""
_FILLER = 10
"""How many characters may stand between a comparator and its value (≥项目总数的50%)."""
_BREAK = re.compile("[，。；;,、！!？?]")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Before:
    """What stands before a value: a comparator, 约, and where they begin.

    ``weak``: a comparator that a word after the value overrules. ``is_word``: it was no sign.
    """

    start: int
    comparator: Comparator | None = None
    approximate: bool = False
    weak: bool = False
    is_word: bool = False


@dataclass(frozen=True, slots=True)
class After:
    """What stands after a value, up to ``end``; ``percent``: the % of 95以上% stood there."""

    end: int
    comparator: Comparator | None = None
    approximate: bool = False
    percent: bool = False


def look_before(text: str, at: int, floor: int) -> Before:
    """The last comparator before a value in its clause, not before ``floor``."""
    words = lexicon.comparators()
    base = max(floor, at - REACH)
    window = text[base:at]
    near = words.approximate_before.search(window)
    head = window[: near.start()] if near else window
    nothing = Before(base + len(head), approximate=near is not None)
    last = _last(words.before, head)
    if last is None:
        return nothing
    word, filler = last.group(), head[last.end() :]
    reach = 0 if len(word) == 1 and "\u4e00" <= word <= "\u9fff" else _FILLER
    if len(filler) > reach or _BREAK.search(filler):
        return nothing
    return Before(
        base + last.start(),
        words.before_meaning[word],
        near is not None,
        weak=word in words.weak,
        is_word=word not in words.sign_meaning,
    )


def look_after(text: str, end: int) -> After:
    """Comparator and approximation after a value: 以上, 左右, 示范点以上, and a misplaced ≥."""
    words = lexicon.comparators()
    comparator, near = None, False
    for _ in range(3):
        if match := words.after.match(text, end):
            comparator = comparator or words.after_meaning[match.group()]
        elif match := words.approximate_after.match(text, end):
            near = True
        elif (match := words.sign.match(text, end)) and not _DIGIT.match(text, match.end()):
            comparator = comparator or words.sign_meaning[match.group()]
        elif comparator and text.startswith("%", end):
            return After(end + 1, comparator, near, percent=True)
        else:
            break
        end = match.end()
    if comparator is None and (far := _far_after().match(text, end)):
        return After(far.end(), words.after_meaning[far["word"]], near)
    return After(end, comparator, near)


def delta(text: str, start: int, end: int, floor: int) -> Direction | None:
    """The direction of a change: 增长10%, 增长率≥5%, 5%的增幅; None for a level (提高到95%)."""
    words = lexicon.phrases()
    clause = _BREAK.split(text[max(floor, start - REACH) : start])[-1]
    last = _last(words.delta, clause)
    if last is not None:
        rest = lexicon.comparators().before.sub("", clause[last.end() :])
        return words.deltas[last.group()] if words.delta_glue.fullmatch(rest) else None
    after = words.delta.match(text, end + text.startswith("的", end))
    return words.deltas[after.group()] if after else None


def in_a_name(text: str, at: int) -> bool:
    """PM2.5, GB 18918, A4: the digits belong to a name. pH7 and RMB500 are values."""
    lead = text[max(0, at - 4) : at].rstrip(" -_./")
    if not lead or not (lead[-1].isascii() and lead[-1].isalpha()) or lead.lower().endswith("ph"):
        return False
    return not unit_list().currency.search(lead)


@cache
def _far_after() -> re.Pattern[str]:
    """5个示范点以上: a few words between value and comparator, but no grade (10家县级以上医院)."""
    words = [word for word in lexicon.comparators().after_meaning if word.startswith(("以", "之"))]
    among = rf"(?:(?!以)[{HANZI}]){{1,6}}(?<![级类等])"
    return re.compile(f"{among}(?P<word>{lexicon.any_of(words)})")


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    last = None
    for match in pattern.finditer(text):
        last = match
    return last
