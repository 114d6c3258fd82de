"""The command line: one command group, and the exit status for each kind of failure."""

import logging
import sys

import typer

from api.cli import data, files, questions, serving
from kg.errors import JipuError


def create_cli() -> typer.Typer:
    """The command with all its subcommands."""
    cli = typer.Typer(
        name="jipu",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        help="绩谱: read published budget performance targets and query them.",
    )
    files.add_commands(cli)
    questions.add_commands(cli)
    data.add_commands(cli)
    serving.add_commands(cli)
    return cli


def main() -> None:
    """Run the command line; an error of the family is one sentence on stderr and status 1."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    try:
        create_cli()()
    except JipuError as error:
        typer.echo(f"jipu: {error}", err=True)
        sys.exit(1)
