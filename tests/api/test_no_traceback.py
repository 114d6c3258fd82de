"""One regression each: what once gave a traceback or a status 500 is told in a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.settings import Settings, environment_of
from tests.commands import Jipu


def command(settings: Settings, *arguments: bytes, stdin: bytes = b"") -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", *arguments],
        input=stdin,
        capture_output=True,
        env={**os.environ, **environment_of(settings)},
        timeout=60,
    )
    return done.returncode, done.stderr.decode()


def test_bytes_that_are_no_text(settings: Settings) -> None:
    assert command(settings, b"sparql", stdin=b"\xff") == (
        1,
        "jipu: stdin: is not UTF-8 at byte 0; convert it, as with `iconv -f gb18030 -t utf-8`\n",
    )
    for name in (b"search", b"similar", b"sparql", b"comparable"):
        status, said = command(settings, name, b"\xb2\xb9")
        assert (status, said) == (1, "jipu: argument: is not UTF-8 at character 0\n")


def test_an_export_onto_a_folder(jipu: Jipu, home: Path, tmp_path: Path) -> None:
    ran = jipu("export", "--format", "csv", tmp_path, "--home", home)
    assert ran.status == 1
    assert "cannot be written" in ran.err
    assert list(tmp_path.iterdir()) == []
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert jipu("export", "--format", "csv", pipe, "--home", home).status == 1
    assert pipe.is_fifo()


def test_a_query_without_end_to_its_time(jipu: Jipu, home: Path) -> None:
    ran = jipu("sparql", "ASK {}", "--timeout", "inf", "--home", home)
    assert (ran.status, "JIPU_QUERY_SECONDS" in ran.err) == (1, True)


def test_an_amount_that_is_a_comma(jipu: Jipu, sample_path: Path, tmp_path: Path) -> None:
    text = sample_path.read_text(encoding="utf-8").replace("400.000000", "，", 1)
    (tmp_path / "comma.txt").write_text(text, encoding="utf-8")
    (project, *_) = jipu("extract", tmp_path / "comma.txt", "--json").json
    assert project["amount_yuan"] is None
    assert "is no number" in project["problems"][0]["message"]


def test_a_project_printed_again_with_another_amount(
    jipu: Jipu, sample_path: Path, tmp_path: Path
) -> None:
    text = sample_path.read_text(encoding="utf-8")
    table = text[text.index("部门项目支出") : text.index("部门项目支出", 200)]
    again = table.replace("400.000000", "500.000000")
    (tmp_path / "twice.txt").write_text(text + "\n" + again, encoding="utf-8")
    ran = jipu("extract", tmp_path / "twice.txt")
    assert "another amount" in ran.err


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("q=补助 ≥9e30元", 200),
        (f"q=a&year=1{'0' * 400}", 400),
        ("q=a&year=0", 400),
    ],
)
def test_numbers_beyond_all_measure(client: TestClient, query: str, status: int) -> None:
    assert client.get(f"/search?{query}").status_code == status


def test_a_function_that_the_engine_does_not_have(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": "SELECT (<http://x/f>(1) AS ?x) {}"})
    assert answer.status_code == 400
    assert "custom function" in answer.json()["detail"]


def test_a_body_that_is_too_large(client: TestClient) -> None:
    headers = {"Content-Type": "application/sparql-query"}
    for content in (b"#" * (5 << 20), iter([b"#" * (1 << 20)] * 5)):  # its length told, and not
        answer = client.post("/sparql", content=content, headers=headers)
        assert answer.status_code == 413
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == 413
        assert "4 MiB" in answer.text
