"""Searches narrowed by what stands around them: they give k hits while k are let through."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg import vocab
from kg.ntriples import iri
from kg.sparql.expansion.asking import Asker, values_clause
from kg.sparql.expansion.hits import Fault, Hit, Search, found
from kg.sparql.expansion.surroundings import Pattern, Surroundings
from kg.sparql.host import Call
from kg.terms import Term

Inputs = tuple[Term, ...]
Found = tuple[Hit, ...] | Fault

_INDICATOR = f"?{{}} a {iri(vocab.INDICATOR)} ."
# One search looks at so many times the hits that are wanted, and at least at so many: where many
# indicators pass, that is faster than to list them all.
_LOOKS = ((2, 100), (4, 1000))


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What stands around a clause as a filter of what it finds.

    ``subject`` is the variable of the indicators, ``inputs`` are those that searches are given,
    ``unknown`` those that the clause binds beside them.
    """

    around: Surroundings
    subject: str
    inputs: tuple[str, ...]
    unknown: frozenset[str]
    asker: Asker
    call: Call

    def found(self, searches: Sequence[Search], bound: Sequence[Inputs]) -> list[Found]:
        """What each search finds that is let through; ``bound`` are the inputs of each."""
        if not self._pattern("").narrows:
            return list(found(self.call, searches))
        if len(searches) == 1:
            looked = self._looked_through(searches[0], bound[0])
            if looked is not None:
                return [looked]
        is_bound = self.subject in self._pattern("").certain
        passing = self._passing(bound, "" if is_bound else _INDICATOR.format(self.subject))
        linked = self._linked()
        among = [passing.get(_chosen(values, linked), []) for values in bound]
        searches = [
            replace(search, among=iris) for search, iris in zip(searches, among, strict=True)
        ]
        return list(found(self.call, searches))

    def _looked_through(self, search: Search, inputs: Inputs) -> Found | None:
        """The hits among the first that are let through; None where too few of those are."""
        for times, least in _LOOKS:
            size = max(times * search.limit, least)
            wider = Search({**search.arguments, "limit": size}, search.among)
            (looked,) = found(self.call, [wider])
            if isinstance(looked, Fault):
                return looked
            data = values_clause([self.subject], ([Term.iri(hit.iri)] for hit in looked))
            passing = self._passing([inputs], data)
            let_through = {one for iris in passing.values() for one in iris}
            kept = [hit for hit in looked if hit.iri in let_through]
            if len(kept) >= search.limit or len(looked) < size:
                return tuple(kept[: search.limit])
        return None

    def _passing(self, bound: Sequence[Inputs], candidates: str) -> Mapping[Inputs, list[str]]:
        """The candidates that are let through, by the inputs that they are linked with."""
        linked = self._linked()
        names = [self.inputs[place] for place in linked]
        given = {_chosen(values, linked): None for values in bound}
        stand_in = f"{values_clause(names, given)} {candidates}" if names else candidates
        passing: dict[Inputs, list[str]] = defaultdict(list)
        for indicator, *values in self.asker.rows(
            [self.subject, *names], self._pattern(stand_in).text
        ):
            if indicator is not None and indicator.is_iri:
                passing[tuple(value for value in values if value)].append(indicator.value)
        return passing

    def _linked(self) -> list[int]:
        """The places of the inputs that what narrows the indicators speaks of."""
        variables = self._pattern("").variables
        return [place for place, name in enumerate(self.inputs) if name in variables]

    def _pattern(self, stand_in: str) -> Pattern:
        return self.around.narrowing(self.subject, frozenset(self.inputs), self.unknown, stand_in)


def _chosen(values: Inputs, places: Iterable[int]) -> Inputs:
    return tuple(values[place] for place in places)
