"""The text of a Word paragraph (段落文字) as it is shown: changes accepted, hidden runs told."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from xml.etree.ElementTree import Element

from kg.readers.nesting import Hidden
from kg.readers.safe_xml import attribute, local_name

# Elements that hold no text of the document, or text that an accepted change has removed.
UNREAD = frozenset(
    (
        *("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr"),
        *("del", "moveFrom", "delText", "instrText", "rt", "annotation"),
    )
)
_CHARACTERS = {
    "tab": " ",
    "ptab": " ",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
}
_SYMBOL_PAGE = 0xF000


class ParagraphText:
    """Gathers a paragraph: what it shows, what it hides, and the text boxes anchored in it.

    ``hidden_styles`` are the ids of the styles whose text is hidden (w:vanish).
    """

    def __init__(self, paragraph: Element, hidden_styles: frozenset[str]) -> None:
        self._hidden_styles = hidden_styles
        self._shown: list[str] = []
        self._hidden: list[str] = []
        self.text_boxes: list[Element] = []
        vanished = self._vanishes(paragraph, "pPr", "pStyle")
        self._gather(paragraph, self._hidden if vanished else self._shown)

    @property
    def shown(self) -> str:
        """The text that is printed, stripped; soft breaks are line breaks."""
        return "".join(self._shown).strip()

    @property
    def hidden(self) -> Iterator[Hidden]:
        """The text that is not printed, if any."""
        text = "".join(self._hidden).strip()
        if text:
            yield Hidden(text)

    def _gather(self, element: Element, texts: list[str]) -> None:
        for child in element:
            name = local_name(child)
            if name == "t":
                texts.append(child.text or "")
            elif name == "r":
                vanished = self._vanishes(child, "rPr", "rStyle")
                self._gather(child, self._hidden if vanished else texts)
            elif name in _CHARACTERS:
                texts.append(_CHARACTERS[name])
            elif name == "sym":
                texts.append(_symbol(child))
            elif name == "txbxContent":
                self.text_boxes.append(child)
            elif name == "AlternateContent":
                self._gather(_readable_branch(child), texts)
            elif name not in UNREAD:
                self._gather(child, texts)

    def _vanishes(self, element: Element, properties: str, style: str) -> bool:
        found = element.find(f"{{*}}{properties}")
        if found is None:
            return False
        named = found.find(f"{{*}}{style}")
        by_style = named is not None and attribute(named, "val") in self._hidden_styles
        return by_style or (properties == "rPr" and is_on(found, "vanish"))


def is_on(properties: Element, name: str) -> bool:
    """Whether a property that is on or off is on: present, and not said to be off."""
    found = properties.find(f"{{*}}{name}")
    return found is not None and attribute(found, "val") not in ("0", "false", "off")


def _readable_branch(alternatives: Element) -> Element:
    """The first of the alternatives that has text: each holds the same for another program."""
    with_text = (branch for branch in alternatives if branch.find(".//{*}t") is not None)
    return next(with_text, Element("none"))


def _symbol(element: Element) -> str:
    font = (attribute(element, "font") or "").lower()
    code = attribute(element, "char") or ""
    try:
        number = int(code, 16) & ~_SYMBOL_PAGE
    except ValueError:
        return "\ufffd"
    return _symbols().get(font, {}).get(f"{number:02X}", "\ufffd")


@cache
def _symbols() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files(__package__).joinpath("symbols.toml").read_text("utf-8"))
