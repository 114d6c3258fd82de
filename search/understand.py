"""What a query asks (查询理解): its words, and the target value that it states."""

from dataclasses import dataclass, replace

from kg.categories import categories_in
from kg.model import Target
from kg.target import find_target, parse_target
from search.texts import normalise

_MULTIPLIERS = frozenset("十百千万亿")


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A query taken apart: ``text``, the words without the value expression, in the normal form.

    ``category`` are notations that are preferred, ``target`` is the stated value with its
    comparator. Both only move the ranking; nothing is left out because of them.
    """

    text: str
    category: tuple[str, ...] = ()
    target: Target | None = None


def understand(query: str) -> Interpretation:
    """Take a query apart; where it is nothing but a value, the value is also its text."""
    found = find_target(query)
    words = normalise(f"{query[: found.start]} {query[found.end :]}" if found else query)
    return Interpretation(
        text=words or normalise(query),
        category=tuple(sorted(categories_in(words))),
        target=_with_open_unit(found.target) if found else None,
    )


def with_phrase(asked: Interpretation) -> Interpretation:
    """An indicator written out whose last word is its target as a phrase: 群众收入 显著提升."""
    name, _, last = asked.text.rpartition(" ")
    target = parse_target(last)
    if asked.target or not name or target.direction is None:
        return asked
    return replace(asked, text=name, target=target)


def _with_open_unit(target: Target) -> Target:
    """A bare 万 is money in a cell of a table, in a query (人数一万以上) it may count anything."""
    if target.canonical_unit == "元" and _MULTIPLIERS.issuperset(target.unit or ""):
        return replace(target, canonical_unit=None)
    return target
