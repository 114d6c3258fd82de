"""A query answered with all that a worker has: its store, and what it may ask of its host."""

from kg.sparql.functions import functions_of
from kg.sparql.guard import SERVICE, services_in
from kg.sparql.host import Call
from kg.store import Answer, Query, StoreReader


def answered(query: Query, reader: StoreReader, call: Call) -> Answer:
    """The answer to an untrusted query, evaluated lazily.

    Raises QueryRefusedError for an update and for a SERVICE clause that is not allowed, and what
    `kg.sparql.expansion.expand` and `StoreReader.answer` raise; so does writing the answer.
    """
    functions = functions_of(call)
    if services_in(query.text) or SERVICE in query.text.lower():
        # Imported here: a worker starts in half the time without, and few queries need it.
        from kg.sparql.expansion import expand

        query = expand(query, reader, functions, call)
    return reader.answer(query, functions)
