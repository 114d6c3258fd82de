"""Readers that do what no reader should: only the document at hand fails."""

import os
import signal
import time
from collections import deque
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from kg.errors import HomeError, UnreadableDocumentError
from kg.model import Problem
from kg.workers import ReadLimits, each_read

LIMITS = ReadLimits(seconds=2, memory_bytes=300 << 20, processes=2)


@dataclass(frozen=True)
class Document:
    name: str


def hang() -> str:
    while True:
        time.sleep(3600)


def hold_on() -> str:
    """Hang where no signal is heeded but the kernel's own."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    return hang()


def eat() -> str:
    eaten = []
    while True:
        eaten.append(bytes(1 << 20))


def swallow() -> str:
    return str(len(bytearray(1 << 40)))


def descend() -> str:
    return descend() + ""


def refuse() -> str:
    raise UnreadableDocumentError("refuse: row 3", "is torn off; scan it again")


def confuse() -> str:
    raise KeyError("一级指标")


HARMS: dict[str, Callable[[], str]] = {
    "hang": hang,
    "hold_on": hold_on,
    "eat": eat,
    "swallow": swallow,
    "descend": descend,
    "refuse": refuse,
    "confuse": confuse,
    "exit": lambda: os._exit(3),
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "abort": os.abort,
}
SENTENCES = {
    "hang": "took longer than 2 s and was stopped",
    "hold_on": "took longer than 2 s and was stopped",
    "eat": "needed more than 300 MiB and was stopped",
    "swallow": "needed more than 300 MiB and was stopped",
    "descend": "cannot be read: RecursionError",
    "refuse": "is torn off; scan it again",
    "confuse": "cannot be read: KeyError: '一级指标'; please report it",
    "exit": "ended with status 3; please report it",
    "kill": "ended by signal 9; please report it",
    "abort": "ended by signal 6; please report it",
}


def read(document: Document) -> str:
    return HARMS.get(document.name, lambda: f"read {document.name}")()


def read_with_process(document: Document) -> tuple[str, int]:
    return read(document), os.getpid()


def fail_at_home(document: Document) -> str:
    raise HomeError("/srv", "cannot be written")


def note_down(folder: Path, document: Document) -> str:
    (folder / f"{document.name}-{os.getpid()}").touch()
    return read(document)


def every(names: list[str], limits: ReadLimits = LIMITS) -> dict[str, str | Problem]:
    waiting = deque(map(Document, names))
    return {document.name: found for document, found in each_read(read, waiting, limits)}


def descendants() -> set[int]:
    """The processes below this one that read documents; the tracker of semaphores stays."""
    tasks = Path("/proc/self/task").glob("*/children")
    pids = {int(pid) for task in tasks for pid in task.read_text().split()}
    return {p for p in pids if b"spawn_main" in Path(f"/proc/{p}/cmdline").read_bytes()}


def test_a_document_that_takes_its_process_down_fails_alone() -> None:
    good = [f"good{number}" for number in range(8)]
    found = every([name for pair in zip([*HARMS], good * 2, strict=False) for name in pair] + good)
    assert {name: found[name] for name in good} == {name: f"read {name}" for name in good}
    for name, sentence in SENTENCES.items():
        problem = found[name]
        assert isinstance(problem, Problem), name
        assert sentence in problem.message
        assert problem.where.startswith(name)
    assert not descendants()


def test_what_fails_at_another_thing_than_the_document_stops_the_work() -> None:
    with pytest.raises(HomeError, match="cannot be written"):
        list(each_read(fail_at_home, deque([Document("a")]), LIMITS))
    assert not descendants()


def test_no_more_processes_are_started_than_documents(tmp_path: Path) -> None:
    waiting = deque([Document("a")])
    limits = ReadLimits(processes=4)
    list(each_read(partial(note_down, tmp_path), waiting, limits))
    assert len(list(tmp_path.iterdir())) == 1


def test_what_comes_to_wait_on_the_way_is_read_by_more_processes() -> None:
    waiting = deque([Document("a")])
    found: list[str | Problem] = []
    processes: set[int] = set()
    for document, result in each_read(read_with_process, waiting, LIMITS):
        assert not isinstance(result, Problem)
        if document.name == "a":
            waiting.extend(Document(f"b{number}") for number in range(40))
        found.append(result[0])
        processes.add(result[1])
    assert sorted(found) == sorted(["read a", *(f"read b{number}" for number in range(40))])
    assert len(processes) >= 2


def test_closing_it_ends_the_processes_at_once() -> None:
    waiting = deque([Document("a"), Document("hang"), Document("hang")])
    start = time.monotonic()
    with closing(each_read(read, waiting, ReadLimits(seconds=600, processes=2))) as results:
        next(results)
        assert descendants()
    assert not descendants()
    assert time.monotonic() - start < 20


def test_a_fault_s_traceback_is_for_those_who_look_for_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level("DEBUG", logger="kg.workers"):
        found = every(["confuse"])
    assert isinstance(found["confuse"], Problem)
    assert "Traceback" not in found["confuse"].message
    assert "Traceback" in caplog.text
