"""Hostile files, made from good ones: damage, wrong names, bombs, entities, depth, formulas."""

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from benchmarks.corpus import Printed, document_for, write

FORMULA = "=cmd|' /C calc'!A0"
_SHEET, _BODY, _CONTENT = "xl/worksheets/sheet1.xml", "word/document.xml", "content.xml"
_PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)


def good(file_format: str) -> Printed:
    """A file with two projects."""
    return write("ningxia", file_format, document_for("ningxia", 2, 1), 1)


def hostile_files(secret: Path) -> Mapping[str, bytes]:
    """The files by their names; ``secret`` is what some of them try to show."""
    xlsx, csv = good("xlsx").data, good("csv").data
    return {
        **{f"cut.{suffix}": _cut(suffix) for suffix in ("xlsx", "docx", "ods", "pdf", "xls")},
        "cut.zip": _packed(("a.csv", csv * 20))[:-30],
        "image.xlsx": _PNG,
        "text.docx": csv,
        "page.xls": good("html").data,
        "workbook.pdf": xlsx,
        "one-byte.pdf": b"%",
        "empty.xlsx": b"",
        "bomb.zip": _packed(("a.csv", bytes(50 << 20))),
        "liar.zip": _stating(100, _packed(("a.csv", bytes(50 << 20)))),
        "overlap.zip": _overlapping(30),
        "nested.zip": _nested(5),
        "bomb.xlsx": _changed("xlsx", _SHEET, lambda xml: xml + b" " * (50 << 20)),
        "bomb.pdf": _pdf_with_content(_deflated(1 << 30)),
        "laughs.xlsx": _changed("xlsx", _SHEET, _laughing),
        "laughs.docx": _changed("docx", _BODY, _laughing),
        "laughs.ods": _changed("ods", _CONTENT, _laughing),
        "xxe.docx": _changed("docx", _BODY, lambda xml: _showing(secret, xml)),
        "xxe.ods": _changed("ods", _CONTENT, lambda xml: _showing(secret, xml)),
        "xxe.html": _showing(secret, good("html").data),
        "long-cell.xlsx": _changed("xlsx", _SHEET, lambda xml: _with_cell(xml, 40_000)),
        "huge-cell.xlsx": _changed("xlsx", _SHEET, lambda xml: _with_cell(xml, 4_000_000)),
        "far-cell.xlsx": _changed("xlsx", _SHEET, lambda xml: _with_cell(xml, 10, "XFD1048576")),
        "deep.docx": _changed("docx", _BODY, lambda xml: _deep(xml, b"w:tbl")),
        "deep.ods": _changed("ods", _CONTENT, lambda xml: _deep(xml, b"text:span")),
        "deep.html": b"<html><body>" + b"<table><tr><td>" * 5_000,
        "tables.html": b"<html><body>" + b"<table><tr><td>a" * 200,
        "nul.csv": csv.replace(b",", b",\0\0\0", 1),
        "bytes.txt": good("txt").data[:300] + b"\xff\xfe\x80\xa0" * 200,
        "formula.csv": _with_formulas(csv),
        "password.pdf": _locked(),
        "loop.pdf": _pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[2 0 R]>>"),
        "line\nbreak.csv": csv,
    }


def _cut(suffix: str) -> bytes:
    data = good(suffix).data
    return data[: len(data) * 2 // 3]


def _packed(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def _changed(file_format: str, part: str, change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(good(file_format).data)) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    return _packed(*{**parts, part: change(parts[part])}.items())


def _stating(size: int, data: bytes) -> bytes:
    """The directory states another size of the last member."""
    at = data.rindex(b"PK\x01\x02") + 24
    return data[:at] + size.to_bytes(4, "little") + data[at + 4 :]


def _overlapping(times: int) -> bytes:
    """The directory lists the one member many times."""
    data = _packed(("a.csv", bytes(100 << 20)))
    start, end = data.rindex(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    entries = data[start:end] * times
    counts = times.to_bytes(2, "little") * 2 + len(entries).to_bytes(4, "little")
    return data[:start] + entries + data[end : end + 8] + counts + data[end + 16 :]


def _nested(depth: int) -> bytes:
    data = _packed(("a.csv", b"a,b,c"))
    for number in range(depth):
        data = _packed((f"{number}.zip", data))
    return data


def _deflated(size: int) -> bytes:
    packer, piece = zlib.compressobj(1), bytes(1 << 20)
    return b"".join(packer.compress(piece) for _ in range(size >> 20)) + packer.flush()


def _laughing(xml: bytes) -> bytes:
    """Entities that multiply to ten thousand million characters."""
    more = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return _declaring(f'<!ENTITY a0 "hahahahaha">{more}', "&a9;", xml)


def _showing(secret: Path, xml: bytes) -> bytes:
    return _declaring(f'<!ENTITY a SYSTEM "{secret.as_uri()}">', "&a;", xml)


def _declaring(entities: str, reference: str, xml: bytes) -> bytes:
    """Declare entities, and refer to them before the last closing tag."""
    begins = xml.find(b"?>") + 2 if xml.startswith(b"<?xml") else 0
    ends = xml.rindex(b"</")
    subset = f"<!DOCTYPE a [{entities}]>".encode()
    return xml[:begins] + subset + xml[begins:ends] + reference.encode() + xml[ends:]


def _with_cell(xml: bytes, length: int, place: str = "A900") -> bytes:
    # No run of it repeats, or its archive would be refused for that.
    text = "".join(chr(0x4E00 + number * number % 19_997) for number in range(length))
    cell = f'<row><c r="{place}" t="inlineStr"><is><t>{text}</t></is></c></row>'
    return xml.replace(b"</sheetData>", f"{cell}</sheetData>".encode())


def _deep(xml: bytes, tag: bytes) -> bytes:
    """Elements within one another, before the last closing tag but one."""
    at = xml.rindex(b"</", 0, xml.rindex(b"</"))
    return xml[:at] + b"<%s>" % tag * 5_000 + b"</%s>" % tag * 5_000 + xml[at:]


def _with_formulas(csv: bytes) -> bytes:
    """The name of every project and of the first indicator begin like a formula."""
    document = document_for("ningxia", 2, 1)
    text = csv.decode("utf-8-sig")
    text = text.replace(document.projects[0].name, FORMULA)
    return text.replace(document.projects[0].indicators[0].name, "@SUM(1+1)*cmd").encode()


def _locked() -> bytes:
    out = io.BytesIO()
    Canvas(out, encrypt=StandardEncryption("secret")).save()
    return out.getvalue()


def _pdf_with_content(packed: bytes) -> bytes:
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<>>>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed),
    )


def _pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of which is its catalogue."""
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    places = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, places)
    return (
        out + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    )
