"""What the host is asked for a search, and what it answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.sparql.host import Call, Json

_SEARCHES_OF_A_CALL = 50  # so that the host does not work on for long for a worker that is gone


@dataclass(frozen=True, slots=True)
class Hit:
    """An indicator that was found, its score, and the pieces of its texts that match."""

    iri: str
    score: float
    matched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one search cannot be: the parameter by its name in the call, and a sentence."""

    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Search:
    """One search: its parameters by their names in a call, and the only IRIs it may find."""

    arguments: Mapping[str, Json]
    among: Sequence[str] | None = None

    @property
    def limit(self) -> int:
        """How many hits are wanted."""
        return int(self.arguments["limit"])


def found(call: Call, searches: Sequence[Search]) -> Iterator[tuple[Hit, ...] | Fault]:
    """The hits of each search, the best first, asked for some searches at a time."""
    for start in range(0, len(searches), _SEARCHES_OF_A_CALL):
        yield from _found(call, searches[start : start + _SEARCHES_OF_A_CALL])


def _found(call: Call, searches: Sequence[Search]) -> Iterator[tuple[Hit, ...] | Fault]:
    # Many searches may share one long list, which is sent once.
    shared = {id(one.among): one.among for one in searches if one.among is not None}
    places = {identity: place for place, identity in enumerate(shared)}
    asked = [{**one.arguments, "among": places.get(id(one.among))} for one in searches]
    answers = call("search", {"searches": asked, "sets": list(shared.values())})
    for answer in answers:
        if "fault" in answer:
            yield Fault(answer["fault"]["where"], answer["fault"]["message"])
        else:
            yield tuple(Hit(iri, score, tuple(matched)) for iri, score, matched in answer["hits"])
