"""Queries with SERVICE clauses, made into queries over the store alone (查询改写).

Each clause that is allowed is answered by the host process, and its solutions stand in its place
as inline data; every other clause is refused. What the engine gets holds no SERVICE.
"""

from collections.abc import Sequence
from dataclasses import replace

from kg import vocab
from kg.sparql.expansion.asking import Asker
from kg.sparql.expansion.elements import Source
from kg.sparql.expansion.foreign import ForeignClauses
from kg.sparql.expansion.names import Names
from kg.sparql.expansion.search import SearchClauses
from kg.sparql.expansion.syntax import Node, parse
from kg.sparql.guard import refused, services_in
from kg.sparql.host import Call
from kg.store.functions import Functions
from kg.store.query import Query
from kg.store.reader import StoreReader
from ontology import PREFIXES


def expand(query: Query, reader: StoreReader, functions: Functions, call: Call) -> Query:
    """The query with the solutions of its SERVICE clauses in their place.

    ``functions`` are those of its expressions. Raises QueryRefusedError for an update and for a
    clause that is not allowed, QueryError for a mistake in one, each with its position, and what
    the host raises.
    """
    seen = services_in(query.text)
    root = parse(query.text)
    ways = list(root.paths("service"))
    _check_that_none_is_left(query.text, root, seen, ways)
    source = Source(query.text)
    names = Names(query.text, root.children[0], PREFIXES)
    asker = Asker.of(reader, functions, query, source, root)
    searches = SearchClauses(source, names, asker, call)
    foreign = ForeignClauses(source, names, root.children[0], call)
    for way in ways:
        if any(node.kind == "service" for node in way[:-1]):
            continue  # a part of the clause around it
        service = way[-1]
        name = service.child("iri")
        if name is None:
            raise refused(query.text, service.start, "a SERVICE in a variable may be any host")
        is_search = names.iri(name) == vocab.SEARCH
        text = searches.answer(way) if is_search else foreign.answer(service)
        source.replace(service, _as_many_lines(text, source.text(service.start, service.end)))
    return replace(query, text=source.text(0, len(query.text)))


def _check_that_none_is_left(
    text: str, root: Node, seen: Sequence[int], ways: Sequence[Sequence[Node]]
) -> None:
    """Refuse what the tokens behind the prologue call a SERVICE and the grammar does not."""
    prologue = root.children[0]
    clauses = {way[-1].start for way in ways}
    left = [place for place in seen if place >= prologue.end and place not in clauses]
    if left:
        raise refused(text, left[0], "SERVICE would contact another host")


def _as_many_lines(text: str, original: str) -> str:
    """A text with the line ends of another, so that what follows keeps its line in errors."""
    return text + "\n" * (original.count("\n") - text.count("\n"))
