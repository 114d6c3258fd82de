"""Text as it flows on a web page: whitespace as browsers show it, lines, paragraphs."""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from kg.readers.cell_text import cell_text
from kg.readers.nesting import Block

_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
# Programs break long lines of source between Chinese characters, where nothing is to be seen.
_SOURCE_WRAP = re.compile(rf"(?<={_WIDE})[ \t]*[\r\n][ \t\r\n]*(?={_WIDE})")
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")


@dataclass(slots=True)
class Flow:
    """The page, or one cell, while its text flows in: lines become paragraphs."""

    element: Element
    blocks: list[Block] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def write(self, text: str | None) -> None:
        """Add text of the source."""
        if text:
            self.text.append(spaced(text))

    def end_line(self) -> None:
        """What comes next begins a line."""
        self.text.append("\n")

    def end_paragraph(self) -> None:
        """Make blocks of the lines so far."""
        if not self.text:
            return
        for line in "".join(self.text).split("\n"):
            text = cell_text(_SPACES.sub(" ", line) if "  " in line else line)
            if text:
                self.blocks.append(text)
        self.text.clear()


def spaced(text: str) -> str:
    """Make one space of whitespace, as browsers do; none where the source was only wrapped."""
    if text.isprintable() and "  " not in text:
        return text
    return _SPACES.sub(" ", _SOURCE_WRAP.sub("", text))
