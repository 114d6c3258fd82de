"""Arguments of questions as RDF terms (参数值): every type has one way to be written, or none.

A term is made of a value that was understood, never of its text as it came: nothing that is given
can end a term and begin something else.
"""

import re
from collections.abc import Callable
from datetime import date

from kg import ntriples, vocab
from kg.categories import expand
from kg.errors import InvalidRequestError

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\\ud800-\udfff]*")
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_COUNT = re.compile(r"[0-9]{1,9}")
_YEAR = re.compile(r"[0-9]{4}")
_DECIMAL = re.compile(r"([+-]?)([0-9]{1,18})(?:\.([0-9]{1,18}))?")


def term_of(name: str, kind: str, value: str) -> str:
    """The argument of a parameter as SPARQL writes terms, several where it stands for several.

    ``kind`` is one of :data:`KINDS`. Raises InvalidRequestError, naming the parameter, for what is
    no value of it.
    """
    term = _TERMS[kind](value)
    if term is None:
        raise InvalidRequestError(name, f"{value!r} is no {KINDS[kind]}")
    return term


def _iri(value: str) -> str | None:
    return f"<{value}>" if _IRI.fullmatch(value) else None


def _string(value: str) -> str | None:
    return ntriples.literal(value)


def _integer(value: str) -> str | None:
    return str(int(value)) if _INTEGER.fullmatch(value) else None


def _count(value: str) -> str | None:
    return str(int(value)) if _COUNT.fullmatch(value) else None


def _year(value: str) -> str | None:
    return str(int(value)) if _YEAR.fullmatch(value) else None


def _decimal(value: str) -> str | None:
    parts = _DECIMAL.fullmatch(value)
    return parts and f"{parts[1]}{parts[2]}.{parts[3] or 0}"


def _date(value: str) -> str | None:
    try:
        return f'"{date.fromisoformat(value).isoformat()}"^^<{vocab.XSD}date>'
    except ValueError:
        return None


def _category(value: str) -> str | None:
    # Raises the error of a notation that no scheme has, with those that there are.
    return " ".join(f"<{vocab.category(notation)}>" for notation in sorted(expand(value)))


KINDS = {
    "iri": "IRI (https://…)",
    "string": "text",
    "integer": "whole number",
    "count": "number of rows",
    "decimal": "number (0.95)",
    "year": "year of four digits",
    "date": "day (2024-12-31)",
    "category": "category",
}
_TERMS: dict[str, Callable[[str], str | None]] = {
    "iri": _iri,
    "string": _string,
    "integer": _integer,
    "count": _count,
    "decimal": _decimal,
    "year": _year,
    "date": _date,
    "category": _category,
}
