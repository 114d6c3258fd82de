"""The parts of a group graph pattern (组图模式): their text, their variables, how they join."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.sparql.expansion.names import Names
from kg.sparql.expansion.syntax import Node

# What is evaluated by itself and joined; anything else looks at what the group has bound so far.
_JOINED = frozenset({"triples", "values", "group", "union", "graph", "service"})
_BINDING = frozenset({"optional", "bind"})
_SUBQUERY = "sub_select"


class Source:
    """The text of a query in which one clause after the other is replaced."""

    def __init__(self, text: str) -> None:
        self.original = text
        self._replaced: list[tuple[Node, str]] = []

    def replace(self, node: Node, text: str) -> None:
        """Put a text in the place of a node; nodes are replaced in order and do not overlap."""
        self._replaced.append((node, text))

    def text(self, start: int, end: int) -> str:
        """The text between two offsets of the original, with what was replaced in it."""
        pieces: list[str] = []
        for node, text in self._replaced:
            if start <= node.start and node.end <= end:
                pieces += [self.original[start : node.start], text]
                start = node.end
        return "".join([*pieces, self.original[start:end]])


@dataclass(frozen=True, slots=True)
class Element:
    """One part of a group; ``serves`` tells of a SERVICE clause in it, answered or not."""

    kind: str
    text: str
    variables: frozenset[str]
    serves: bool = False

    @property
    def is_joined(self) -> bool:
        """Whether it means the same whatever else its group has bound."""
        return self.kind in _JOINED

    @property
    def may_bind(self) -> bool:
        """Whether it may bind variables, though it is not joined."""
        return self.kind in _BINDING

    @property
    def binds(self) -> bool:
        """Whether it may bind variables at all."""
        return self.is_joined or self.may_bind

    @property
    def is_certain(self) -> bool:
        """Whether each of its variables is bound in each of its solutions."""
        return self.kind == "triples"


def element(node: Node, source: Source, names: Names) -> Element:
    """The element that a child of a group is."""
    serves = any(inner.kind == "service" for inner in node.walk())
    text = source.text(node.start, node.end)
    return Element(node.kind, text, variables_in(node, names), serves)


def joined_text(elements: Iterable[Element]) -> str:
    """Elements in a row as the inside of a group."""
    return " ".join(
        f"{element.text} ." if element.kind == "triples" else element.text for element in elements
    )


def variables_in(node: Node, names: Names) -> frozenset[str]:
    """The variables that a node speaks of, of a subquery those that it lets out.

    Labels of blank nodes join triples as variables do and are among them, with their ``_:``.
    """
    found: set[str] = set()
    waiting = [node]
    while waiting:
        for inner in waiting.pop().walk(_SUBQUERY):
            if inner.kind == "VAR":
                found.add(names.variable(inner))
            elif inner.kind == "BLANK_NODE_LABEL":
                found.add(names.label(inner))
            elif inner.kind == _SUBQUERY:
                waiting += _let_out(inner)
    return frozenset(found)


def projected(query: Node, names: Names) -> frozenset[str] | None:
    """The variables of a SELECT that it takes from its pattern; None where it takes all."""
    clause = query.child("select_clause")
    if clause is None or clause.child("EVERYTHING"):
        return None
    return frozenset(names.variable(child) for child in clause.children if child.kind == "VAR")


def _let_out(subquery: Node) -> list[Node]:
    """The nodes with the variables that a subquery lets out."""
    clause, values = subquery.children[0], subquery.child("values")
    out = [values] if values else []
    if clause.child("EVERYTHING"):
        return [*out, *(child for child in subquery.children if child.kind == "group")]
    computed = [child.children[-1] for child in clause.children if child.kind == "computed"]
    return [*out, *computed, *(child for child in clause.children if child.kind == "VAR")]
