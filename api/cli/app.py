"""The command line: one command group, and the exit status for each kind of failure."""

import logging
import sys
from typing import Annotated

import typer

from api.cli import data, extract, files, questions, serving, sparql, validate
from kg.errors import JipuError
from kg.software import software


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(software())
        raise typer.Exit


def create_cli() -> typer.Typer:
    """The command with all its subcommands."""
    cli = typer.Typer(
        name="jipu",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )
    cli.callback()(_root)
    files.add_commands(cli)
    extract.add_commands(cli)
    sparql.add_commands(cli)
    questions.add_commands(cli)
    data.add_commands(cli)
    validate.add_commands(cli)
    serving.add_commands(cli)
    return cli


def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """绩谱: read published budget performance targets and query them."""


def main() -> None:
    """Run the command line; an error of the family is one sentence on stderr and status 1."""
    _log_warnings()
    try:
        create_cli()()
    except JipuError as error:
        typer.echo(f"jipu: {error}", err=True)
        sys.exit(1)


def _log_warnings() -> None:
    """Warnings go to stderr; the level is the handler's, because libraries set their loggers'."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
