"""``SERVICE <endpoint>``: the host asks one that is allowed, and its rows take its place."""

import re
from collections.abc import Mapping
from typing import Final

import ontology
from kg.errors import EndpointError, QueryRefusedError
from kg.sparql.expansion.asking import values_clause
from kg.sparql.expansion.elements import Source
from kg.sparql.expansion.names import Names
from kg.sparql.expansion.syntax import Node
from kg.sparql.guard import refused
from kg.sparql.host import Call, Json
from kg.sparql.positions import error_at
from kg.terms import Term

MOST_ROWS: Final = 10_000  # of one clause
_VARIABLE = re.compile(r"\w+")
_IRI = re.compile(r"[^\x00-\x20<>\"{}|^`\\]*")
_LANGUAGE = re.compile(r"[A-Za-z]+(?:-[A-Za-z0-9]+)*")


class ForeignClauses:
    """Answers the clauses of one query that name another endpoint."""

    def __init__(self, source: Source, names: Names, prologue: Node, call: Call) -> None:
        self._source = source
        self._names = names
        self._prologue = prologue
        self._call = call

    def answer(self, service: Node) -> str:
        """What takes the place of a clause, with the place of what is wrong in what is raised.

        Raises QueryRefusedError for an endpoint that is not allowed, EndpointError for one that
        fails, unless the clause is SILENT: then it binds nothing (SPARQL 1.1 Federated Query, 3).
        """
        name, group = service.children[-2:]
        endpoint = self._names.iri(name)
        if endpoint is None:
            raise refused(self._source.original, service.start, "its prefix is not declared")
        try:
            results = self._call("federate", {"endpoint": endpoint, "query": self._query(group)})
            return _values_of(results)
        except QueryRefusedError as error:
            raise refused(self._source.original, service.start, error.message) from error
        except EndpointError as error:
            if service.child("SILENT"):
                return "{ }"
            raise error_at(
                EndpointError, self._source.original, service.start, error.message
            ) from error

    def _query(self, group: Node) -> str:
        """The block as a query of its own, under all the names that are known here."""
        text = self._source.original
        known = ontology.prologue(ontology.PREFIXES)
        declared = text[self._prologue.start : self._prologue.end]
        return f"{known}{declared}\nSELECT * WHERE {text[group.start : group.end]}"


def _values_of(results: Json) -> str:
    """JSON results (SPARQL 1.1 Query Results JSON Format) as inline data.

    Raises EndpointError for what is none, for too many rows and for what cannot be joined here.
    """
    try:
        variables, rows = results["head"]["vars"], results["results"]["bindings"]
        if not all(map(_VARIABLE.fullmatch, variables)):
            raise EndpointError("SERVICE", "the endpoint gives no variables")
        data = [[_text(row.get(name), name) for name in variables] for row in rows]
    except (TypeError, KeyError, AttributeError) as error:
        raise EndpointError("SERVICE", "the endpoint gives no SPARQL results") from error
    if len(data) > MOST_ROWS:
        raise EndpointError("SERVICE", f"the endpoint gives {len(data)} rows, over {MOST_ROWS}")
    return values_clause(variables, data)


def _text(binding: Mapping[str, str] | None, variable: str) -> str:
    """A bound term as it is written in inline data."""
    if binding is None:
        return "UNDEF"
    kind, value = binding["type"], binding["value"]
    if kind == "uri" and _IRI.fullmatch(value):
        return str(Term.iri(value))
    language, datatype = binding.get("xml:lang"), binding.get("datatype")
    if kind in ("literal", "typed-literal") and _IRI.fullmatch(datatype or ""):
        if language is not None and _LANGUAGE.fullmatch(language):
            return str(Term.tagged(value, language))
        if language is None:
            return str(Term.literal(value, datatype) if datatype else Term.literal(value))
    # A blank node of theirs is none of ours, and UNDEF would join with everything.
    raise EndpointError(
        "SERVICE",
        f"the endpoint gives {kind} {value!r} for ?{variable}, which cannot be joined here; "
        "leave the variable out with a subquery in the clause",
    )
