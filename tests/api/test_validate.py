"""jipu validate as a command; what shapes and checks find is tested in tests/kg."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from rdflib import RDF, SH, Graph, Literal, Namespace

from kg.errors import JipuError

JIPU = Namespace("https://w3id.org/jipu/ontology#")
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e/> .
e:S a sh:NodeShape ; sh:targetClass e:Thing ;
  sh:property
    [ sh:path e:name ; sh:maxLength 2 ; sh:severity sh:Warning ; sh:message "名称太长"@zh ],
    [ sh:path e:size ; sh:minCount 1 ; sh:message "没有大小"@zh, "no size"@en ] .
"""
THING = '<http://e/a> a <http://e/Thing> ; <http://e/name> "很长的名称" .'


@pytest.fixture
def shapes(tmp_path: Path) -> Path:
    (tmp_path / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    return tmp_path / "shapes.ttl"


def test_the_release_in_force_is_sound(command: Callable[..., Result]) -> None:
    ran = command("validate")
    assert (ran.exit_code, ran.stdout) == (0, "")
    assert "1 documents: no violations" in ran.stderr


def test_a_printed_document_is_found_sound_and_an_rdf_file_wrong(
    command: Callable[..., Result], sample_path: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "b.ttl"
    wrong.write_text(
        "@prefix jipu: <https://w3id.org/jipu/ontology#> . "
        "<http://e/i> a jipu:Indicator ; jipu:sourceTable 2 ; jipu:sourceRow 7 ; "
        'jipu:sourceCell "D7" ; jipu:targetText "≥95%", "≥90%" .',
        encoding="utf-8",
    )
    (tmp_path / "cut.rdf").write_text("<rdf:RDF", encoding="utf-8")
    ran = command("validate", sample_path, wrong, tmp_path / "cut.rdf", "--json")
    assert ran.exit_code == 1
    answer = json.loads(ran.stdout)
    assert (answer["conforms"], answer["documents"]) == (False, 2)
    assert [problem["where"] for problem in answer["problems"]] == ["cut.rdf, line 1, column 1"]
    found = {result["message"]: result for result in answer["results"]}
    result = found["指标有一个照印的指标值"]
    assert result["focus"] == "http://e/i"
    assert result["severity"] == "violation"
    assert result["path"] == str(JIPU.targetText)
    assert result["english"] == "an indicator has one target text"
    assert result["source"] == {"document": "b.ttl", "table": 2, "row": 7, "cell": "D7"}


def test_own_shapes_report_in_turtle(
    command: Callable[..., Result], shapes: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.ttl").write_text(THING, encoding="utf-8")
    ran = command("validate", tmp_path / "a.ttl", "--shapes", shapes, "--format", "turtle")
    assert ran.exit_code == 1
    report = Graph().parse(data=ran.stdout, format="turtle")
    (whole,) = report.subjects(RDF.type, SH.ValidationReport)
    assert report.value(whole, SH.conforms) == Literal(False)
    results = list(report.objects(whole, SH.result))
    assert {report.value(r, SH.resultSeverity) for r in results} == {SH.Violation, SH.Warning}
    assert {report.value(r, JIPU.fileName) for r in results} == {Literal("a.ttl")}


def test_warnings_alone_are_no_failure(
    command: Callable[..., Result], shapes: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.ttl").write_text(f"{THING[:-1]}; <http://e/size> 1 .", encoding="utf-8")
    ran = command("validate", tmp_path / "a.ttl", "--shapes", shapes)
    assert ran.exit_code == 0
    assert "warning" in ran.stdout and "名称太长" in ran.stdout
    assert "1 documents: 1 warnings" in ran.stderr


def test_shapes_that_are_none_are_told(command: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("a:b", encoding="utf-8")
    (tmp_path / "list.ttl").write_text(SHAPES.replace("e:name", "( e:name )"), encoding="utf-8")
    (tmp_path / "a.ttl").write_text(THING, encoding="utf-8")
    for name, told in (("bad.ttl", "line 1, column 1"), ("list.ttl", "cannot be used"),
                       ("none.ttl", "No such file"), ("a.txt", "No such file")):  # fmt: skip
        ran = command("validate", tmp_path / "a.ttl", "--shapes", tmp_path / name)
        assert isinstance(ran.exception, JipuError), name
        assert told in str(ran.exception)


def test_what_cannot_be_read_at_all_is_a_failure(
    command: Callable[..., Result], tmp_path: Path
) -> None:
    assert command("validate", tmp_path / "none.xlsx").exit_code == 1
