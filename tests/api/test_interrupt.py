"""Ctrl-C in the middle of a change: one sentence, status 130, nothing changed, nothing left."""

import contextlib
import os
import select
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from api.settings import Settings, environment_of


def processes_of(group: int) -> list[int]:
    """Handles of the processes of a group."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(path.read_text().rpartition(")")[2].split()[2]) == group:
                found.append(os.pidfd_open(int(path.parent.name)))
    return found


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
    process = subprocess.Popen(
        [sys.executable, "-c", "from api.cli import main; main()", command, endless],
        env={**os.environ, **environment_of(settings), "JIPU_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A shell's background job ignores the signal, and so would what it starts.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    # Opening for writing waits for the reader, so the command is at work when this returns.
    writing = os.open(endless, os.O_WRONLY)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    os.close(writing)
    assert (process.returncode, out, err) == (130, "", told)
    assert not home.exists()
    for left in processes_of(process.pid):
        # The tracker of semaphores ends when it sees its parent gone; readers are gone before.
        assert select.select([left], [], [], 10)[0]
        os.close(left)
