"""A server of ours in a process of its own, over an invented corpus, and what it takes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from api.settings import Settings, environment_of
from benchmarks.corpus import generate
from kg.home import Home
from kg.iri import Minter
from kg.ntriples import Triple
from kg.store import open_builder
from kg.triples import Provenance, document_triples

SAMPLE = Path(__file__).parents[1] / "data" / "pingluo-2024.txt"
_JIPU = [sys.executable, "-c", "from api.cli import main; main()"]
_PROVENANCE = Provenance("2025-01-01T00:00:00+00:00", "benchmark")
_SECONDS_TO_START = 300
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE_MIB = os.sysconf("SC_PAGE_SIZE") / 2**20


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers: its root URL and its process."""

    url: str
    pid: int


@dataclass(frozen=True, slots=True)
class Usage:
    """What a process and all below it take: their number, resident MiB, open files."""

    processes: int
    mib: float
    files: int


def home_with_corpus(folder: Path, projects: int, seed: int) -> Path:
    """A home whose one release has the sample, indexed for search, and a corpus in its graph."""
    home = folder / "home"
    ingest = [*_JIPU, "ingest", str(SAMPLE), "--home", str(home)]
    subprocess.run(ingest, check=True, capture_output=True)
    store = Home(home).current().store_path
    sample = store.rename(folder / "sample")
    with open_builder(store, sample) as builder:
        builder.add_graphs(_graphs(projects, seed), folder / "corpus.nq")
    return home


def _graphs(projects: int, seed: int) -> Iterator[tuple[str, Iterator[Triple]]]:
    minter = Minter()
    for document in generate(projects, seed):
        yield minter.document(document.sha256), document_triples(document, minter, _PROVENANCE)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def jipu(settings: Settings, *options: str) -> Iterator[Server]:
    """``jipu serve`` with these settings for the time of a block."""
    port = free_port()
    command = [*_JIPU, "serve", "--port", str(port), *options]
    with served(command, f"http://127.0.0.1:{port}/ping", environment_of(settings)) as server:
        yield server


@contextmanager
def served(command: list[str], asked: str, environment: Mapping[str, str]) -> Iterator[Server]:
    """A server started by this command, once it answers this URL; it is ended with the block."""
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for(asked, process)
        yield Server(str(httpx2.URL(asked).join("/")).rstrip("/"), process.pid)
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while True:
        try:
            httpx2.get(url).raise_for_status()
        except httpx2.HTTPError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def usage(pid: int) -> Usage:
    """What this process and those below it take now."""
    family = [pid, *_below(pid)]
    return Usage(len(family), sum(map(_resident, family)), sum(map(_open_files, family)))


def busy_cores(pid: int, seconds: float) -> float:
    """How many cores they kept busy for so long; this sleeps as long."""
    before = sum(map(_cpu_seconds, [pid, *_below(pid)]))
    time.sleep(seconds)
    return abs(sum(map(_cpu_seconds, [pid, *_below(pid)])) - before) / seconds


def _below(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _read(task).split():
            yield int(child)
            yield from _below(int(child))


def _cpu_seconds(pid: int) -> float:
    """User and system time so far: the 14th and 15th field, counted after the name's bracket."""
    fields = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS if fields else 0.0


def _resident(pid: int) -> float:
    return int((_read(Path(f"/proc/{pid}/statm")).split() or ["0", "0"])[1]) * _PAGE_MIB


def _open_files(pid: int) -> int:
    try:
        return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return 0


def _read(path: Path) -> str:
    """A file of ``/proc``; empty where its process has just ended."""
    try:
        return path.read_text()
    except OSError:
        return ""
