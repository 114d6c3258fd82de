from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def sample_path() -> Path:
    """The published document of the repository."""
    return ROOT / "data" / "pingluo-2024.txt"
