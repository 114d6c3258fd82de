"""The command that asks in SPARQL."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final, Literal

import typer

from api.cli.named import named_query_text, show_questions
from api.cli.options import HomeOption, settings_with
from api.cli.show import show_place, show_table
from api.cli.texts import checked_text, checked_texts, text_of
from api.settings import Settings
from kg.errors import InvalidRequestError, NotAcceptableError, QueryError
from kg.home import Home
from kg.sparql.blocking import BlockingResult, blocking
from kg.store.formats import RESULT_FORMATS
from kg.store.query import Query

Format = Literal["table", "json", "xml", "csv", "tsv", "turtle", "ntriples", "jsonld"]
_MEDIA_TYPES: dict[Format, tuple[str, ...]] = {
    "table": ("application/sparql-results+json", "text/turtle"),
    "json": ("application/sparql-results+json",),
    "xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
    "turtle": ("text/turtle",),
    "ntriples": ("application/n-triples",),
    "jsonld": ("application/ld+json",),
}
_FITTING: Final = (
    "SELECT is shown as table, json, xml, csv or tsv, ASK as table, json or xml, "
    "CONSTRUCT and DESCRIBE as table, turtle, ntriples, jsonld or xml"
)


def add_commands(cli: typer.Typer) -> None:
    """Add the command of this module."""
    cli.command("sparql")(sparql_command)


def sparql_command(
    query: Annotated[
        list[str] | None,
        typer.Argument(
            callback=checked_texts,
            help="The query; - or nothing reads stdin. After --named: key=value of its parameters.",
        ),
    ] = None,
    file: Annotated[Path | None, typer.Option("-f", "--file", help="Read the query here.")] = None,
    named: Annotated[
        str | None, typer.Option("--named", callback=checked_text, help="Run a named query.")
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the named queries.")] = False,
    format: Annotated[Format, typer.Option("--format", help="How to print.")] = "table",  # noqa: A002
    timeout: Annotated[
        float | None, typer.Option("--timeout", min=0.01, help="Time limit in seconds.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Run a SPARQL 1.1 query over the release in force.

    Example: jipu sparql "SELECT ?name { ?p a jipu:Project ; rdfs:label ?name } LIMIT 5"

    Or a named query: jipu sparql --named satisfaction-at-least min=0.98 year=2024
    """
    if listed:
        show_questions(json=format == "json")
        return
    settings = settings_with(home)
    if timeout is not None:
        settings = replace(settings, query_seconds=timeout)
    text = _query_text(query or [], file, named)
    try:
        _answer(text, format, settings)
    except QueryError as error:
        if error.line is not None and error.column is not None:
            show_place(text, error.line, error.column)
        raise


def _answer(text: str, format: Format, settings: Settings) -> None:  # noqa: A002
    from api.service import late_host, open_pool

    release = Home(settings.home).current()
    one = replace(settings, query_workers=1)
    with blocking(open_pool(release, one, late_host(release, settings))) as pool:
        try:
            result = pool.run(Query(text, _MEDIA_TYPES[format]))
        except NotAcceptableError as error:
            raise InvalidRequestError("--format", f"{format} does not fit; {_FITTING}") from error
        if format == "table":
            _show_result(result)
        else:
            for chunk in result:
                sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()


def _query_text(queries: list[str], file: Path | None, named: str | None) -> str:
    if named is not None and file is None:
        return named_query_text(named, queries)
    if len(queries) + (file is not None) + (named is not None) > 1:
        raise typer.BadParameter("give one query, one file or one name")
    try:
        if file is not None:
            return text_of(file.read_bytes(), str(file))
    except OSError as error:
        raise InvalidRequestError(str(file), f"cannot be read: {error.strerror}") from error
    return text_of(sys.stdin.buffer.read(), "stdin") if queries in ([], ["-"]) else queries[0]


def _show_result(result: BlockingResult) -> None:
    body = result.read()
    if result.media_type not in RESULT_FORMATS:
        typer.echo(body.decode(), nl=False)
        return
    answer = json.loads(body)
    if "boolean" in answer:
        typer.echo("true" if answer["boolean"] else "false")
        return
    names = answer["head"]["vars"]
    rows = [
        [binding.get(name, {}).get("value") for name in names]
        for binding in answer["results"]["bindings"]
    ]
    show_table(names, rows)
