"""The command line: one command group, and the exit status for each kind of failure."""

import logging
import sys

import typer
from typer import Context
from typer.core import TyperGroup

from api.cli import data, files, questions, serving
from kg.errors import JipuError


class _Group(TyperGroup):
    """Tells an error of the family in one sentence on stderr, with exit status 1."""

    def invoke(self, ctx: Context) -> object:
        try:
            return super().invoke(ctx)
        except JipuError as error:
            typer.echo(f"jipu: {error}", err=True)
            raise typer.Exit(1) from error
        except BrokenPipeError:
            # The reader of our output has gone (`jipu … | head`): that is no failure of ours.
            sys.stderr.close()
            raise typer.Exit(0) from None


def create_cli() -> typer.Typer:
    """The command with all its subcommands."""
    cli = typer.Typer(
        name="jipu",
        cls=_Group,
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
    """Run the command line."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    create_cli()()
