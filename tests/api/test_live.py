"""A release that cannot be opened never takes the place of one that answers."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.live import LiveService
from api.settings import Settings
from kg.errors import HomeError
from kg.home import Home
from search.filters import Filters
from tests.servers import until


@pytest.fixture
def own(settings: Settings, home: Path, tmp_path: Path) -> Settings:
    shutil.copytree(home, tmp_path / "home")
    return Settings(home=tmp_path / "home", cache=settings.cache)


@pytest.fixture
def live(own: Settings) -> Iterator[LiveService]:
    service = LiveService(own, poll_seconds=0.01)
    yield service
    service.close()


def another_release(home: Path, name: str) -> Path:
    """A copy of the release in force under another id, switched to."""
    current = Home(home).current()
    made = Path(shutil.copytree(current.path, current.path.with_name(name)))
    manifest = made / "manifest.json"
    text = manifest.read_text(encoding="utf-8").replace(current.id, name)
    manifest.write_text(text, encoding="utf-8")
    return made


@pytest.mark.parametrize("part", ["indicators.arrow", "index/manifest.json", "manifest.json"])
def test_a_damaged_release_is_told_and_the_one_before_answers(
    own: Settings, live: LiveService, part: str
) -> None:
    first = live.current().release.id
    damaged = another_release(own.home, "29990101T000000000000Z-000000")
    (damaged / part).unlink()
    Home(own.home).switch_to(damaged.name)
    fault = until(lambda: live.fault)
    assert damaged.name in fault
    assert live.current().release.id == first
    assert live.current().search("满意度", 1, Filters())["total"] == 190
    Home(own.home).switch_to(first)
    sound = another_release(own.home, "29990101T000000000001Z-000000")
    Home(own.home).switch_to(sound.name)
    until(lambda: live.current().release.id == sound.name)
    assert live.fault is None


def test_before_the_first_release_a_server_says_so(own: Settings, tmp_path: Path) -> None:
    live = LiveService(Settings(home=tmp_path / "none", cache=own.cache), poll_seconds=0.01)
    with pytest.raises(HomeError, match="no release yet"):
        live.current()
    # At once, as a release comes: a home that is half copied has a release that cannot be opened.
    shutil.copytree(own.home, tmp_path / "copied").rename(tmp_path / "none")
    until(lambda: live.fault is None and _answers(live))
    live.close()


def _answers(live: LiveService) -> bool:
    try:
        return live.current().release.id != ""
    except HomeError:
        return False
