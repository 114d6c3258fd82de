"""A query as it is asked of a store; free of the engine, for those that only pass it on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Query:
    """A SPARQL 1.1 query with the dataset and the answer's media types it is asked for.

    ``accept`` lists media types, the most wanted first; the first that fits the query's form is
    used. Empty ``default_graphs`` and ``named_graphs`` mean the store's own dataset. ``base_iri``
    is what relative IRIs are resolved against where the query has no BASE. ``codings`` are the
    content codings that the answer may have.
    """

    text: str
    accept: tuple[str, ...]
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    base_iri: str | None = None
    codings: tuple[str, ...] = ()
