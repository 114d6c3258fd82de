"""Header labels (表头): what a printed header says of its column, by lists and by words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache

from kg.layouts import (
    Field,
    Meaning,
    Role,
    body_above_projects,
    headers,
    likely_field_of,
    says_total,
)
from kg.tables.evidence import is_level_label
from kg.tables.labels import label_key, without_brackets

NEEDED = frozenset({Role.NAME, Role.VALUE})
# A listed header says its role, the first of its list the most clearly; a word suggests one.
LISTED, _RANK, WORD = 3.0, 0.02, 1.5
YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_LONGEST = 16
_AND = ("及", "和", "与", "、", "/")


@dataclass(frozen=True, slots=True)
class Label:
    """A printed header: where it stands, how wide it is, and the headers ``over`` it, from the top.

    ``scores`` are its possible roles, with how clearly it says so; empty for an unknown header.
    """

    index: int
    text: str
    width: int = 1
    over: tuple["Label", ...] = ()
    scores: Mapping[Meaning, float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Look its text up: a header is asked for its roles many times."""
        object.__setattr__(self, "scores", _scores_below(self.text, self.above))

    @property
    def above(self) -> str:
        """The texts over it, "" for none."""
        return "".join(upper.text for upper in self.over)

    @property
    def levels(self) -> tuple["Label", ...]:
        """The labels of levels over it: 产出指标, 数量指标."""
        return tuple(upper for upper in self.over if is_level_label(upper.text))

    def holds(self, column: int) -> bool:
        """Whether a cell that begins in this column stands below it."""
        return self.index <= column < self.index + self.width

    @property
    def is_place(self) -> bool:
        """Whether it names a place, or stands below a header for values and says nothing else."""
        if self.scores:
            return False
        spanned = Role.VALUE in scores_of(self.above)
        return spanned or headers().place.search(label_key(self.text)) is not None


def roles_of(labels: Iterable[Label]) -> AbstractSet[Meaning]:
    """All roles that labels may have."""
    return {role for label in labels for role in label.scores}


def said(label: Label) -> tuple[str, str, tuple[bool, bool, int]]:
    """What a header says, its dressings aside, of which a year counts."""
    return label_key(label.text), label_key(label.above), term_of(label)


def term_of(label: Label) -> tuple[bool, bool, int]:
    """What a header and the one above it say of time: long-term, annual, the last year or 0."""
    text = label.above + label.text
    rules = headers()
    years = map(int, YEAR.findall(text))
    return (
        bool(rules.long_term.search(text)),
        bool(rules.annual.search(text)),
        max(years, default=0),
    )


def is_complete(labels: Sequence[Label]) -> bool:
    """Say whether labels are a header: an indicator or its levels, a value or room for it."""
    roles = roles_of(labels)
    known = [label for label in labels if label.scores]
    columns = sum(any(isinstance(role, Role) for role in label.scores) for label in known)
    if 2 * len(known) < len(labels) - sum(label.is_place for label in labels):
        return False
    if roles >= NEEDED:
        return columns >= 3
    levels = {Role.LEVEL1, Role.LEVEL2}
    if Role.VALUE in roles:
        return roles >= levels
    return Role.NAME in roles and bool(roles & levels) and len(known) < len(labels)


def _scores_below(text: str, above: str) -> Mapping[Meaning, float]:
    """A year below a header for values is one of values, a total below one of amounts an amount.

    指标值 over 2023年 and 预期2024年, 项目金额 over 合计 and 财政拨款.
    """
    own = scores_of(text)
    if own or not above:
        return own
    over = scores_of(above)
    if Role.VALUE in over and (YEAR.search(text) or headers().annual.search(text)):
        return {Role.VALUE: WORD}
    return {Field.AMOUNT: WORD} if Field.AMOUNT in over and says_total(text) else {}


@lru_cache(maxsize=4096)
def scores_of(text: str) -> Mapping[Meaning, float]:
    """The roles that a header may have for its text alone, with how clearly it says so."""
    rules, key = headers(), label_key(text)
    if body_above_projects(key):
        return {Field.PROJECT: LISTED}
    listed = rules.roles.get(key) or rules.roles.get(without_brackets(key))
    if listed:
        return {role: LISTED - _RANK * rank for role, rank in listed.items()}
    if len(key) > _LONGEST:
        return {}
    plain = without_brackets(key)
    word, field = _last_word(plain), likely_field_of(plain)
    if word:
        return dict.fromkeys(sorted(rules.words[word]), WORD)
    return {field[0]: WORD} if field else {}


def _last_word(key: str) -> str | None:
    """The word that ends last in a header, the longest of several: heads of compounds come last."""
    if not headers().worded.search(key):
        return None
    first = min((key.find(sign) for sign in _AND if key.find(sign) > 0), default=len(key))
    found = [(key.rfind(word, 0, first) + len(word), len(word), word) for word in headers().words]
    known = [entry for entry in found if entry[0] >= entry[1]]
    return max(known)[2] if known else None
