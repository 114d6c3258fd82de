"""The graph at scale: jipu's store on disk next to rdflib in memory, on invented corpora.

``python -m benchmarks.graph --projects 1000 10000 100000`` prints a Markdown table per size. Each
peer works in a process of its own under a limit of time and of memory; what it did not reach is
printed as over that limit, never left out.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.graph_peers import PEERS, QUERIES, write_triples

_OUT_OF_MEMORY = ("MemoryError", "memory allocation", "bad_alloc")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a peer may use: minutes in all, seconds per query, GiB of address space."""

    minutes: float
    query_seconds: int
    gib: float


@dataclass(frozen=True, slots=True)
class Run:
    """What one peer reached: its measures by name, as the peer's process told them.

    ``stopped`` says which limit ended it, None if none did.
    """

    measures: dict[str, dict[str, Any]]
    stopped: str | None

    def figure(self, measure: str, key: str) -> float | None:
        """A figure of a measure, None where the peer did not get there."""
        return self.measures.get(measure, {}).get(key)

    def shown(self, measure: str, key: str) -> str:
        """A figure as printed, or the limit that it went over."""
        value = self.figure(measure, key)
        if value is not None:
            return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
        over = self.figure(measure, "over_seconds")
        return f"over {over} s" if over else self.stopped or "–"


def measure(peer: str, folder: Path, projects: int, seed: int, limits: Limits) -> Run:
    """Run a peer in a process of its own; raises RuntimeError where it fails by another cause."""
    command = [sys.executable, "-m", "benchmarks.graph_peers", peer, str(folder)]
    command += ["--projects", str(projects), "--seed", str(seed)]
    command += ["--query-seconds", str(limits.query_seconds), "--gib", str(limits.gib)]
    stopped = None
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=limits.minutes * 60, check=False
        )
        output = done.stdout
        if done.returncode != 0:
            if not any(sign in done.stderr for sign in _OUT_OF_MEMORY):
                raise RuntimeError(f"{peer} failed: {done.stderr.strip()[-2000:]}")
            stopped = f"over {limits.gib:g} GiB"
    except subprocess.TimeoutExpired as error:
        output = (error.stdout or b"").decode()
        stopped = f"over {limits.minutes:g} min"
    lines = [json.loads(line) for line in output.splitlines()]
    return Run({line.pop("measure"): line for line in lines}, stopped)


def table(projects: int, runs: Mapping[str, Run]) -> Iterator[str]:
    """The lines of the Markdown table of one size; a ratio above 1 is in favour of jipu."""
    jipu, rdflib = runs["jipu"], runs["rdflib"]
    yield f"### {projects:,} projects, {jipu.shown('load', 'triples')} triples\n"
    yield "| | jipu (disk) | rdflib (memory) | ratio |"
    yield "|---|--:|--:|--:|"
    yield _line("load, triples/s", jipu, rdflib, "load", "triples_per_second", _more_is_better)
    yield _line("peak memory, MiB", jipu, rdflib, "memory", "mib", _less_is_better)
    for name in QUERIES:
        counts = dict.fromkeys(run.figure(name, "rows") for run in (jipu, rdflib))
        rows = " ≠ ".join(f"{count:,}" for count in counts if count is not None) or "?"
        label = f"`{name}` ({rows} rows), ms"
        yield _line(label, jipu, rdflib, name, "milliseconds", _less_is_better)


def _line(
    label: str,
    jipu: Run,
    rdflib: Run,
    measure: str,
    key: str,
    ratio: Callable[[float, float], float],
) -> str:
    ours, theirs = jipu.figure(measure, key), rdflib.figure(measure, key)
    times = f"{ratio(ours, theirs):.3g}" if ours and theirs else "–"
    return f"| {label} | {jipu.shown(measure, key)} | {rdflib.shown(measure, key)} | {times} |"


def _more_is_better(ours: float, theirs: float) -> float:
    return ours / theirs


def _less_is_better(ours: float, theirs: float) -> float:
    return theirs / ours


def main() -> None:
    """Measure both peers at every size asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=15, help="per peer and size")
    parser.add_argument("--query-seconds", type=int, default=60, help="per query, all its runs")
    parser.add_argument("--gib", type=float, default=16, help="address space per peer")
    options = parser.parse_args()
    limits = Limits(options.minutes, options.query_seconds, options.gib)
    for projects in options.projects:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_triples(folder, projects, options.seed)
            runs = {peer: measure(peer, folder, projects, options.seed, limits) for peer in PEERS}
        print("\n".join(table(projects, runs)), flush=True)
        print()


if __name__ == "__main__":
    main()
