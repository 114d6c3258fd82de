"""What stands around a SERVICE clause (子句的上下文), as patterns to be asked by themselves.

Without the clause, and without what depends on what it binds, a query has every solution that the
whole query can have, and perhaps more: this may narrow what is searched and loses no answer.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from kg.sparql.expansion.elements import Element, joined_text


@dataclass(frozen=True, slots=True)
class Level:
    """A group around the clause, without the element that leads to the clause.

    ``opening`` is ``{`` with what stands before it. ``let_out`` are the variables that a subquery
    lets out of this group, None where it is no subquery or lets all out.
    """

    opening: str
    before: tuple[Element, ...]
    after: tuple[Element, ...] = ()
    let_out: frozenset[str] | None = None

    def lets_out(self, variables: frozenset[str]) -> bool:
        """Whether variables around this group are the ones of these names in it."""
        return self.let_out is None or variables <= self.let_out

    @property
    def is_subquery(self) -> bool:
        """Whether this is the group of a subquery."""
        return self.opening.startswith("SELECT")

    @property
    def elements(self) -> tuple[Element, ...]:
        """All elements in order."""
        return (*self.before, *self.after)

    def only(self, kept: Collection[Element]) -> "Level":
        """The level with some of its elements."""
        before, after = (
            tuple(element for element in side if element in kept)
            for side in (self.before, self.after)
        )
        return replace(self, before=before, after=after)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A group graph pattern and the elements it is made of."""

    text: str
    elements: tuple[Element, ...]

    @property
    def variables(self) -> frozenset[str]:
        """What it may bind."""
        return _bound_by(self.elements)

    @property
    def certain(self) -> frozenset[str]:
        """What it binds in every solution."""
        return frozenset[str]().union(*(e.variables for e in self.elements if e.is_certain))

    @property
    def narrows(self) -> bool:
        """Whether it can leave anything out."""
        return not all(element.may_bind for element in self.elements)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The groups around a clause, the outermost first, the clause's own block the last."""

    levels: tuple[Level, ...]

    def binding(self, inputs: frozenset[str], unknown: frozenset[str]) -> Pattern:
        """What binds some variables: all that is linked with them and needs nothing ``unknown``.

        Clauses before this one are answered, those after it are not.
        """
        chosen = self._out_to(lambda level: not level.lets_out(inputs))
        later = [e for level in chosen for e in level.after if e.serves]
        return _pattern(chosen, later, inputs, frozenset(), unknown, "")

    def narrowing(
        self, found: str, inputs: frozenset[str], unknown: frozenset[str], stand_in: str
    ) -> Pattern:
        """What indicators, bound to ``found``, must satisfy, with ``stand_in`` for the clause.

        Other clauses do not count, nor what stands around a subquery with the clause in it.
        """
        chosen = self._out_to(lambda level: level.is_subquery)
        others = [e for level in chosen for e in level.elements if e.serves]
        return _pattern(chosen, others, frozenset({found}), inputs | {found}, unknown, stand_in)

    def _out_to(self, is_last: Callable[[Level], bool]) -> list[Level]:
        """The innermost levels, out to the first that is the last; that stands open then."""
        chosen: list[Level] = []
        for level in reversed(self.levels):
            if is_last(level):
                return [replace(level, opening="{"), *chosen]
            chosen.insert(0, level)
        return chosen


def _pattern(
    levels: Sequence[Level],
    apart: Collection[Element],
    sought: frozenset[str],
    given: frozenset[str],
    unknown: frozenset[str],
    stand_in: str,
) -> Pattern:
    """The levels with what is linked with ``sought``, without what is ``apart`` or depends on it.

    ``given`` variables are bound elsewhere, ``unknown`` ones by the clause.
    """
    apart = [*apart, *_looking_out(levels, given | unknown)]
    elements = [e for level in levels for e in level.elements if e not in apart]
    kept = _linked(_independent(elements, given, unknown | _bound_by(apart)), sought)
    text = stand_in
    for level in reversed([level.only(kept) for level in levels]):
        inside = " ".join(filter(None, (joined_text(level.before), text, joined_text(level.after))))
        text = f"{level.opening} {inside} }}"
    return Pattern(text, tuple(kept))


def _bound_by(elements: Iterable[Element]) -> frozenset[str]:
    return frozenset[str]().union(*(element.variables for element in elements if element.binds))


def _looking_out(levels: Sequence[Level], bound: frozenset[str]) -> list[Element]:
    """What looks at variables of a group around its own, as a FILTER in OPTIONAL or EXISTS does.

    ``bound`` are variables of the clause itself. Joined with the group around, it sees none.
    """
    found: list[Element] = []
    outer = frozenset[str]()
    for place, level in enumerate(levels):
        own = _bound_by(element for inner in levels[place:] for element in inner.elements)
        beyond = outer - own - bound
        found += [e for e in level.elements if not e.is_joined and e.variables & beyond]
        outer = outer.union(*(element.variables for element in level.elements))
    return found


def _independent(
    elements: Iterable[Element], given: frozenset[str], unknown: frozenset[str]
) -> list[Element]:
    """The elements that mean the same where the ``unknown`` variables are not bound.

    ``given`` are bound elsewhere. What is joined is evaluated by itself; of the rest an element is
    left out that looks at an unknown variable, and what it may bind is unknown then.
    """
    kept = list(elements)
    certain = given.union(*(element.variables for element in kept if element.is_certain))
    unknown -= certain
    while dropped := [e for e in kept if not e.is_joined and e.variables & unknown]:
        kept = [element for element in kept if element not in dropped]
        unknown = unknown.union(*(e.variables - certain for e in dropped if e.may_bind))
    return kept


def _linked(elements: Sequence[Element], sought: frozenset[str]) -> list[Element]:
    """The elements that share a variable with ``sought``, or with one that does, in their order."""
    reached = sought
    while True:
        linked = [element for element in elements if element.variables & reached]
        grown = reached.union(*(element.variables for element in linked))
        if grown == reached:
            return linked
        reached = grown
