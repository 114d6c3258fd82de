"""The checks of a whole release, in SPARQL: milliseconds where SHACL takes minutes."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import ontology
from kg.validate.violation import Violation

Select = Callable[[str], Iterable[Sequence[str | None]]]

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\]+")
_PLACES = """
PREFIX jipu: <https://w3id.org/jipu/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT ?focus ?document ?table ?row ?cell WHERE {{
  VALUES ?focus {{ {} }}
  OPTIONAL {{ ?focus prov:wasDerivedFrom?/jipu:fileName ?document }}
  OPTIONAL {{ ?focus jipu:sourceTable ?table }}
  OPTIONAL {{ ?focus jipu:sourceRow ?row }}
  OPTIONAL {{ ?focus jipu:sourceCell ?cell }}
}}"""
_AT_A_TIME = 1000


def check_release(select: Select) -> tuple[Violation, ...]:
    """The faults that the release checks find, check by check.

    ``select`` runs a SPARQL SELECT and yields its rows as texts; every check selects focus and
    value in this order, the value possibly unbound.
    """
    found = [
        Violation(
            focus=str(focus),
            message=ontology.question(query, "zh"),
            english=ontology.question(query, "en"),
            value=value,
            shape=name,
        )
        for name, query in ontology.checks().items()
        for focus, value in select(query)
    ]
    places = _places(select, sorted({violation.focus for violation in found}))
    return tuple(_placed(violation, places) for violation in found)


def _places(select: Select, nodes: Sequence[str]) -> dict[str, Sequence[str | None]]:
    """Document, table, row and cell of nodes, the first of several; blank nodes have none."""
    iris = [f"<{node}>" for node in nodes if _IRI.fullmatch(node)]
    places: dict[str, Sequence[str | None]] = {}
    for start in range(0, len(iris), _AT_A_TIME):
        for focus, *place in select(_PLACES.format(" ".join(iris[start : start + _AT_A_TIME]))):
            places.setdefault(str(focus), place)
    return places


def _placed(violation: Violation, places: dict[str, Sequence[str | None]]) -> Violation:
    document, table, row, cell = places.get(violation.focus, (None,) * 4)
    return replace(violation, document=document, table=_number(table), row=_number(row), cell=cell)


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdecimal() else None
