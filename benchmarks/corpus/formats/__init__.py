"""Formats: printed sheets → the bytes of a file, one module for each library that writes them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from benchmarks.corpus.formats import docx, html, ods, pdf, text, xls, xlsx
from benchmarks.corpus.sheets import Sheet

__all__ = ["FORMATS", "Format"]


@dataclass(frozen=True, slots=True)
class Format:
    """How a file is called and written.

    ``named_sheets`` says whether it shows the names of its sheets, ``spaces`` whether every space
    and line end of a cell can be told from how its text was wrapped.
    """

    suffix: str
    write: Callable[[tuple[Sheet, ...]], bytes]
    named_sheets: bool = False
    spaces: bool = True


FORMATS: Mapping[str, Format] = {
    "xlsx": Format("xlsx", xlsx.write, named_sheets=True),
    "xlsm": Format("xlsm", xlsx.write, named_sheets=True),
    "xls": Format("xls", xls.write, named_sheets=True),
    "et": Format("et", xls.write, named_sheets=True),
    "ods": Format("ods", ods.write, named_sheets=True),
    "docx": Format("docx", docx.write),
    "pdf": Format("pdf", pdf.write, spaces=False),
    "pdf-repeated": Format("pdf", pdf.write_repeated, spaces=False),
    "pdf-bare": Format("pdf", pdf.write_bare, spaces=False),
    "html": Format("html", html.write_utf8),
    "html-gb18030": Format("htm", html.write_gb18030),
    "mht": Format("mht", html.write_mht),
    "csv": Format("csv", text.write_csv),
    "csv-gb18030": Format("csv", text.write_csv_gb18030),
    "tsv": Format("tsv", text.write_tsv),
    "txt": Format("txt", text.write_txt),
    "txt-bom": Format("txt", text.write_txt_bom),
    "txt-gb18030": Format("txt", text.write_txt_gb18030),
    "txt-short": Format("txt", text.write_txt_short),
}
