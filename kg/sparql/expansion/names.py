"""What the names and literals of a query stand for."""

import re
from collections.abc import Mapping
from urllib.parse import urljoin

from kg.sparql.expansion.syntax import Node
from kg.terms import Term
from kg.vocab import TYPE, XSD

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CONTROLS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_QUOTES = ('"""', "'''", '"', "'")


class Names:
    """The prologue of a query: its text, and what is named under it."""

    def __init__(self, source: str, prologue: Node, prefixes: Mapping[str, str]) -> None:
        """Read BASE and PREFIX declarations; ``prefixes`` are known without one."""
        self._source = source
        self._base = ""
        self._prefixes = dict(prefixes)
        for declared in prologue.children:
            address = self._address(declared.children[-1])
            if declared.kind == "base":
                self._base = address
            else:
                self._prefixes[self._text(declared.children[0])[:-1]] = address

    def iri(self, node: Node) -> str | None:
        """The address that an ``iri`` or ``A`` stands for; None where its prefix is unknown."""
        if node.kind == "A":
            return TYPE
        name = node.children[0]
        if name.kind == "IRIREF":
            return self._address(name)
        prefix, _, local = self._text(name).partition(":")
        address = self._prefixes.get(prefix)
        return None if address is None else address + _unescaped(local)

    def variable(self, node: Node) -> str:
        """The name of a VAR, without its sign."""
        return self._text(node)[1:]

    def label(self, node: Node) -> str:
        """The label of a BLANK_NODE_LABEL, with its ``_:``."""
        return self._text(node)

    def term(self, node: Node) -> Term | None:
        """The term that an ``iri`` or ``literal`` stands for; None for anything else."""
        if node.kind == "iri":
            address = self.iri(node)
            return None if address is None else Term.iri(address)
        return self._literal(node) if node.kind == "literal" else None

    def _literal(self, node: Node) -> Term:
        first, *rest = node.children
        text = self._text(first)
        if first.kind != "STRING":
            return Term.literal(text, XSD + _type_of_token(text))
        quotes = next(quotes for quotes in _QUOTES if text.startswith(quotes))
        value = _unescaped(text[len(quotes) : -len(quotes)])
        if not rest:
            return Term.literal(value)
        if rest[0].kind == "LANGTAG":
            return Term.tagged(value, self._text(rest[0])[1:])
        return Term.literal(value, self.iri(rest[0]) or "")

    def _address(self, node: Node) -> str:
        address = _unescaped(self._text(node)[1:-1])
        return urljoin(self._base, address) if self._base else address

    def _text(self, node: Node) -> str:
        return self._source[node.start : node.end]


def _type_of_token(text: str) -> str:
    if text[0].isalpha():
        return "boolean"
    if "e" in text.lower():
        return "double"
    return "decimal" if "." in text else "integer"


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    if code is None:
        return _CONTROLS.get(escape[3], escape[3])
    number = int(code, 16)
    return chr(number) if number <= 0x10FFFF else "\ufffd"
