from collections.abc import Callable
from pathlib import Path

import pytest

from kg.read import Reading, examine_document


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], Reading]:
    """Write a text as ``table.txt`` and read it."""

    def write_and_read(text: str) -> Reading:
        path = tmp_path / "table.txt"
        path.write_text(text, encoding="utf-8")
        return examine_document(path)

    return write_and_read
