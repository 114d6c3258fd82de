"""The code of a number format, read into sections of tokens (ECMA-376, 18.8.31)."""

import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What a token of a format code stands for."""

    LITERAL = auto()
    DIGIT = auto()
    POINT = auto()
    COMMA = auto()
    PERCENT = auto()
    EXPONENT = auto()
    GENERAL = auto()
    TEXT = auto()
    DATE = auto()
    ELAPSED = auto()
    HALF_DAY = auto()
    SLASH = auto()


_CALENDAR = frozenset((Kind.DATE, Kind.ELAPSED, Kind.HALF_DAY))


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind and its text, that of a literal as it is printed.

    Units of dates and times are in lower case; minutes are written n, hours of a half day k.
    """

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One of the up to four parts of a code: what it prints, and the numbers that it is for.

    ``kinds`` are those of its tokens. ``condition`` is None where the place of the section decides;
    ``numerals`` is 1 to 3 for [DBNum1] to [DBNum3], else 0; ``chinese`` says that a locale tag asks
    for Chinese names.
    """

    tokens: tuple[Token, ...]
    kinds: frozenset[Kind]
    condition: Callable[[float], bool] | None = None
    numerals: int = 0
    chinese: bool = False

    def has(self, *kinds: Kind) -> bool:
        """Whether a token of one of the kinds occurs."""
        return not self.kinds.isdisjoint(kinds)

    @property
    def dated(self) -> bool:
        """Whether the number is shown as a date or a time."""
        return not self.kinds.isdisjoint(_CALENDAR)


# ! escapes like \ in Chinese Excel; the exponent goes before the e of eras.
_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)"? | [\\!](?P<escaped>.) | _(?P<pad>.?) | \*(?P<fill>.?)
    | \[(?P<bracket>[^\]]*)\] | (?P<end>;)
    | (?P<GENERAL>general|G/通用格式) | (?P<HALF_DAY>AM/PM|A/P|上午/下午)
    | (?P<EXPONENT>E[+-]) | (?P<DATE>y+|m+|d+|h+|s+(?:\.0+)?|e+|aaaa?)
    | (?P<DIGIT>[0#?]) | (?P<POINT>\.) | (?P<COMMA>,) | (?P<PERCENT>%) | (?P<TEXT>@)
    | (?P<SLASH>/) | (?P<literal>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_NUMERALS = re.compile(r"DBNum([123])", re.IGNORECASE)
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_CHINESE = re.compile(r"-(?:[0-9a-f]*0?804|zh)", re.IGNORECASE)


def sections_of(code: str) -> tuple[Section, ...]:
    """Read a format code; whatever is unknown to it is printed as it stands."""
    parts: list[list[re.Match[str]]] = [[]]
    for match in _TOKEN.finditer(code):
        if match["end"]:
            parts.append([])
        else:
            parts[-1].append(match)
    return tuple(_section(part) for part in parts)


def _section(matches: list[re.Match[str]]) -> Section:
    brackets = [match["bracket"] for match in matches if match["bracket"] is not None]
    numerals = next((m for b in brackets if (m := _NUMERALS.fullmatch(b))), None)
    tokens = _half_days(_minutes([token for match in matches for token in _tokens(match)]))
    return Section(
        tokens=tokens,
        kinds=frozenset(token.kind for token in tokens),
        condition=next((_condition(m) for b in brackets if (m := _CONDITION.fullmatch(b))), None),
        numerals=int(numerals[1]) if numerals else 0,
        chinese=any(b.startswith("$") and _CHINESE.search(b) for b in brackets),
    )


def _condition(match: re.Match[str]) -> Callable[[float], bool]:
    compare, bound = _OPERATORS[match[1]], float(match[2])
    return lambda value: compare(value, bound)


def _tokens(match: re.Match[str]) -> Iterator[Token]:
    group = match.lastgroup or "literal"
    if group == "DATE":
        yield Token(Kind.DATE, match[0].lower())
    elif group in Kind.__members__:
        yield Token(Kind[group], match[0])
    elif group == "bracket":
        yield from _bracket(match["bracket"])
    elif group == "pad":
        yield Token(Kind.LITERAL, " ")
    elif group != "fill":
        yield Token(Kind.LITERAL, match[group])


def _bracket(text: str) -> Iterator[Token]:
    """Currency signs are printed; colours, locales and conditions are not."""
    if _ELAPSED.fullmatch(text):
        yield Token(Kind.ELAPSED, text.lower())
    elif text.startswith("$"):
        yield Token(Kind.LITERAL, text[1:].split("-")[0])


def _minutes(tokens: list[Token]) -> list[Token]:
    """Tell minutes from months: an m after hours or before seconds is minutes."""
    units = [n for n, token in enumerate(tokens) if token.kind in (Kind.DATE, Kind.ELAPSED)]
    told = list(tokens)
    for before, here, after in zip((None, *units), units, (*units[1:], None), strict=False):
        clock = _starts(tokens, before, "h") or _starts(tokens, after, "s")
        if clock and tokens[here] in (Token(Kind.DATE, "m"), Token(Kind.DATE, "mm")):
            told[here] = Token(Kind.DATE, "n" * len(tokens[here].text))
    return told


def _starts(tokens: list[Token], at: int | None, letter: str) -> bool:
    return at is not None and tokens[at].text[0] == letter


def _half_days(tokens: list[Token]) -> tuple[Token, ...]:
    """Hours beside AM and PM count to twelve."""
    if not any(token.kind is Kind.HALF_DAY for token in tokens):
        return tuple(tokens)
    return tuple(
        Token(t.kind, "k" * len(t.text)) if t.kind is Kind.DATE and t.text[0] == "h" else t
        for t in tokens
    )
