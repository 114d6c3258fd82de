import json
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.commands import Jipu

SEED_VALUE = {
    "text": "≥95%",
    "kind": "numeric",
    "comparator": ">=",
    "explicit": True,
    "value": 95,
    "upper": None,
    "unit": "%",
    "canonical_value": 0.95,
    "canonical_upper": None,
    "canonical_unit": "1",
    "approximate": False,
    "direction": None,
}


def test_ingest_reports_what_was_read(jipu: Jipu, sample_path: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    report = jipu("ingest", sample_path, "--home", home, "--json").json
    assert set(report) == {"release", "documents", "triples", "seconds"}
    assert report["documents"] == [
        {
            "path": str(sample_path),
            "status": "ok",
            "projects": 20,
            "indicators": 200,
            "problems": [],
            "cells": {"record": 802, "dressing": 261, "outside": 0, "unknown": 0},
        }
    ]
    assert report["triples"] > 3000
    again = jipu("ingest", sample_path, "--home", home, "--json").json
    assert again["release"] == report["release"], "nothing changed, so nothing is made"
    stats = jipu("stats", "--home", home, "--json").json
    assert {k: stats[k] for k in ("documents", "projects", "departments", "indicators")} == {
        "documents": 1,
        "projects": 20,
        "departments": 8,
        "indicators": 190,
    }


def test_what_is_there_already_is_told_as_unchanged(
    jipu: Jipu, sample_path: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    (first,) = jipu("ingest", sample_path, "--home", home, "--json").json["documents"]
    (again,) = jipu("ingest", sample_path, "--home", home, "--json").json["documents"]
    assert again == {**first, "unchanged": True}
    assert jipu("ingest", sample_path, "--home", home).out.split()[-7:-4] == ["1", "20", "200"]


def test_a_changed_document_replaces_its_earlier_version(
    jipu: Jipu, sample_path: Path, tmp_path: Path
) -> None:
    home, document = tmp_path / "home", tmp_path / "表.txt"
    shutil.copy(sample_path, document)
    first = jipu("ingest", document, "--home", home, "--json").json["release"]
    text = sample_path.read_text(encoding="utf-8").replace(
        "高龄津贴县级补助资金", "高龄津贴改名项目"
    )
    document.write_text(text, encoding="utf-8")
    second = jipu("ingest", document, "--home", home, "--json").json["release"]
    names = "SELECT ?n { ?p a jipu:Project ; rdfs:label ?n FILTER(CONTAINS(?n, '高龄津贴')) }"
    shown = jipu("sparql", names, "--format", "csv", "--home", home)
    assert shown.out.split() == ["n", "高龄津贴改名项目"]
    assert jipu("rollback", first, "--home", home).status == 0
    shown = jipu("sparql", names, "--format", "csv", "--home", home)
    assert shown.out.split() == ["n", "高龄津贴县级补助资金"]
    listed = jipu("releases", "--home", home, "--json").json
    assert [(row["id"], row["current"]) for row in listed] == [(first, True), (second, False)]


def test_forget_takes_a_document_out(jipu: Jipu, sample_path: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    jipu("ingest", sample_path, "--home", home)
    ran = jipu("forget", "no-such.txt", "--home", home)
    assert (ran.status, "no-such.txt" in ran.err) == (1, True)
    assert jipu("forget", sample_path.name, "--home", home).status == 0
    stats = jipu("stats", "--home", home, "--json").json
    assert (stats["documents"], stats["projects"], stats["indicators"]) == (0, 0, 0)
    empty = jipu("search", "满意度", "--home", home, "--json").json
    assert (empty["total"], empty["hits"]) == (0, [])


def test_bad_documents_fail_alone(jipu: Jipu, sample_path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "下载 folder"
    folder.mkdir()
    shutil.copy(sample_path, folder / "good.txt")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    (folder / "letter.txt").write_text("今天天气很好。\n没有表。\n", encoding="utf-8")
    report = jipu("ingest", folder, "--home", tmp_path / "home", "--json")
    assert report.status == 0
    by_name = {Path(d["path"]).name: d for d in report.json["documents"]}
    assert {name: d["status"] for name, d in by_name.items()} == {
        "good.txt": "ok",
        "empty.txt": "failed",
        "picture.txt": "failed",
        "letter.txt": "failed",
    }
    for name in ("empty.txt", "picture.txt", "letter.txt"):
        (problem,) = by_name[name]["problems"]
        assert name in problem["where"]
        assert problem["message"]


def test_a_sound_ingest_says_nothing_beside_its_result(
    jipu: Jipu, sample_path: Path, tmp_path: Path
) -> None:
    ran = jipu("ingest", sample_path, "--home", tmp_path / "home")
    assert (ran.status, ran.err) == (0, "")


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", "没有表".encode()])
def test_nothing_readable_changes_nothing(jipu: Jipu, tmp_path: Path, content: bytes) -> None:
    document, home = tmp_path / "bad.txt", tmp_path / "home"
    document.write_bytes(content)
    ran = jipu("ingest", document, "--home", home)
    assert ran.status == 1
    assert "bad.txt" in ran.err
    assert not home.exists()


def test_a_missing_file_is_named(jipu: Jipu, tmp_path: Path) -> None:
    ran = jipu("ingest", tmp_path / "nowhere.txt", "--home", tmp_path / "home")
    assert (ran.status, "nowhere.txt" in ran.err) == (1, True)


def test_extract_prints_the_contract_s_form(jipu: Jipu, sample_path: Path) -> None:
    projects = jipu("extract", sample_path, "--json").json
    assert len(projects) == 20
    assert sum(len(p["indicators"]) for p in projects) == 200
    first = projects[0]
    assert list(first) == [
        "name",
        "year",
        "region",
        "department",
        "unit",
        "office",
        "attribute",
        "term",
        "amount_yuan",
        "goal",
        "indicators",
        "problems",
    ]
    assert first["amount_yuan"] == 4000000
    assert list(first["indicators"][0]) == [
        "level1",
        "level2",
        "category",
        "name",
        "value",
        "blank",
        "target",
        "source",
    ]
    assert first["indicators"][0]["source"] == {
        "document": "pingluo-2024.txt",
        "table": 1,
        "row": 15,
        "cell": None,
    }


def test_parse_target_reads_arguments_and_lines(jipu: Jipu) -> None:
    (line,) = jipu("parse-target", "≥95%", "--json").out.splitlines()
    assert json.loads(line) == SEED_VALUE
    assert list(json.loads(line)) == list(SEED_VALUE)
    lines = jipu("parse-target", "-", "--json", stdin="≥95%\n\n2024年底前\n").out.splitlines()
    assert [json.loads(line)["kind"] for line in lines] == ["numeric", "empty", "date"]
    assert json.loads(jipu("parse-target", "-5%", "--json").out)["canonical_value"] == -0.05
    assert "≥95%" in jipu("parse-target", "≥95%").out


def test_the_version_is_that_of_the_package(jipu: Jipu) -> None:
    assert jipu("--version").out == f"jipu {version('jipu')}\n"


def test_a_folder_without_files_is_told(jipu: Jipu, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for command in ("ingest", "extract"):
        ran = jipu(command, tmp_path / "empty", "--home", tmp_path / "home")
        ran = ran if command == "ingest" else jipu(command, tmp_path / "empty")
        assert (ran.status, ran.out) == (1, "")
        assert ran.err.startswith("jipu: ")
        assert "empty" in ran.err


def test_extract_tells_every_row_that_it_could_not_read(
    jipu: Jipu, sample_path: Path, tmp_path: Path
) -> None:
    text = sample_path.read_text(encoding="utf-8").replace(
        "\t12-质量指标\t农业保险赔付率\t≥ 95%", "a\tb\tc\td\te\tf\tg"
    )
    (tmp_path / "odd.txt").write_text(text, encoding="utf-8")
    shown = jipu("extract", tmp_path / "odd.txt")
    assert "odd.txt: row 16" in shown.err
    told = jipu("extract", tmp_path / "odd.txt", "--json")
    assert "odd.txt: row 16" in json.dumps(told.json, ensure_ascii=False)


def test_what_a_person_says_holds_where_nothing_is_printed(
    jipu: Jipu, sample_path: Path, tmp_path: Path
) -> None:
    title = "2024年平罗县本级预算重点项目绩效目标表"
    text = sample_path.read_text(encoding="utf-8")
    assert title in text
    document = tmp_path / "表.txt"
    document.write_text(text.replace(title, "项目绩效目标表"), encoding="utf-8")
    (year, region), *_ = [
        (project["year"], project["region"])
        for project in jipu("extract", document, "--region", "甲县", "--year", 2021, "--json").json
    ]
    assert (year, region) == (2021, "甲县")
    home = tmp_path / "home"
    assert jipu("ingest", document, "--region", "甲县", "--year", 2021, "--home", home).status == 0
    assert jipu("stats", "--home", home, "--json").json["by_year"] == {"2021": 190}


def test_an_archive_is_read_as_the_folder_it_packs(
    jipu: Jipu, sample_path: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.write(sample_path, "平罗/a.txt")
        out.writestr("平罗/empty.txt", "")
    ran = jipu("extract", archive, "--json")
    assert len(ran.json) == 20
    assert ran.json[0]["indicators"][0]["source"]["document"] == "all.zip/平罗/a.txt"
    assert ran.err.startswith("jipu: all.zip/平罗/empty.txt: ")


def test_documents_are_printed_in_the_order_in_which_they_were_named(
    jipu: Jipu, sample_path: Path, tmp_path: Path
) -> None:
    names = [f"{number}.txt" for number in range(6)]
    for name in names:
        shutil.copy(sample_path, tmp_path / name)
    projects = jipu("extract", *(tmp_path / name for name in names), "--json").json
    documents = [project["indicators"][0]["source"]["document"] for project in projects]
    assert list(dict.fromkeys(documents)) == names


def test_standard_input_can_be_extracted(jipu: Jipu, sample_path: Path) -> None:
    text = sample_path.read_text(encoding="utf-8")
    assert len(jipu("extract", "/dev/stdin", "--json", stdin=text).json) == 20


def test_no_module_is_taken_from_the_folder_where_a_command_runs(
    jipu: Jipu, sample_path: Path, tmp_path: Path
) -> None:
    for name in ("signal", "pickle", "struct", "kg"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(7)", encoding="utf-8")
    command = [Path(sys.executable).parent / "jipu", "extract", sample_path, "--json"]
    ran = subprocess.run(command, capture_output=True, cwd=tmp_path, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    assert len(json.loads(ran.stdout)) == 20


def test_extract_explains_every_cell(jipu: Jipu, tmp_path: Path) -> None:
    folder = tmp_path / "教育局"
    folder.mkdir()
    path = folder / "a.txt"
    path.write_text(
        "项目名称\t水渠\n一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\t牵头领导\n"
        "产出指标\t数量指标\t修渠\t≥\t3\t公里\t张三\n\t质量指标\t合格\t定性\t好\t\t\n",
        encoding="utf-8",
    )
    (account,) = jipu("extract", path, "--explain", "--json").json
    assert account["document"] == "a.txt"
    assert account["coverage"]["unread"] == ["row 2: 牵头领导", "row 3: 张三"]
    roles = {column["header"]: column["role"] for column in account["columns"]}
    assert (roles["指标性质"], roles["指标值"]) == ("sign", "value")
    cells = [cell for row in account["rows"] for cell in row["cells"]]
    assert {"text": "修渠", "address": None, "read_as": "name", "fate": "record"} in cells
    ran = jipu("extract", path, "--explain")
    assert "修渠 → name" in ran.out
    assert "column '指标性质' is read as sign" in ran.err
    assert "not understood: row 3: 张三" in ran.err
    (project,) = jipu("extract", path, "--year", "2024", "--region", "平罗县", "--json").json
    assert (project["department"], project["year"], project["region"]) == ("教育局", 2024, "平罗县")


def test_a_file_name_with_a_line_end_takes_one_line(jipu: Jipu, tmp_path: Path) -> None:
    (tmp_path / "a\nb\x1b[31m.txt").write_bytes(b"")
    ran = jipu("extract", tmp_path, "--json")
    assert ran.status == 1
    assert [line for line in ran.err.splitlines() if r"a\nb\x1b[31m.txt: the file is empty" in line]
    assert "\x1b" not in ran.err


def test_a_matrix_is_an_indicator_for_every_place_on_every_surface(
    jipu: Jipu, tmp_path: Path
) -> None:
    path, home = tmp_path / "a.txt", tmp_path / "home"
    path.write_text(
        "2024年平罗县项目绩效目标表\n项目名称\t水渠\n"
        "一级指标\t二级指标\t三级指标\t计量单位\t东山村\t西山村\n"
        "产出指标\t数量指标\t修建水渠\t公里\t3\t5\n",
        encoding="utf-8",
    )
    assert jipu("ingest", path, "--home", home).status == 0
    rows = jipu(
        *("sparql", "SELECT ?place ?lower { ?i jipu:place ?place ; jipu:lower ?lower }"),
        *("--home", home, "--format", "csv"),
    ).out
    assert sorted(rows.split()) == ["place,lower", "东山村,3", "西山村,5"]
    hits = jipu("search", "修建水渠", "--home", home, "--json").json["hits"]
    assert {(hit["place"], hit["target"]["text"]) for hit in hits} == {
        ("东山村", "3公里"),
        ("西山村", "5公里"),
    }
    out = tmp_path / "out.csv"
    jipu("export", "--format", "csv", out, "--home", home)
    assert "西山村" in out.read_text("utf-8")
