from collections.abc import Callable

import pytest

from kg.read import Reading, examine_document


@pytest.fixture
def read() -> Callable[[str], Reading]:
    """Read a text as ``table.txt``."""
    return lambda text: examine_document(text.encode(), "table.txt")
