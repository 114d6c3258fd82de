from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from api.cli.app import create_cli


@pytest.fixture
def command(home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs the command in this process over the sample; the result has what it raises."""
    monkeypatch.setenv("JIPU_HOME", str(home))
    return lambda *words: CliRunner().invoke(create_cli(), [*map(str, words)])
