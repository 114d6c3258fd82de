from dataclasses import fields
from pathlib import Path

import pytest

from api.settings import Settings, environment_of
from kg.errors import InvalidRequestError

ROOT = Path(__file__).parents[2]


def test_the_environment_sets_every_setting() -> None:
    settings = Settings(home=Path("/srv/绩谱"), query_seconds=1.5, threads=3)
    assert Settings.from_environment(environment_of(settings)) == settings


def test_nothing_set_gives_the_defaults() -> None:
    assert Settings.from_environment({}) == Settings()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("JIPU_THREADS", "many"),
        ("JIPU_QUERY_SECONDS", "soon"),
        ("JIPU_QUERY_SECONDS", "0"),
        ("JIPU_QUERY_SECONDS", "nan"),
        ("JIPU_QUERY_SECONDS", "inf"),
        ("JIPU_QUERY_WORKERS", "-1"),
        ("JIPU_BASE_IRI", "https://例子.cn/"),
        ("JIPU_BASE_IRI", "https://e.org"),
        ("JIPU_FEDERATION", "dbpedia.org/sparql"),
        ("JIPU_FEDERATION", "https://dbpedia.org/sparql,"),
        ("JIPU_FEDERATION", "file:///etc/passwd"),
    ],
)
def test_a_wrong_value_is_named(variable: str, value: str) -> None:
    with pytest.raises(InvalidRequestError, match=variable):
        Settings.from_environment({variable: value})


def test_endpoints_are_listed_with_commas() -> None:
    assert Settings().endpoints == ()
    two = Settings(federation="https://dbpedia.org/sparql, http://127.0.0.1:7878/query")
    assert two.endpoints == ("https://dbpedia.org/sparql", "http://127.0.0.1:7878/query")


def test_every_setting_is_documented_with_its_default() -> None:
    documented = (ROOT / "docs/operation.md").read_text(encoding="utf-8")
    for item in fields(Settings):
        line = f"| `JIPU_{item.name.upper()}` | `{item.default}` | {item.metadata['help']} |"
        assert line in documented
