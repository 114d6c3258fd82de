from pathlib import Path

import pytest

from search.bundled.encoder import BundledEncoder


@pytest.fixture(scope="session")
def sample_texts(sample_path: Path) -> list[str]:
    """Distinct lines of the published document, as long as names and values are."""
    lines = sample_path.read_text(encoding="utf-8").splitlines()
    return sorted({line.strip() for line in lines if 6 <= len(line.strip()) <= 80})


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder that keeps the converted model for all tests of this run."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def bundled(model_cache: Path) -> BundledEncoder:
    """The real default model."""
    return BundledEncoder(model_cache)
