"""Labels without their dressings: codes, marks, score brackets, row prefixes (去修饰)."""

import re
from functools import lru_cache

from kg.layouts import Stripping, dressings, halfwidth, titles

_SPREAD = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])|\s*\n\s*")
_BREAK = re.compile(r"\s*\n\s*")
_WORD_BREAK = re.compile(
    r"(?<=[A-Za-z0-9])[ \t]*\n[ \t]*(?=[A-Za-z])|(?<=[A-Za-z])[ \t]*\n[ \t]*(?=[0-9])"
)
_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_YEAR = re.compile(r"(?:19|20)\d\d年度?")


@lru_cache(maxsize=4096)
def undress(text: str) -> str:
    """Take codes, marks and score brackets off an organisation or an indicator name."""
    return _strip_all(text, dressings().strip)


@lru_cache(maxsize=4096)
def undress_label(text: str) -> str:
    """Take the dressings off a level label or a header, enumeration and colon included.

    Labels are spread and broken for looks (产 出 指 标): their spaces go, too.
    """
    return _strip_all(_SPREAD.sub("", text), dressings().strip_label)


def one_line(text: str) -> str:
    """Undo the line breaks of a cell: none between Chinese characters, a space between words."""
    return _BREAK.sub("", _WORD_BREAK.sub(" ", text)) if "\n" in text else text


@lru_cache(maxsize=4096)
def label_key(text: str) -> str:
    """The form in which labels are compared: undressed, without spaces, years and money unit."""
    plain = undress_label(_YEAR.sub("", "".join(halfwidth(text).split())))
    unit = money_unit_in_brackets(plain)
    return undress_label(plain.replace(f"({unit})", "")) if unit else plain


def money_unit_in_brackets(text: str) -> str | None:
    """The money unit printed in a label, as in 预算数（万元）."""
    half = halfwidth(text)
    return next((unit for unit in titles().money if f"({unit})" in half), None)


def without_brackets(key: str) -> str:
    """A label key without what stands in brackets, for a header with a remark."""
    return _REMARK.sub("", key)


def is_none(text: str) -> bool:
    """Say whether a text is empty or printed for "none" (无)."""
    return halfwidth(text).strip() in dressings().none


def _strip_all(text: str, strip: Stripping) -> str:
    """Cut every pattern off until nothing changes; matches the half-width form, cuts the text."""
    text = text.strip()
    while strip.any.search(halfwidth(text)):
        before = text
        for pattern in strip.patterns:
            if match := pattern.search(halfwidth(text)):
                text = (text[: match.start()] + text[match.end() :]).strip()
        if text == before:
            break
    return text
