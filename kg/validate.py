"""Structural checks (结构校验): does the graph say only what it can say? A violation is our fault.

One document's graph is checked with SHACL while it is small; a whole release with the SPARQL
checks of the ontology, because SHACL takes minutes where a store takes milliseconds.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import pyshacl
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.term import Node

import ontology
from kg import vocab
from kg.ntriples import Triple

Select = Callable[[str], Iterable[Sequence[str | None]]]


@dataclass(frozen=True, slots=True)
class Violation:
    """One fault: the node, what is wrong with it, and where the node was printed if it was.

    ``path`` is the property at fault and ``value`` the offending term, where the fault has one.
    """

    focus: str
    message: str
    path: str | None = None
    value: str | None = None
    file: str | None = None
    row: int | None = None

    @property
    def where(self) -> str:
        """File and row as a person says them, else the node."""
        if self.file is None:
            return self.focus
        return self.file if self.row is None else f"{self.file}, row {self.row}"


def validate_document(triples: Iterable[Triple]) -> tuple[Violation, ...]:
    """The violations of the shapes in one document's graph, by row, then message.

    Takes about 0.1 ms a triple: for one document, not for a release.
    """
    data = Graph().parse(data="".join(t.line for t in triples), format="nt")
    conforms, report, _ = pyshacl.validate(data, shacl_graph=_shapes(), inference="none")
    if conforms:
        return ()
    results = report.subjects(RDF.type, SH.ValidationResult)
    return tuple(sorted((_violation(result, report, data) for result in results), key=_order))


def check_release(select: Select) -> tuple[Violation, ...]:
    """The faults that the release checks find, check by check.

    ``select`` runs a SPARQL SELECT and yields its rows as texts; every check selects focus,
    value, file and row in this order, the last three possibly unbound.
    """
    return tuple(
        Violation(
            focus=str(focus),
            message=ontology.question(query, "en"),
            value=value,
            file=file,
            row=None if row is None else int(row),
        )
        for query in ontology.checks().values()
        for focus, value, file, row in select(query)
    )


def _violation(result: Node, report: Graph, data: Graph) -> Violation:
    focus = report.value(result, SH.focusNode)
    row = data.value(focus, URIRef(vocab.SOURCE_ROW))
    return Violation(
        focus=str(focus),
        message=str(report.value(result, SH.resultMessage)),
        path=_text(report.value(result, SH.resultPath)),
        value=_text(report.value(result, SH.value)),
        file=_text(next(data.objects(predicate=URIRef(vocab.FILE_NAME)), None)),
        row=int(str(row)) if isinstance(row, Literal) and str(row).isdecimal() else None,
    )


def _order(violation: Violation) -> tuple[int, str, str]:
    return violation.row or 0, violation.message, violation.focus


def _text(node: Node | None) -> str | None:
    return None if node is None else str(node)


@cache
def _shapes() -> Graph:
    return Graph().parse(ontology.FOLDER / "shapes.ttl", format="turtle")
