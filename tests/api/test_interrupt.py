"""Ctrl-C in the middle of a change: one sentence, status 130, nothing changed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from api.settings import Settings, environment_of


def test_an_interrupted_ingest_says_so_and_changes_nothing(
    settings: Settings, tmp_path: Path
) -> None:
    endless, home = tmp_path / "endless.txt", tmp_path / "home"
    os.mkfifo(endless)
    process = subprocess.Popen(
        [sys.executable, "-c", "from api.cli import main; main()", "ingest", endless],
        env={**os.environ, **environment_of(settings), "JIPU_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    # Opening for writing waits for the reader, so the command is at work when this returns.
    writing = os.open(endless, os.O_WRONLY)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    os.close(writing)
    assert (process.returncode, out) == (130, "")
    assert err == "jipu: interrupted; the last release stays in force\n"
    assert not home.exists()
