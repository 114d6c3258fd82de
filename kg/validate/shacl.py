"""SHACL over one document's graph, with pySHACL: about 0.1 ms a triple. The only pyshacl import."""

from collections.abc import Iterable
from functools import lru_cache

import pyshacl
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg import vocab
from kg.errors import InvalidRequestError
from kg.validate.violation import Checked, Severity, Violation

_SEVERITIES: dict[Node | None, Severity] = {
    SH.Warning: Severity.WARNING,
    SH.Info: Severity.INFO,
}
_PLACE = tuple(map(URIRef, (vocab.SOURCE_TABLE, vocab.SOURCE_ROW, vocab.SOURCE_CELL)))


def validate_graph(name: str, ntriples: str, shapes: str) -> Checked:
    """What shapes find in the graph of the document of that name; both are in N-Triples.

    Raises InvalidRequestError for shapes that SHACL has no meaning for.
    """
    data = Graph().parse(data=ntriples, format="nt")
    try:
        _, report, text = pyshacl.validate(
            data, shacl_graph=_shapes(shapes), inference="none", inplace=True
        )
    except pyshacl.errors.ReportableRuntimeError as error:
        raise InvalidRequestError("shapes", f"cannot be used: {error.message}") from error
    if not isinstance(report, Graph):
        raise InvalidRequestError("shapes", f"cannot be used: {text.strip()}")
    results = list(report.subjects(RDF.type, SH.ValidationResult))
    if not results:
        return Checked((), "")
    for result in results:
        _add_place(result, report, data, name)
    found = sorted((_violation(result, report) for result in results), key=_order)
    return Checked(tuple(found), _ntriples(report))


def _add_place(result: Node, report: Graph, data: Graph, name: str) -> None:
    """Tell in the report where the focus node was printed: its document is no part of it."""
    focus = report.value(result, SH.focusNode)
    report.add((result, URIRef(vocab.FILE_NAME), Literal(name)))
    for place in _PLACE:
        value = data.value(focus, place)
        if value is not None:
            report.add((result, place, value))


def _violation(result: Node, report: Graph) -> Violation:
    table, row, cell = (report.value(result, place) for place in _PLACE)
    messages = [m for m in report.objects(result, SH.resultMessage) if isinstance(m, Literal)]
    return Violation(
        focus=str(report.value(result, SH.focusNode)),
        message=_in_language("zh", messages),
        english=_in_language("en", messages),
        severity=_SEVERITIES.get(report.value(result, SH.resultSeverity), Severity.VIOLATION),
        path=_text(report.value(result, SH.resultPath)),
        value=_text(report.value(result, SH.value)),
        shape=_text(report.value(result, SH.sourceShape)),
        document=_text(report.value(result, URIRef(vocab.FILE_NAME))),
        table=_number(table),
        row=_number(row),
        cell=_text(cell),
    )


def _in_language(language: str, messages: Iterable[Literal]) -> str:
    """The message in a language, else in none, else in any."""
    ranked = sorted(messages, key=lambda m: (m.language != language, m.language is not None, m))
    return str(ranked[0]) if ranked else ""


def _order(violation: Violation) -> tuple[int, str, str]:
    return violation.row or 0, violation.message, violation.focus


def _text(node: Node | None) -> str | None:
    """A term as text; a blank node has no name that means something outside."""
    return None if node is None or isinstance(node, BNode) else str(node)


def _number(node: Node | None) -> int | None:
    return int(str(node)) if isinstance(node, Literal) and str(node).isdecimal() else None


def _ntriples(graph: Graph) -> str:
    return graph.serialize(format="nt")


@lru_cache(maxsize=1)
def _shapes(ntriples: str) -> Graph:
    return Graph().parse(data=ntriples, format="nt")
