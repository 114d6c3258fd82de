"""What the documentation shows works as shown."""

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from benchmarks.corpus import document_for, write
from tests.commands import Jipu

ROOT = Path(__file__).parents[1]
SHOWN_SERVER = "http://127.0.0.1:8000"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def shown(program: str) -> list[str]:
    blocks = re.findall(
        r"```console\n(.*?)```", "\n".join(p.read_text("utf-8") for p in PAGES), re.S
    )
    return [line for block in blocks for line in block.splitlines() if line.startswith(program)]


def put_documents(folder: Path) -> None:
    """A folder such as readers of the documentation have: files of several formats."""
    folder.mkdir()
    for layout, file_format in (("central", "xlsx"), ("huangshi", "docx"), ("matrix", "zip")):
        printed = write(layout, file_format, document_for(layout, 2, 1), 1)
        (folder / printed.name).write_bytes(printed.data)


def test_every_shown_command_runs(jipu: Jipu, tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(ROOT / "data")
    put_documents(tmp_path / "documents")
    commands = shown("jipu ")
    assert len(commands) >= 10
    for command in commands:
        ran = jipu(*shlex.split(command)[1:], cwd=tmp_path)
        assert ran.status == 0, f"{command}\n{ran.err}"
        assert ran.out or ran.err


@pytest.mark.skipif(shutil.which("curl") is None, reason="the requests are shown with curl")
def test_every_shown_request_is_answered(server: str) -> None:
    """By curl itself, over a real connection: it sends as they are what a library would mend."""
    commands = shown("curl ")
    assert len(commands) >= 3
    for command in commands:
        words = shlex.split(command.replace(SHOWN_SERVER, server))
        ran = subprocess.run([*words, "-sS", "-w", " %{http_code}"], capture_output=True)
        body, _, status = ran.stdout.decode().rpartition(" ")
        assert status == "200", f"{command}\n{body}{ran.stderr.decode()}"
        assert json.loads(body)


def test_the_python_that_is_shown_runs(
    home: Path, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Page by page from top to bottom, where the home and the server are that are named there."""
    (tmp_path / "jipu-data").symlink_to(home)
    monkeypatch.chdir(tmp_path)
    blocks = {
        page: re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.S) for page in PAGES
    }
    assert len(blocks[ROOT / "docs" / "python.md"]) >= 5
    for page, parts in blocks.items():
        code = "\n".join(parts).replace(SHOWN_SERVER, server)
        exec(compile(code, page.name, "exec"), {})  # noqa: S102 - our own pages


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    for link in links:
        if not link.startswith("http"):
            assert (page.parent / link).exists(), link


def test_every_command_is_documented(jipu: Jipu) -> None:
    listed = re.findall(r"^[│ ]+([a-z][a-z-]+)  ", jipu("--help").out, re.M)
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    assert {"ingest", "search", "sparql", "serve"} <= set(listed)
    for command in listed:
        assert f"jipu {command}" in text, command
        assert "Example: jipu" in jipu(command, "--help").out
