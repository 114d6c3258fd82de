"""A query answered with all that a worker has: its store, and what it may ask of its host."""

from kg.errors import QueryError
from kg.sparql.columns import with_columns_named
from kg.sparql.functions import functions_of
from kg.sparql.guard import SERVICE, services_in
from kg.sparql.host import Call
from kg.store.answer import Answer
from kg.store.query import Query
from kg.store.reader import StoreReader


def answered(query: Query, reader: StoreReader, call: Call) -> Answer:
    """The answer to an untrusted query, evaluated lazily.

    Raises QueryRefusedError for an update and for a SERVICE clause that is not allowed, and what
    `kg.sparql.expansion.expand` and `StoreReader.answer` raise; so does writing the answer.
    """
    functions = functions_of(call)
    asked = query.text
    if services_in(query.text) or SERVICE in query.text.lower():
        # Imported here: a worker starts in half the time without, and few queries need it.
        from kg.sparql.expansion import expand

        query = expand(query, reader, functions, call)
    query = with_columns_named(query, asked, functions)
    try:
        return reader.answer(query, functions)
    except QueryError as error:
        raise (error if error.line is None else _at_the_mistake(query.text, error)) from error


def _at_the_mistake(text: str, error: QueryError) -> QueryError:
    """The same with the place where reading fails first: the engine tells how far it ever came."""
    from kg.sparql.expansion.syntax import parse

    try:
        parse(text)
    except QueryError as clearer:
        return clearer
    return error


def warm_up() -> None:
    """Load what queries with a SERVICE or a mistake need, which takes an eighth of a second."""
    from kg.sparql.expansion import expand  # noqa: F401
    from kg.sparql.expansion.syntax import parse

    parse("ASK {}")
