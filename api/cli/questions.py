"""Commands that ask: sparql, search, similar, comparable, stats."""

import json as json_module
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api.cli.named import named_query_text, show_questions
from api.cli.options import (
    CountOption,
    HomeOption,
    JsonOption,
    opened_service,
    settings_with,
    with_filters,
)
from api.cli.show import note, show_hits, show_json, show_table
from api.cli.texts import checked_text, checked_texts, text_of
from kg.errors import InvalidRequestError
from kg.home import Home
from kg.sparql.blocking import BlockingResult, blocking
from kg.store.formats import RESULT_FORMATS
from kg.store.query import Query

if TYPE_CHECKING:
    from search.filters import Filters

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


def add_commands(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command("sparql")(sparql_command)
    cli.command("search")(search_command)
    cli.command("similar")(similar_command)
    cli.command("comparable")(comparable_command)
    cli.command("stats")(stats_command)


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
    from api.service import late_host, open_pool

    if listed:
        show_questions(json=format == "json")
        return
    settings = settings_with(home)
    if timeout is not None:
        settings = replace(settings, query_seconds=timeout)
    text = _query_text(query or [], file, named)
    release = Home(settings.home).current()
    one = replace(settings, query_workers=1)
    with blocking(open_pool(release, one, late_host(release, settings))) as pool:
        result = pool.run(Query(text, _MEDIA_TYPES[format]))
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
    answer = json_module.loads(body)
    if "boolean" in answer:
        typer.echo("true" if answer["boolean"] else "false")
        return
    names = answer["head"]["vars"]
    rows = [
        [binding.get(name, {}).get("value") for name in names]
        for binding in answer["results"]["bindings"]
    ]
    show_table(names, rows)


@with_filters
def search_command(
    text: Annotated[
        str,
        typer.Argument(callback=checked_text, help="What to look for, with a value if you like."),
    ],
    k: CountOption = 10,
    group: Annotated[
        Literal["name"] | None, typer.Option("--group", help="Fold indicators of equal name.")
    ] = None,
    home: HomeOption = None,
    json: JsonOption = False,
    *,
    filters: "Filters",
) -> None:
    """Find indicators by meaning and value.

    Example: jipu search "群众对环境的满意程度 ≥90%" -k 5 --category satisfaction
    """
    with opened_service(settings_with(home)) as service:
        find = service.search_grouped if group else service.search
        _show_found(find(text, k, filters), json)


@with_filters
def similar_command(
    indicator: Annotated[
        str,
        typer.Argument(callback=checked_text, help="An indicator's IRI, or its text and value."),
    ],
    k: CountOption = 10,
    home: HomeOption = None,
    json: JsonOption = False,
    *,
    filters: "Filters",
) -> None:
    """Find indicators like a given one, never itself.

    Example: jipu similar "农民对政策满意度 ≥95%" -k 5
    """
    with opened_service(settings_with(home)) as service:
        known = indicator.startswith(service.release.manifest.base_iri)
        find = service.similar_to if known else service.similar_text
        _show_found(find(indicator, k, filters), json)


def _show_found(answer: dict[str, object], json: bool) -> None:
    if json:
        show_json(answer)
    else:
        show_hits(answer)
    if not answer["hits"]:
        note("no indicator passes these filters")


def comparable_command(
    project: Annotated[str, typer.Argument(callback=checked_text, help="A project's IRI or name.")],
    category: Annotated[
        str | None, typer.Option("--category", help="Only targets of this category.")
    ] = None,
    tolerance: Annotated[
        float, typer.Option("--tolerance", min=0, help="Largest difference of canonical values.")
    ] = 0.02,
    k: CountOption = 10,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Find projects that promise comparable targets, and where this one stands among them.

    Example: jipu comparable 高龄津贴县级补助资金 --category satisfaction
    """
    with opened_service(settings_with(home)) as service:
        answer = service.comparable(project, category, tolerance, k)
    if json:
        show_json(answer)
        return
    rows = [
        [
            f"{c['score']:.2f}",
            c["project"]["name"],
            c["project"]["department"],
            sum(pair["within_tolerance"] for pair in c["pairs"]),
            len(c["pairs"]),
        ]
        for c in answer["comparables"]
    ]
    show_table(["score", "project", "department", "within tolerance", "pairs"], rows)
    if answer["peers"] is None:
        note(answer["reason"])
    else:
        show_table(list(answer["peers"]), [list(answer["peers"].values())])


def stats_command(home: HomeOption = None, json: JsonOption = False) -> None:
    """Count what the release holds.

    Example: jipu stats
    """
    release = Home(settings_with(home).home).current()
    stats = release.manifest.stats
    if json:
        show_json({"release": release.id, **stats})
        return
    show_table(["what", "count"], [(k, v) for k, v in stats.items() if not isinstance(v, dict)])
    show_table(["category", "indicators"], stats["by_category"].items())
    show_table(["year", "indicators"], stats["by_year"].items())
