"""The bar, as a terminal gets it."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from api.settings import Settings, environment_of


def test_a_bar_tells_documents_rate_problems_and_time_left(
    settings: Settings, sample_path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    for number in range(3):
        shutil.copy(sample_path, folder / f"{number}.txt")
    (folder / "letter.txt").write_text("没有表", encoding="utf-8")
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", "from api.cli import main; main()", "ingest", folder, "--json"],
        env={
            **os.environ,
            **environment_of(settings),
            "JIPU_HOME": str(tmp_path / "home"),
            "TERM": "xterm",
            "COLUMNS": "200",
        },
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    with contextlib.suppress(OSError):  # how the end of a terminal is told
        while piece := os.read(ours, 65536):
            shown += piece
    os.close(ours)
    assert process.wait() == 0
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())
    done = [line for line in text.splitlines() if line.startswith("read") and "4/4" in line]
    assert done
    assert re.search(r"4/4 +[\d.]+/s +problems: 1 +\d+:\d+:\d+ +\d+:\d+:\d+", done[-1])
