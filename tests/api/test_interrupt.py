"""Ctrl-C in the middle of a change: one sentence, status 130, nothing changed, nothing left."""

import contextlib
import os
import select
import signal
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from api.settings import Settings, environment_of
from tests.servers import until

PARENT, GROUP = 1, 2  # fields of /proc/*/stat behind the name


def processes_of(number: int, field: int) -> list[int]:
    """Handles of the processes of a parent or a group."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(path.read_text().rpartition(")")[2].split()[field]) == number:
                found.append(os.pidfd_open(int(path.parent.name)))
    return found


def ended(process: int) -> bool:
    """Whether the process of a handle ends within ten seconds."""
    try:
        return bool(select.select([process], [], [], 10)[0])
    finally:
        os.close(process)


def started(settings: Settings, *words: str | Path) -> "subprocess.Popen[str]":
    """The command in a group of its own, as a shell at a terminal starts it."""
    return subprocess.Popen(
        [sys.executable, "-c", "from api.cli import main; main()", *words],
        env={**os.environ, **environment_of(settings)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A shell's background job ignores the signal, and so would what it starts.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("ingest", "jipu: interrupted; the last release stays in force\n"),
        ("extract", "jipu: interrupted; nothing is stored\n"),
    ],
)
def test_an_interrupted_command_says_so_and_leaves_nothing(
    command: str, told: str, settings: Settings, tmp_path: Path
) -> None:
    """The whole group gets the signal, as from a terminal: the processes that read do not mind."""
    endless, home = tmp_path / "endless.txt", tmp_path / "home"
    os.mkfifo(endless)
    process = started(replace(settings, home=home), command, endless)
    # Opening for writing waits for the reader, so the command is at work when this returns.
    writing = os.open(endless, os.O_WRONLY)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    os.close(writing)
    assert (process.returncode, out, err) == (130, "", told)
    assert not home.exists()
    # The tracker of semaphores ends when it sees its parent gone; readers are gone before.
    assert all(ended(left) for left in processes_of(process.pid, GROUP))


def test_an_interrupted_query_ends_with_its_worker(settings: Settings) -> None:
    """At once, however long it may run; also while its worker still gets ready."""
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    process = started(replace(settings, query_seconds=600), "sparql", endless)
    workers = until(lambda: processes_of(process.pid, PARENT))
    process.send_signal(signal.SIGINT)
    try:
        assert process.communicate(timeout=20) == ("", "")
    finally:
        process.kill()
    assert process.returncode == 130
    assert all(ended(worker) for worker in workers)
