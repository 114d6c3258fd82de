"""How time and memory of an ingest grow with the number of documents.

``python -m benchmarks.ingest --documents 200 1000 5000 [--index yes]`` writes invented text
documents of a few projects each and ingests them as the command does: without a search index, or
with the real one over an empty embedding cache. It prints a Markdown table, a line a size: seconds
of reading and in all, documents a second, the peak resident memory of the command and of the
largest process that reads, and what ingesting the same again takes.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from api.settings import Settings
from benchmarks.corpus import generate, write_text
from kg.build import Finish
from kg.home import Home
from kg.ingest import ingest
from kg.model import Document
from kg.progress import Progress, Step
from kg.table import IndicatorTable

TASKS = Path("/proc/self/task")
_PROJECTS_OF_A_DOCUMENT = 3


def write_documents(folder: Path, documents: int, seed: int) -> None:
    """Write so many small documents, a hundred to a folder."""
    parts = _parts(generate(documents * _PROJECTS_OF_A_DOCUMENT * 2, seed))
    for number, document in zip(range(documents), parts, strict=False):
        place = folder / f"{number // 100:04}"
        place.mkdir(exist_ok=True)
        (place / f"{number:06}.txt").write_text(write_text(document), encoding="utf-8")


def _parts(documents: Iterator[Document]) -> Iterator[Document]:
    """A county's large documents, cut into small ones."""
    for document in documents:
        projects = document.projects
        for start in range(0, len(projects), _PROJECTS_OF_A_DOCUMENT):
            yield replace(document, projects=projects[start : start + _PROJECTS_OF_A_DOCUMENT])


def no_index(folder: Path, table: IndicatorTable, progress: Progress) -> None:
    folder.mkdir()


def finisher(settings: Settings, with_index: str) -> Finish:
    """What the ingest ends with: the search index, or nothing."""
    if with_index == "no":
        return no_index
    from api.service import index_finisher

    return index_finisher(settings)


def measure(folder: Path, home: Path, with_index: str) -> None:
    """Ingest twice in this process and print the figures as JSON."""
    settings = replace(Settings.from_environment(), home=home)
    if with_index == "yes":
        link_models(settings.cache.expanduser(), home.parent / "cache")
        settings = replace(settings, cache=home.parent / "cache")
    read_at: list[float] = []
    reader = 0

    def watch(step: Step) -> None:
        nonlocal reader
        if step.stage == "read" and not read_at:
            reader = max(reader, *map(peak_kib, children()), 0)
            if step.done == step.total:
                read_at.append(time.perf_counter())

    finish = finisher(settings, with_index)
    start = time.perf_counter()
    change = ingest(Home(home), [folder], settings.base_iri, finish, watch)
    end = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ingest(Home(home), [folder], settings.base_iri, finish, watch)
    assert change.release is not None
    figures = {
        "documents": len(change.release.manifest.documents),
        "rows": len(change.release.table),
        "failed": sum(outcome.status == "failed" for outcome in change.outcomes),
        "read": read_at[0] - start,
        "seconds": end - start,
        "again": time.perf_counter() - end,
        "parent_mib": peak / 1024,
        "reader_mib": reader / 1024,
    }
    print(json.dumps(figures))


def children() -> list[int]:
    """The processes that this one started and that still run."""
    return [int(pid) for path in TASKS.glob("*/children") for pid in path.read_text().split()]


def peak_kib(process: int) -> int:
    """The most that a process had in memory; 0 where it has just ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return int(status.partition("VmHWM:")[2].split()[0]) if "VmHWM" in status else 0


def link_models(cache: Path, fresh: Path) -> None:
    """A cache that has the converted model and no embedding."""
    fresh.mkdir()
    (fresh / "models").symlink_to(cache / "models")


def line(figures: dict[str, float]) -> str:
    """A line of the table."""
    rate = figures["documents"] / figures["seconds"]
    return (
        f"| {figures['documents']:,} | {figures['rows']:,} | {figures['read']:.1f} "
        f"| {figures['seconds']:.1f} | {rate:.1f} | {figures['parent_mib']:,.0f} "
        f"| {figures['reader_mib']:,.0f} | {figures['again']:.1f} |"
    )


def main() -> None:
    """Print a line for every size asked for; each is measured in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[200, 1000, 5000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--index", choices=["no", "yes"], default="no")
    parser.add_argument("--measure", type=Path, nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(*options.measure, options.index)
        return
    print("| documents | rows | read, s | all, s | documents/s | MiB | a reader's MiB | again, s |")
    print("|--:|--:|--:|--:|--:|--:|--:|--:|")
    for documents in options.documents:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "documents"
            folder.mkdir()
            write_documents(folder, documents, options.seed)
            command = [sys.executable, "-m", "benchmarks.ingest", "--index", options.index]
            command += ["--measure", str(folder), str(Path(scratch) / "home")]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        print(line(json.loads(done.stdout)), flush=True)


if __name__ == "__main__":
    main()
