"""The characters that fonts of PDFs give for what they print (字符还原)."""

import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from kg.readers.cell_text import cell_text

UNKNOWN = "\ufffd"
_KANGXI_RADICALS = range(0x2F00, 0x2FD6)


def character(text: str) -> str:
    """The text of one printed character: radicals as the characters they look like, one space."""
    return cell_text(text.translate(_ordinary())) or " "


@cache
def _ordinary() -> Mapping[int, str]:
    listed = tomllib.loads(files(__package__).joinpath("radicals.toml").read_text("utf-8"))
    kangxi = {code: unicodedata.normalize("NFKC", chr(code)) for code in _KANGXI_RADICALS}
    return kangxi | {ord(radical): text for radical, text in listed.items()}
