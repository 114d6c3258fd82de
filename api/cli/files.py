"""Commands about documents: ingest, forget, extract, parse-target."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.options import HomeOption, JsonOption, settings_with
from api.cli.progress import shown_progress
from api.cli.show import note, show_json, show_json_line, show_table
from api.cli.texts import text_of
from kg.errors import UnreadableDocumentError
from kg.home import Home
from kg.ingest import Change, forget, ingest
from kg.jsonform import project_to_json
from kg.read import bytes_of, read_document
from kg.sources import document_files
from kg.target import parse_target, target_to_json

PathsArgument = Annotated[list[Path], typer.Argument(help="Files or folders.")]


def add_commands(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command("ingest")(ingest_command)
    cli.command("forget")(forget_command)
    cli.command("extract")(extract_command)
    cli.command("parse-target", context_settings={"ignore_unknown_options": True})(
        parse_target_command
    )


def ingest_command(paths: PathsArgument, home: HomeOption = None, json: JsonOption = False) -> None:
    """Read documents, build graph and indexes, and put a new release in force.

    Example: jipu ingest data/pingluo-2024.txt
    """
    from api.service import index_finisher

    settings = settings_with(home)
    start = time.perf_counter()
    finish = index_finisher(settings)
    with shown_progress() as progress:
        change = ingest(Home(settings.home), paths, settings.base_iri, finish, progress)
    seconds = round(time.perf_counter() - start, 2)
    for outcome in change.outcomes:
        # In JSON the problems stand with their document; one that was not read is always told.
        for problem in outcome.problems if not json or outcome.status == "failed" else ():
            note(f"{problem.where}: {problem.message}")
    if json:
        show_json(_change_form(change, seconds))
    else:
        _show_change(change, seconds)
    if change.outcomes and all(outcome.status == "failed" for outcome in change.outcomes):
        raise typer.Exit(1)


def _change_form(change: Change, seconds: float) -> dict[str, Any]:
    return {
        "release": None if change.release is None else change.release.id,
        "documents": [
            {
                "path": outcome.path,
                "status": outcome.status,
                "projects": outcome.projects,
                "indicators": outcome.indicators,
                "problems": [{"where": p.where, "message": p.message} for p in outcome.problems],
            }
            for outcome in change.outcomes
        ],
        "triples": 0 if change.release is None else change.release.manifest.stats["triples"],
        "seconds": seconds,
    }


def _show_change(change: Change, seconds: float) -> None:
    read = [outcome for outcome in change.outcomes if outcome.status != "failed"]
    show_table(
        ["documents", "projects", "indicators", "triples", "unread rows", "seconds", "release"],
        [
            [
                len(read),
                sum(outcome.projects for outcome in read),
                sum(outcome.indicators for outcome in read),
                0 if change.release is None else change.release.manifest.stats["triples"],
                sum(len(outcome.problems) for outcome in read),
                seconds,
                None if change.release is None else change.release.id,
            ]
        ],
    )


def forget_command(
    documents: Annotated[
        list[str], typer.Argument(help="File name, path or its end, IRI or start of the SHA-256.")
    ],
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Take documents out and put a new release in force.

    Example: jipu forget pingluo-2024.txt
    """
    from api.service import index_finisher

    settings = settings_with(home)
    finish = index_finisher(settings)
    with shown_progress() as progress:
        release = forget(Home(settings.home), documents, settings.base_iri, finish, progress)
    if json:
        show_json({"release": release.id, "documents": release.manifest.stats["documents"]})
    else:
        note(f"release {release.id} has {release.manifest.stats['documents']} documents")


def extract_command(paths: PathsArgument, json: JsonOption = False) -> None:
    """Read documents and print their projects; nothing is stored.

    Example: jipu extract data/pingluo-2024.txt --json
    """
    projects = []
    failures = 0
    files = document_files(paths)
    for file, name in files:
        try:
            document = read_document(bytes_of(file), name)
        except UnreadableDocumentError as error:
            failures += 1
            note(f"jipu: {error}")
            continue
        projects += [project_to_json(project) for project in document.projects]
        # In JSON a project's problems stand with the project.
        for problem in document.problems if json else document.all_problems:
            note(f"{problem.where}: {problem.message}")
    if json:
        show_json(projects)
    else:
        _show_projects(projects)
    if failures == len(files):
        raise typer.Exit(1)


def _show_projects(projects: Sequence[dict[str, Any]]) -> None:
    rows = [
        [project["name"], row["level2"], row["name"], row["value"], row["source"]["row"]]
        for project in projects
        for row in project["indicators"]
    ]
    show_table(["project", "level 2", "indicator", "value", "row"], rows)


def parse_target_command(
    texts: Annotated[
        list[str] | None, typer.Argument(help="Target values; - or nothing reads lines of stdin.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Read target values and print what was understood, one per argument or input line.

    Example: jipu parse-target "≥95%" "2024年底前" --json
    """
    values = _input_lines() if texts in (None, [], ["-"]) else texts or []
    targets = [target_to_json(parse_target(value)) for value in values]
    if json:
        for target in targets:
            show_json_line(target)
    else:
        columns = ["text", "kind", "comparator", "value", "upper", "unit", "direction"]
        show_table(columns, [[target[column] for column in columns] for target in targets])


def _input_lines() -> list[str]:
    text = text_of(sys.stdin.buffer.read(), "stdin")
    return [line.rstrip("\r") for line in text.removesuffix("\n").split("\n")] if text else []
