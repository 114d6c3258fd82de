"""How well and how fast the search ranks: the gold set, each part alone and together.

``python -m benchmarks.search [--split dev|test] [--judge first|second]`` reads the sample document,
builds an index in a temporary folder and prints Markdown tables: nDCG@10 by kind of query for four
recipes, the figures of the likeness of indicators, and what a warm search takes beside the query's
encoding.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from api.service import encoder_of
from api.settings import Settings
from kg.iri import Minter
from kg.read import read_document
from kg.table import IndicatorTable
from search.encoder import Encoder
from search.engine import SearchEngine
from search.evaluate import Figures, Topic, likeness_figures, queries_of, query_figures, similar_of
from search.filters import Filters
from search.fusion import Recipe, Weights
from search.index import SearchIndex, build_index, open_index

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "pingluo-2024.txt"
GOLD = ROOT / "benchmarks" / "gold"

QUERY_RECIPES: Mapping[str, Weights] = {
    "BM25": Weights(dense=0, lexical=1, value=0),
    "dense": Weights(dense=1, lexical=0, value=0),
    "fusion": Weights(dense=0.7, lexical=0.3, value=0),
    "fusion + value + category": Recipe().query,
}
LIKENESS_RECIPES: Mapping[str, Weights] = {
    "name": Weights(dense=0.9, lexical=0.1, value=0),
    "name + category": Weights(dense=0.9, lexical=0.1, value=0, category=0.2),
    "name + category + value": Recipe().likeness,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--split", choices=["dev", "test"], default="dev")
    parser.add_argument("--judge", choices=["first", "second"], default="first")
    options = parser.parse_args()
    split, gold = options.split, GOLD / options.judge
    document = read_document(SAMPLE.read_bytes(), SAMPLE.name)
    table = IndicatorTable.of_document(document, Minter())
    encoder = encoder_of(Settings.from_environment())
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "index"
        build_index(folder, table, encoder)
        index = open_index(folder, table)
        queries = [topic for topic in queries_of(gold) if topic.split == split]
        similar = [topic for topic in similar_of(gold) if topic.split == split]
        print("\n".join(_queries(index, table, encoder, queries)), end="\n\n")
        print("\n".join(_likeness(index, table, encoder, similar)), end="\n\n")
        print(_speed(SearchEngine(index, table, encoder), encoder, queries))


def _queries(
    index: SearchIndex, table: IndicatorTable, encoder: Encoder, topics: Sequence[Topic]
) -> Iterator[str]:
    """nDCG@10 by kind; the value expression is taken out of the text in every recipe."""
    figures = {
        name: query_figures(SearchEngine(index, table, encoder, Recipe(query=weights)), topics)
        for name, weights in QUERY_RECIPES.items()
    }
    yield f"| nDCG@10 | queries | {' | '.join(figures)} |"
    yield f"|---|---:|{'---:|' * len(figures)}"
    for kind, whole in figures["BM25"].items():
        cells = " | ".join(f"{found[kind].ndcg:.3f}" for found in figures.values())
        yield f"| {kind} | {whole.n} | {cells} |"
    best = figures["fusion + value + category"]["all"]
    yield f"\nAll parts: reciprocal rank {best.rr:.3f}, recall in the first 20 {best.recall:.3f}."


def _likeness(
    index: SearchIndex, table: IndicatorTable, encoder: Encoder, topics: Sequence[Topic]
) -> Iterator[str]:
    yield "| similar | indicators | nDCG@10 | reciprocal rank | recall@20 |"
    yield "|---|---:|---:|---:|---:|"
    for name, weights in LIKENESS_RECIPES.items():
        engine = SearchEngine(index, table, encoder, Recipe(likeness=weights))
        yield f"| {name} | {_cells(likeness_figures(engine, topics, iris_of(table))['all'])} |"


def iris_of(table: IndicatorTable) -> dict[str, str]:
    """Source rows, as the gold set names them, to indicators."""
    rows = (str(int(row)) for row in table.numbers("row"))
    return {row: iri or "" for row, iri in zip(rows, table.strings("iri"), strict=True)}


def _cells(figures: Figures) -> str:
    return f"{figures.n} | {figures.ndcg:.3f} | {figures.rr:.3f} | {figures.recall:.3f}"


def _speed(engine: SearchEngine, encoder: Encoder, topics: Sequence[Topic]) -> str:
    """Medians of a warm search and of its query's encoding, taken in turn, query by query."""
    encodings, searches = [], []
    for topic in topics:
        encodings.append(_milliseconds(lambda text=topic.name: encoder.encode_queries([text])))
        searches.append(_milliseconds(lambda text=topic.name: engine.search(text, 10, Filters())))
    encoding, search = statistics.median(encodings), statistics.median(searches)
    return (
        f"Warm search {search:.1f} ms, encoding its query alone {encoding:.1f} ms: "
        f"{search / encoding:.2f} times."
    )


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


if __name__ == "__main__":
    main()
