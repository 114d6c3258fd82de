"""The XML of documents, read without entities, without DTDs, without the network."""

import re
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element

from lxml import etree  # type: ignore[import-untyped]

from kg.errors import UnreadableDocumentError

# A text of 10 MiB or 256 levels of elements are refused by libxml2 itself (huge_tree).
_SAFELY = {
    "resolve_entities": False,
    "no_network": True,
    "huge_tree": False,
    "load_dtd": False,
    "remove_comments": True,
    "remove_pis": True,
}
_OVER_A_LIMIT = (etree.ErrorTypes.ERR_RESOURCE_LIMIT, etree.ErrorTypes.ERR_ENTITY_LOOP)
_FOR_PROGRAMMERS = re.compile(
    r",? (?:use|try|see) (?:XML_PARSE_HUGE|xmlCtxt\w+)(?: option)?\.?| \([^()]*, line \d+\)$"
)
_AGAIN = "open it and save it again"
_DOCTYPE = f"its XML has a DOCTYPE or entities, which may harm the reader; {_AGAIN}"
_TOO_MUCH = "its XML goes over a limit that no office program comes near"


def tree_of(data: bytes, where: str) -> Element:
    """The root of a small document, as far as lxml's elements are ElementTree's.

    Raises ``UnreadableDocumentError`` for XML that is damaged or has a DOCTYPE; ``where`` names
    the document.
    """
    try:
        root: Element = etree.fromstring(data, etree.XMLParser(**_SAFELY))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _refusal(where, error) from error
    _refuse_doctype(root, where)
    return root


def streamed(source: IO[bytes], tags: tuple[str, ...], where: str) -> Iterator[Element]:
    """The elements of the given local names, one by one as they end; each is then forgotten.

    A name in another one is forgotten with it. Raises like ``tree_of``.
    """
    names = [f"{{*}}{tag}" for tag in tags]
    try:
        for _, element in etree.iterparse(source, tag=names, **_SAFELY):
            _refuse_doctype(element, where)
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _refusal(where, error) from error


def local_name(element: Element) -> str:
    """The name of an element without its namespace: transitional and strict files differ in it."""
    return element.tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str | None:
    """The value of an attribute by its local name, in whatever namespace it is."""
    found = (value for key, value in element.items() if key.rpartition("}")[2] == name)
    return next(found, None)


def inside(element: Element, name: str) -> bool:
    """Whether an element of this local name is around the element."""
    return any(
        local_name(around) == name
        for around in element.iterancestors()  # type: ignore[attr-defined]
    )


def _refuse_doctype(element: Element, where: str) -> None:
    """A DOCTYPE brings entities, which multiply or fetch; no office program writes one."""
    if element.getroottree().docinfo.doctype:  # type: ignore[attr-defined]
        raise UnreadableDocumentError(where, _DOCTYPE)


def _refusal(where: str, error: Exception) -> UnreadableDocumentError:
    reason = without_advice(str(error))
    if isinstance(error, etree.XMLSyntaxError) and error.code in _OVER_A_LIMIT:
        # Entities that multiply stop the parser before it gives an element to see the DOCTYPE of.
        return UnreadableDocumentError(
            where, _DOCTYPE if "entity" in reason.lower() else f"{_TOO_MUCH} ({reason}); {_AGAIN}"
        )
    return UnreadableDocumentError(
        where, f"its XML is damaged ({reason}); download it again, or {_AGAIN}"
    )


def without_advice(message: str) -> str:
    """A message of libxml2 without what it tells programmers to do, and without Python's place."""
    return _FOR_PROGRAMMERS.sub("", message)
