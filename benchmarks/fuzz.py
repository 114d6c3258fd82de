"""Fuzzing of the readers, guided by what they execute: whatever the bytes, read or refused.

``python -m benchmarks.fuzz xlsx --part xl/worksheets/sheet1.xml --seconds 300``. Needs the extra
``fuzz``. Seeds are files of the corpus in several layouts; with ``--part`` what is changed is one
part of the archive, unpacked, as changed bytes of an archive seldom get past its checksums. What is
found lies in ``benchmarks/out/fuzz``: a crash is an error that no reader should raise, a time-out
a file that takes more than 20 seconds, an ``oom`` one that takes more than 2 GiB.
"""

import argparse
import io
import sys
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import atheris

from benchmarks.corpus import document_for, write
from benchmarks.corpus.formats import FORMATS
from benchmarks.corpus.styles import styles

OUT = Path(__file__).parent / "out" / "fuzz"
INSTRUMENTED = ["kg", "pdfminer", "pdfplumber", "xlrd"]


def seeds(file_format: str) -> list[bytes]:
    """The smallest file of each layout."""
    return [write(layout, file_format, document_for(layout, 1, 0), 0).data for layout in styles()]


def part_of(data: bytes, part: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(data)).read(part)


def with_part(data: bytes, part: str, content: bytes) -> bytes:
    """The archive with other content in one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(out, "w") as changed:
        for name in whole.namelist():
            changed.writestr(name, content if name == part else whole.read(name))
    return out.getvalue()


def reading(name: str, complete: Callable[[bytes], bytes]) -> Callable[[bytes], None]:
    """What is called with every input: any other error than a refusal is a finding."""
    with atheris.instrument_imports(include=INSTRUMENTED):
        from kg.errors import UnreadableDocumentError
        from kg.readers import read_grids

    def read(data: bytes) -> None:
        try:
            read_grids(complete(data), name)
        except UnreadableDocumentError as refusal:
            assert refusal.where.startswith(name)
            assert refusal.message

    return read


def folder_with(contents: list[bytes], name: str) -> Path:
    """A folder of seeds, to which the fuzzer adds what executes something new."""
    folder = OUT / name
    folder.mkdir(parents=True, exist_ok=True)
    for content in contents:
        (folder / sha256(content).hexdigest()[:16]).write_bytes(content)
    return folder


def main() -> None:
    """Fuzz one format for some time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("format", choices=FORMATS)
    parser.add_argument("--part", help="the part of an archive to change, such as content.xml")
    parser.add_argument("--seconds", type=int, default=300)
    arguments = parser.parse_args()
    whole, part = seeds(arguments.format), arguments.part
    contents = [part_of(data, part) for data in whole] if part else whole
    label = f"{arguments.format}-{Path(part).name}" if part else arguments.format
    folder = folder_with(contents, label)
    read = reading(
        f"fuzz.{FORMATS[arguments.format].suffix}",
        (lambda data: with_part(whole[0], part, data)) if part else bytes,
    )
    options = (
        f"-max_total_time={arguments.seconds}",
        "-timeout=20",
        "-rss_limit_mb=2048",
        f"-artifact_prefix={folder}-",
    )
    atheris.Setup([sys.argv[0], *options, str(folder)], read)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
