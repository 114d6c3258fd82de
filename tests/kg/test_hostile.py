"""Hostile files in a folder with good ones, read by the processes and under limits of an ingest.

Each is refused with a sentence that names it, or read as text; the good ones are read whole.
"""

import re
import time
from contextlib import closing
from dataclasses import dataclass
from functools import partial

import pytest

from kg.documents import each_document, read_one
from kg.model import Document, Problem
from kg.progress import unwatched
from kg.sources import document_files
from kg.tables import NOTHING
from kg.workers import ReadLimits
from tests.kg.hostile_files import FORMULA, good, hostile_files

LIMITS = ReadLimits(seconds=20, memory_bytes=512 << 20, processes=2)
CONTENT = "what another file holds"
GOOD = ("xlsx", "xls", "ods", "docx", "pdf", "html", "mht", "csv", "txt")
REFUSED = {
    "cut.xlsx": "damaged or cut off .*; download it again",
    "cut.docx": "damaged or cut off .*; download it again",
    "cut.ods": "damaged or cut off .*; download it again",
    "cut.zip": "damaged or cut off .*; download it again",
    "cut.pdf": "the end of the PDF is missing; download it again",
    "cut.xls": "damaged",
    "image.xlsx": "this is an image",
    "one-byte.pdf": "text without a table and not a PDF; download it again",
    "empty.xlsx": "the file is empty; check the download",
    "bomb.zip/a.csv": "unpacks to more than 200 times its size",
    "liar.zip/a.csv": "holds more than the 100 bytes that it states",
    "overlap.zip": "the archive unpacks to more than 2 GiB; split it",
    "nested.zip/4.zip/3.zip/2.zip": "archives are looked into 3 deep; unpack it",
    "bomb.xlsx": "unpacks to more than 200 times its size",
    "bomb.pdf": "needed more than 512 MiB and was stopped; split it, or raise",
    "laughs.xlsx": "DOCTYPE or entities, which may harm the reader; open it and save it again",
    "laughs.docx": "DOCTYPE or entities",
    "laughs.ods": "DOCTYPE or entities",
    "xxe.docx": "DOCTYPE or entities",
    "xxe.ods": "DOCTYPE or entities",
    "huge-cell.xlsx": "over a limit .*; open it and save it again",
    "deep.docx": "over a limit .*depth in document: 256",
    "deep.ods": "over a limit .*depth in document: 256",
    "deep.html": "depth in document: 2048.*; open it in a browser",
    "tables.html": "nested more than 60 deep; copy the table to a sheet",
    "nul.csv": r"the character U\+0000 does not occur in text; .*download it again",
    "bytes.txt": "is not valid .*: save it as UTF-8 text",
    "password.pdf": "needs a password",
    "loop.pdf": "no page can be found in it",
}
READ = (
    *("text.docx", "page.xls", "workbook.pdf", "xxe.html", "long-cell.xlsx", "far-cell.xlsx"),
    *("formula.csv", "line\nbreak.csv"),
)


@dataclass(frozen=True)
class Run:
    """What became of every file by its name in the folder, and how long all of them took."""

    results: dict[str, Document | Problem]
    seconds: float

    def document(self, name: str) -> Document:
        result = self.results[name]
        assert isinstance(result, Document), result
        return result


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.txt"
    secret.write_text(CONTENT, encoding="utf-8")
    folder = tmp_path_factory.mktemp("hostile")
    for name, data in hostile_files(secret).items():
        (folder / name).write_bytes(data)
    for file_format in GOOD:
        (folder / f"good.{file_format}").write_bytes(good(file_format).data)
    files = document_files([folder]).files
    start = time.monotonic()
    read = partial(read_one, NOTHING)
    with closing(each_document(files, read, LIMITS, unwatched)) as results:
        found = {file.name.partition("/")[2]: result for file, result in results}
    return Run(found, time.monotonic() - start)


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_with_a_sentence_that_names_it(run: Run, name: str) -> None:
    problem = run.results[name]
    assert isinstance(problem, Problem), f"read {problem.projects}"
    assert name in problem.where
    assert re.search(REFUSED[name], problem.message)
    assert "\n" not in problem.message
    assert "report it" not in problem.message


@pytest.mark.parametrize("name", READ)
def test_a_file_that_only_looks_hostile_is_read(run: Run, name: str) -> None:
    assert len(run.document(name).projects) == 2


@pytest.mark.parametrize("file_format", GOOD)
def test_the_files_beside_them_are_read_whole(run: Run, file_format: str) -> None:
    expected = good(file_format).expected
    projects = run.document(f"good.{file_format}").projects
    assert [project.name for project in projects] == [one["name"] for one in expected]
    assert [len(project.indicators) for project in projects] == [
        len(one["indicators"]) for one in expected
    ]


def test_every_file_is_accounted_for_in_time(run: Run) -> None:
    assert set(run.results) == {*REFUSED, *READ, *(f"good.{one}" for one in GOOD)}
    assert run.seconds < 60


def test_no_other_file_is_shown(run: Run) -> None:
    assert CONTENT not in repr(run.results)


def test_a_text_longer_than_a_cell_can_hold_is_cut_and_told(run: Run) -> None:
    problems = run.document("long-cell.xlsx").all_problems
    assert any("has 40,000 characters, the first 32,767 are read" in p.message for p in problems)


def test_a_formula_of_a_text_file_is_text(run: Run) -> None:
    (first, _) = run.document("formula.csv").projects
    assert first.name == FORMULA
    assert first.indicators[0].name == "@SUM(1+1)*cmd"
