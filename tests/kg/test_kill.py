"""A writer killed at any moment leaves the last release in force, and the next writer goes on."""

import random
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
        status = run_for(start(home.path, document), chance.uniform(0.0, 0.6))
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
