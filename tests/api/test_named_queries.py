"""The named queries over HTTP and on the command line; what they mean is tested in tests/kg."""

from collections.abc import Callable

import pytest
from click.testing import Result
from fastapi.testclient import TestClient

from api.http import models
from kg.errors import JipuError
from kg.questions import question_named, questions

ASKED = "/queries/satisfaction-at-least"


def test_the_list_tells_names_questions_and_parameters(client: TestClient) -> None:
    listed = [models.NamedQuery.model_validate(one) for one in client.get("/queries").json()]
    assert [one.name for one in listed] == list(questions())
    shown = next(one for one in listed if one.name == "satisfaction-at-least")
    assert shown.zh == "哪些项目承诺满意度不低于 95%？"
    assert shown.sparql == question_named(shown.name).text
    assert [(p.name, p.type, p.default) for p in shown.parameters] == [
        ("min", "decimal", "0.95"),
        ("year", "year", None),
        ("region", "string", None),
        ("department", "string", None),
    ]


def test_an_answer_is_that_of_the_query_itself(client: TestClient) -> None:
    query = question_named("satisfaction-at-least").query({"min": "0.98", "department": "民政"})
    for accept in ("application/sparql-results+json", "text/csv"):
        headers = {"Accept": accept}
        named = client.get(ASKED, params={"min": "0.98", "department": "民政"}, headers=headers)
        plain = client.get("/sparql", params={"query": query}, headers=headers)
        assert named.content == plain.content
        assert named.headers["content-type"] == plain.headers["content-type"]
        assert named.headers["vary"].startswith(plain.headers["vary"])
        assert named.headers["etag"]
    assert client.get(ASKED).json()["results"]["bindings"]


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/queries/satisfaction-at-leest", 404, "did you mean satisfaction-at-least"),
        (f"{ASKED}?mn=1", 400, "it has min, year"),
        (f"{ASKED}?min=95%25", 400, "'95%' is no number"),
        (f"{ASKED}?min=1&min=2", 400, "2 times"),
        (f"{ASKED}?year=", 400, "'' is no year"),
        (f"{ASKED}?timeout=0", 400, "timeout"),
        (f"{ASKED}?timeout=1s", 400, "timeout"),
    ],
)
def test_what_cannot_be_asked_is_told(
    client: TestClient, path: str, status: int, told: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert told in answer.text


def test_a_limit_of_time_is_no_parameter_of_a_query(client: TestClient) -> None:
    assert client.get(f"{ASKED}?timeout=20000").content == client.get(ASKED).content
    taken = [q.name for q in questions().values() for p in q.parameters if p.name == "timeout"]
    assert taken == []


def test_a_type_that_none_fits_is_told(client: TestClient) -> None:
    assert client.get(ASKED, headers={"Accept": "image/png"}).status_code == 406
    assert client.get(ASKED, headers={"Accept": "text/turtle"}).status_code == 406


def test_the_command_asks_with_arguments(command: Callable[..., Result]) -> None:
    words = ["--named", "largest-projects", "limit=2", "department=人力", "--format", "csv"]
    ran = command("sparql", *words)
    assert ran.exit_code == 0
    assert len(ran.stdout.splitlines()) == 3
    assert ran.stdout.startswith("project,name,department,amount,goal")


def test_the_command_lists_what_there_is(command: Callable[..., Result]) -> None:
    assert "satisfaction-at-least" in command("sparql", "--list").stdout
    assert "min=0.95" in command("sparql", "--list").stdout
    assert '"default": "0.95"' in command("sparql", "--list", "--format", "json").stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--named", "largest-project"], "did you mean largest-projects"),
        (["--named", "largest-projects", "limit"], "write key=value"),
        (["--named", "largest-projects", "limit=1", "limit=2"], "given twice"),
        (["--named", "largest-projects", "limit=x"], "'x' is no number of rows"),
    ],
)
def test_a_wrong_argument_is_an_error_of_the_family(
    command: Callable[..., Result], words: list[str], told: str
) -> None:
    ran = command("sparql", *words)
    assert isinstance(ran.exception, JipuError)
    assert told in str(ran.exception)


@pytest.mark.parametrize("words", [["ASK {}", "ASK {}"], ["--named", "x", "-f", "y"]])
def test_one_thing_is_asked_at_a_time(command: Callable[..., Result], words: list[str]) -> None:
    assert command("sparql", *words).exit_code == 2
