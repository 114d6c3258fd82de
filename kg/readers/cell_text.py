"""The text of a cell as a table can hold it: without control characters, stripped."""

import re

# What no XML can hold, with lone halves of surrogate pairs; a carriage return is a line break.
_STRAY = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def cell_text(text: str) -> str:
    """Strip a text; control characters become spaces, every line break a line feed."""
    if _STRAY.search(text):
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = _STRAY.sub(" ", text)
    return text.strip()
