import pytest

from api.cli import show


@pytest.mark.parametrize(
    ("line", "column", "shown"),
    [
        ("SELECT * {", 1, "  SELECT * {\n  ^"),
        (" rdfs:labl }", 12, "   rdfs:labl }\n             ^"),
        ('?项目 rdfs:label "满意" ?y', 22, '  ?项目 rdfs:label "满意" ?y\n' + " " * 27 + "^"),
        ("\t?x\x1b[2J", 6, "   ?x [2J\n       ^"),
        ("", 1, "  \n  ^"),
    ],
)
def test_a_caret_stands_below_its_column(line: str, column: int, shown: str) -> None:
    assert show.pointed_at(line, column) == shown
