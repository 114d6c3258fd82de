"""The command that checks graphs: jipu validate."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api.cli.options import (
    HomeOption,
    JsonOption,
    RegionOption,
    YearOption,
    given_of,
    read_limits,
    settings_with,
)
from api.cli.progress import shown_progress
from api.cli.show import note, show_json, show_table
from api.settings import Settings
from kg.home import Home
from kg.model import Problem
from kg.progress import Progress
from kg.sources import document_files
from kg.tables import Given
from kg.validate.violation import Checked, Severity, Violation
from ontology import shortened

if TYPE_CHECKING:
    from kg.release import Release

Format = Literal["table", "json", "turtle"]


def add_commands(cli: typer.Typer) -> None:
    """Add the command of this module."""
    cli.command("validate")(validate_command)


def validate_command(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files, folders or zip archives; none: the release in force."),
    ] = None,
    shapes: Annotated[
        Path | None, typer.Option("--shapes", help="A SHACL file of your own instead of ours.")
    ] = None,
    format: Annotated[Format, typer.Option("--format", help="How to print.")] = "table",  # noqa: A002
    region: RegionOption = None,
    year: YearOption = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Check documents, or the release in force, against SHACL shapes; nothing is stored.

    Example: jipu validate data/pingluo-2024.txt
    """
    # Imported here: other commands must not wait for the libraries.
    from kg.validate.checks import check_release
    from kg.validate.documents import our_shapes, shapes_in

    settings = settings_with(home)
    text = our_shapes() if shapes is None else shapes_in(shapes)
    with shown_progress("nothing is stored") as progress:
        if paths:
            found = _in_files(paths, text, given_of(region, year), settings, progress)
        else:
            release = Home(settings.home).current()
            found = _in_release(release, text, settings, progress)
            # The checks are of our own graph; shapes of one's own ask something else of it.
            if shapes is None:
                found = replace(found, checks=check_release(release.store.values))
    for problem in found.problems:
        note(f"jipu: {problem.where}: {problem.message}")
    _SHOW["json" if json else format](found)
    if not found.checked or any(v.severity is Severity.VIOLATION for v in found.violations):
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class _Found:
    """What came of a validation: of documents, of the checks of a release, what was not read."""

    checked: tuple[Checked, ...]
    problems: tuple[Problem, ...]
    checks: tuple[Violation, ...] = ()

    @property
    def violations(self) -> tuple[Violation, ...]:
        return self.checks + tuple(v for one in self.checked for v in one.violations)


def _in_files(
    paths: Sequence[Path], shapes: str, given: Given, settings: Settings, progress: Progress
) -> _Found:
    from kg.validate.documents import validate_files

    found = document_files(paths)
    with closing(
        validate_files(found.files, shapes, given, read_limits(settings), progress)
    ) as results:
        done = sorted(results, key=lambda pair: pair[0].place)
    return _sorted_out([result for _, result in done], found.problems)


def _in_release(release: "Release", shapes: str, settings: Settings, progress: Progress) -> _Found:
    from kg.validate.documents import validate_release

    limits = read_limits(settings)
    with closing(validate_release(release, shapes, limits, progress)) as results:
        done = sorted(results, key=lambda pair: pair[0])
    return _sorted_out([result for _, result in done], ())


def _sorted_out(results: Sequence[Checked | Problem], problems: Sequence[Problem]) -> _Found:
    return _Found(
        tuple(result for result in results if isinstance(result, Checked)),
        (*problems, *(result for result in results if isinstance(result, Problem))),
    )


def _as_table(found: _Found) -> None:
    rows = [
        [v.severity, v.where, v.cell, v.message, v.path and shortened(v.path), v.value]
        for v in found.violations
    ]
    if rows:
        show_table(["severity", "where", "cell", "校验", "property", "value"], rows)
    counts = Counter(violation.severity for violation in found.violations)
    told = ", ".join(f"{n} {severity}s" for severity, n in counts.items()) or "no violations"
    note(f"{len(found.checked)} documents: {told}")


def _as_json(found: _Found) -> None:
    show_json(
        {
            "conforms": not found.violations,
            "documents": len(found.checked),
            "results": [_violation_form(violation) for violation in found.violations],
            "problems": [asdict(problem) for problem in found.problems],
        }
    )


def _violation_form(violation: Violation) -> dict[str, object]:
    form = asdict(violation)
    source = {name: form.pop(name) for name in ("document", "table", "row", "cell")}
    return {**form, "source": source}


def _as_turtle(found: _Found) -> None:
    from kg.validate.report import report_turtle

    typer.echo(report_turtle(found.checked, found.checks), nl=False)


_SHOW: dict[Format, Callable[[_Found], None]] = {
    "table": _as_table,
    "json": _as_json,
    "turtle": _as_turtle,
}
