"""Content negotiation (内容协商) by RFC 9110 §12.5.1: an Accept header against what we can give."""

from collections.abc import Sequence

from kg.store.formats import RDF_FORMATS, RESULT_FORMATS

SPARQL_TYPES: tuple[str, ...] = (*RESULT_FORMATS, *RDF_FORMATS)
ALIASES = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
    "application/x-turtle": "text/turtle",
}


def acceptable(accept: str | None, offered: Sequence[str]) -> tuple[str, ...]:
    """The offered media types that the client accepts, the most wanted first.

    Equal wishes keep the order of ``offered``; the most specific range that names a type decides
    its quality. A missing or empty header accepts everything; parameters other than ``q`` are
    ignored, and a range that cannot be read is skipped.
    """
    ranges = _ranges(accept or "*/*")
    wanted = [(_quality(media_type, ranges), media_type) for media_type in offered]
    return tuple(t for q, t in sorted(wanted, key=lambda pair: -pair[0]) if q > 0)


def _ranges(accept: str) -> dict[str, float]:
    ranges: dict[str, float] = {}
    for item in accept.split(","):
        name, *parameters = (part.strip().lower() for part in item.split(";"))
        if "/" not in name:
            continue
        ranges[ALIASES.get(name, name)] = next(
            (_number(p[2:]) for p in parameters if p.startswith("q=")), 1.0
        )
    return ranges


def _number(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


def _quality(media_type: str, ranges: dict[str, float]) -> float:
    group = media_type.partition("/")[0] + "/*"
    return ranges.get(media_type, ranges.get(group, ranges.get("*/*", 0.0)))


def content_codings(accept_encoding: str | None) -> tuple[str, ...]:
    """The content codings of ours that the client takes (RFC 9110 §12.5.3): gzip or none."""
    ranges = {}
    for item in (accept_encoding or "").lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        ranges[name] = next((_number(p[2:]) for p in parameters if p.startswith("q=")), 1.0)
    return ("gzip",) if ranges.get("gzip", ranges.get("*", 0.0)) > 0 else ()
