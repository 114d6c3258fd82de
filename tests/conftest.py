import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.http.app import create_app
from api.live import LiveService
from api.settings import Settings
from tests.commands import Jipu, Ran
from tests.servers import serving

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def sample_path() -> Path:
    """The published document of the repository."""
    return ROOT / "data" / "pingluo-2024.txt"


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache of the machine where it is set, so that the model is converted once."""
    return Settings.from_environment().cache.expanduser()


@pytest.fixture(scope="session")
def jipu(model_cache: Path) -> Jipu:
    """Runs the command as its users do, in a process of its own."""

    def run(*arguments: object, stdin: str | None = None, cwd: Path | None = None) -> Ran:
        done = subprocess.run(
            [sys.executable, "-c", "from api.cli import main; main()", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=cwd,
            env={**os.environ, "JIPU_CACHE": str(model_cache), "COLUMNS": "200"},
            timeout=120,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def home(jipu: Jipu, sample_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one release of the sample, made by the command. Not to be changed."""
    home = tmp_path_factory.mktemp("home") / "jipu-data"
    ran = jipu("ingest", sample_path, "--home", home, "--json")
    assert ran.status == 0, ran.err
    return home


@pytest.fixture(scope="session")
def settings(home: Path, model_cache: Path) -> Settings:
    return Settings(home=home, cache=model_cache)


@pytest.fixture(scope="session")
def live(settings: Settings) -> Iterator[LiveService]:
    service = LiveService(settings, poll_seconds=0.05)
    yield service
    service.close()


@pytest.fixture(scope="session")
def client(live: LiveService) -> Iterator[TestClient]:
    """The application with the release of the sample."""
    with TestClient(create_app(live), follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="session")
def server(settings: Settings) -> Iterator[str]:
    """The address of a server process with the release of the sample."""
    with serving(settings) as url:
        yield url
