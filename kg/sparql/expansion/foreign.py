"""``SERVICE <endpoint>``: what another endpoint answers, where the operator allows it."""

from kg.sparql.expansion.elements import Source
from kg.sparql.expansion.names import Names
from kg.sparql.expansion.syntax import Node
from kg.sparql.guard import refused
from kg.sparql.host import Call


class ForeignClauses:
    """Answers the clauses of one query that name another endpoint."""

    def __init__(self, source: Source, names: Names, prologue: Node, call: Call) -> None:
        self._source = source
        self._names = names
        self._prologue = prologue
        self._call = call

    def answer(self, service: Node) -> str:
        """What takes the place of a clause. Raises QueryRefusedError where it is not allowed."""
        raise refused(self._source.original, service.start, "SERVICE would contact another host")
