"""A writer killed at any moment leaves the last release in force, and the next writer goes on."""

import json
import os
import random
import select
import signal
import subprocess
import sys
from pathlib import Path

from kg.home import Home

ROUNDS = 25
WRITER = """
import sys
from pathlib import Path
from kg.home import Home
from kg.ingest import ingest

def finish(folder, table, progress):
    folder.mkdir()
    (folder / "done").write_text(table.fingerprint, encoding="utf-8")

print("ready", flush=True)
sys.stdin.readline()
ingest(Home(Path(sys.argv[1])), [Path(sys.argv[2])], "https://e.org/", finish)
"""


TELLING_WRITER = """
import sys
from pathlib import Path
from kg.home import Home
from kg.ingest import ingest
from kg.workers import ReadLimits

def finish(folder, table, progress):
    folder.mkdir()

def tell(step):
    print(step.stage, step.done, flush=True)

home, folder = map(Path, sys.argv[1:])
limits = ReadLimits(processes=1)
ingest(Home(home), [folder], "https://e.org/", finish, tell, limits=limits)
"""
LONG_AGO = "2000-01-01T00:00:00+00:00"


def written(document: Path, sample: str, number: int) -> None:
    document.write_text(sample.replace("400.000000", f"{400 + number}.000000"), encoding="utf-8")


def start(home: Path, document: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(home), str(document)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def run_for(process: subprocess.Popen[str], seconds: float | None) -> int:
    """Let a writer run for some time, or to its end, and kill it."""
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()
    try:
        return process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        return process.wait()
    finally:
        process.stdin.close()
        assert process.stdout is not None
        process.stdout.close()


def amounts(home: Home) -> set[str | None]:
    release = home.current()
    assert release.table.fingerprint == (release.index_path / "done").read_text(encoding="utf-8")
    rows = release.store.values("SELECT DISTINCT ?a { ?p a jipu:Project ; jipu:amount ?a }")
    counted = release.store.values("SELECT (COUNT(*) AS ?n) { ?i a jipu:Indicator }")
    assert counted == [("190",)]
    assert len(release.table) == 190
    return {amount for (amount,) in rows}


def test_a_kill_at_any_moment_leaves_a_whole_release(tmp_path: Path, sample_path: Path) -> None:
    chance = random.Random(20241231)
    sample = sample_path.read_text(encoding="utf-8")
    document = tmp_path / "doc.txt"
    home = Home(tmp_path / "home")
    written(document, sample, 0)
    assert run_for(start(home.path, document), None) == 0
    in_force, killed = 0, 0
    for number in range(1, ROUNDS + 1):
        written(document, sample, number)
        status = run_for(start(home.path, document), chance.uniform(0.0, 1.2))
        killed += status == -signal.SIGKILL
        found = amounts(home)
        assert (f"{400 + in_force}0000" in found) or (f"{400 + number}0000" in found)
        if f"{400 + number}0000" in found:
            in_force = number
    assert killed > ROUNDS // 3, "the writers were too quick to be killed: shorten the times"
    written(document, sample, ROUNDS + 1)
    assert run_for(start(home.path, document), None) == 0
    assert f"{400 + ROUNDS + 1}0000" in amounts(home)
    assert not list((home.path / "releases").glob(".*"))


def children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(pid) for task in tasks for pid in task.read_text().split()]


def test_a_killed_ingest_goes_on_where_it_stopped_and_leaves_no_process(
    tmp_path: Path, sample_path: Path
) -> None:
    folder, home = tmp_path / "documents", Home(tmp_path / "home")
    folder.mkdir()
    sample = sample_path.read_text(encoding="utf-8")
    for number in range(30):
        written(folder / f"{number:02}.txt", sample, number)
    command = [sys.executable, "-c", TELLING_WRITER, str(home.path), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line == "read 5\n":
                break
        ends = [os.pidfd_open(pid) for pid in children(process.pid)]
        process.kill()
    assert ends
    for end in ends:
        assert select.select([end], [], [], 30)[0], "a process that read goes on"
        os.close(end)
    assert home.current_id() is None
    kept = list(home.readings.glob("[!.]*/reading.json"))
    assert 5 <= len(kept) < 30
    for path in kept:
        reading = json.loads(path.read_text("utf-8"))
        reading["entry"]["read_at"] = LONG_AGO
        path.write_text(json.dumps(reading, ensure_ascii=False), encoding="utf-8")
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    entries = home.current().manifest.documents
    assert len(entries) == 30
    assert sum(entry.read_at == LONG_AGO for entry in entries) == len(kept)
    assert not list(home.readings.glob("[!.]*"))
