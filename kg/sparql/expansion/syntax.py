"""A query's text as a tree of nodes with their places in it. The only lark import."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import lark

from kg.errors import QueryError
from kg.sparql.positions import error_at

_WORD = re.compile(r"[\w.:?$@-]{1,40}")
_GRAMMAR = Path(__file__).with_name("sparql11.lark")


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A rule or token of ``sparql11.lark`` by its name, from ``start`` to before ``end``."""

    kind: str
    start: int
    end: int
    children: tuple["Node", ...] = ()

    def child(self, *kinds: str) -> "Node | None":
        """The first child of one of the kinds."""
        return next((child for child in self.children if child.kind in kinds), None)

    def walk(self, *closed: str) -> Iterator["Node"]:
        """This node and all below it, in the order of the text, but not what is in ``closed``."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            if node.kind not in closed or node is self:
                waiting.extend(reversed(node.children))

    def paths(self, kind: str) -> Iterator[tuple["Node", ...]]:
        """The way from here to each node of a kind, in the order of the text, both included."""
        way: list[Node] = []
        waiting: list[Node | None] = [self]
        while waiting:
            node = waiting.pop()
            if node is None:
                way.pop()
                continue
            way.append(node)
            if node.kind == kind:
                yield tuple(way)
            waiting.append(None)
            waiting.extend(reversed(node.children))


def parse(text: str) -> Node:
    """The tree of a SPARQL 1.1 query. Raises QueryError with the position of what cannot be read.

    Loading the grammar takes an eighth of a second, once in a process; a query under a millisecond.
    """
    try:
        tree = _parser().parse(text)
    except lark.UnexpectedInput as error:
        raise _unreadable(text, error) from error
    return _nodes(tree)


def _unreadable(text: str, error: lark.UnexpectedInput) -> QueryError:
    offset: int | None = error.pos_in_stream
    at_end = isinstance(error, lark.UnexpectedToken) and error.token.type == "$END"
    if at_end or offset is None:
        # Of the end there is no token, and no place of one.
        return error_at(QueryError, text, len(text), "the query ends before it is complete")
    found = _WORD.match(text, offset)
    shown = found[0] if found else text[offset]
    return error_at(QueryError, text, offset, f"{shown!r} cannot stand here in SPARQL 1.1")


@cache
def _parser() -> "lark.Lark":
    grammar = _GRAMMAR.read_text("utf-8")
    return lark.Lark(grammar, parser="lalr", propagate_positions=True, maybe_placeholders=False)


def _nodes(root: "lark.Tree[lark.Token]") -> Node:
    made: dict[int, Node] = {}
    for tree in root.iter_subtrees():  # what is below comes first, however deep
        children = tuple(
            made[id(child)] if isinstance(child, lark.Tree) else _leaf(child)
            for child in tree.children
        )
        start, end = (0, 0) if tree.meta.empty else (tree.meta.start_pos, tree.meta.end_pos)
        made[id(tree)] = Node(str(tree.data), start, end, children)
    return made[id(root)]


def _leaf(token: "lark.Token") -> Node:
    start = token.start_pos or 0
    return Node(token.type, start, start + len(token))
