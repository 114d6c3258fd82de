import io
import zipfile

import pytest

from benchmarks.corpus import document_for, variants, write
from benchmarks.corpus.formats import FORMATS
from benchmarks.corpus.styles import styles


@pytest.mark.parametrize(("layout", "file_format"), list(variants()))
def test_every_variant_is_written_and_the_seed_decides(layout: str, file_format: str) -> None:
    document = document_for(layout, 2, 5)
    printed = write(layout, file_format, document, 1)
    assert printed.expected
    again = write(layout, file_format, document, 1)
    assert (again.name, again.expected) == (printed.name, printed.expected)
    # odfpy names namespaces in the order in which it met them since it was imported.
    assert again.data == printed.data or file_format in ("ods", "zip")
    assert any(
        write(layout, file_format, document, seed).data != printed.data for seed in range(2, 5)
    )


def test_variants_are_all_layouts_in_all_formats() -> None:
    pairs = list(variants())
    assert len(pairs) == len(set(pairs))
    assert {layout for layout, _ in pairs} == set(styles())
    assert {file_format for _, file_format in pairs} == {*FORMATS, "zip"}


@pytest.mark.parametrize("layout", styles())
def test_a_document_is_of_a_year_of_its_layout(layout: str) -> None:
    document = document_for(layout, 4, 2)
    assert len(document.projects) == 4
    assert document.projects[0].year in styles()[layout].years


def test_an_archive_holds_two_files_with_half_of_the_projects_each() -> None:
    printed = write("ningxia", "zip", document_for("ningxia", 3, 1), 1)
    with zipfile.ZipFile(io.BytesIO(printed.data)) as archive:
        names = archive.namelist()
    assert [name.rsplit(".", 1)[1] for name in names] == ["xlsx", "txt"]
    assert len(printed.expected) == 3


@pytest.mark.parametrize(("layout", "file_format"), [("nowhere", "txt"), ("ningxia", "doc")])
def test_what_is_unknown_is_refused(layout: str, file_format: str) -> None:
    with pytest.raises(KeyError):
        write(layout, file_format, document_for("ningxia", 1, 1), 1)
