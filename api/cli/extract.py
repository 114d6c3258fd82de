"""The command that reads and stores nothing: jipu extract, with the account of every cell."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from typing import Annotated

import typer

from api.cli.explain import account_form, show_account
from api.cli.options import (
    JsonOption,
    PathsArgument,
    RegionOption,
    YearOption,
    given_of,
    read_limits,
)
from api.cli.progress import shown_progress
from api.cli.show import note, show_json, show_table
from api.settings import Settings
from kg.documents import Archive, Examined, Job, R, each_document, examine_one, read_one
from kg.jsonform import project_to_json
from kg.model import Document, Problem
from kg.sources import DocumentFile, document_files


def add_commands(cli: typer.Typer) -> None:
    """Add the command of this module."""
    cli.command("extract")(extract_command)


def extract_command(
    paths: PathsArgument,
    region: RegionOption = None,
    year: YearOption = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Tell what every cell became, and how sure that is.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Read documents and print their projects; nothing is stored.

    Example: jipu extract data/pingluo-2024.txt --json
    """
    found = document_files(paths)
    for problem in found.problems:
        note(f"jipu: {problem.where}: {problem.message}")
    given = given_of(region, year)
    if explain:
        examined = list(_read(found.files, partial(examine_one, given)))
        _show_accounts(examined, json)
    else:
        documents = list(_read(found.files, partial(read_one, given)))
        _show_documents(documents, json)
    if not (examined if explain else documents):
        raise typer.Exit(1)


def _read(files: Sequence[DocumentFile], read: Callable[[Job], R | Archive]) -> Iterator[R]:
    """What could be read, in the order of the files; of the rest it is told why not."""
    limits = read_limits(Settings.from_environment())
    with (
        shown_progress("nothing is stored") as progress,
        closing(each_document(files, read, limits, progress)) as results,
    ):
        done = sorted(results, key=lambda result: result[0].place)
    for _, result in done:
        if isinstance(result, Problem):
            note(f"jipu: {result.where}: {result.message}")
        else:
            yield result


def _show_documents(documents: Sequence[Document], json: bool) -> None:
    projects = [project_to_json(project) for document in documents for project in document.projects]
    for document in documents:
        # In JSON a project's problems stand with the project.
        for problem in document.problems if json else document.all_problems:
            note(f"{problem.where}: {problem.message}")
    if json:
        show_json(projects)
    else:
        show_table(
            ["project", "level 2", "indicator", "value", "row"],
            [
                [project["name"], row["level2"], row["name"], row["value"], row["source"]["row"]]
                for project in projects
                for row in project["indicators"]
            ],
        )


def _show_accounts(read: Sequence[Examined], json: bool) -> None:
    if json:
        show_json([account_form(one.document.name, one.account) for one in read])
        return
    for one in read:
        show_account(one.document.name, one.account)
