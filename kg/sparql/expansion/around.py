"""The groups around a SERVICE clause, read from the tree of its query."""

from collections.abc import Sequence
from dataclasses import replace

from kg.sparql.expansion.elements import Element, Source, element, projected
from kg.sparql.expansion.names import Names
from kg.sparql.expansion.surroundings import Level
from kg.sparql.expansion.syntax import Node

_QUERIES = frozenset({"select_query", "construct_query", "describe_query", "ask_query"})
_LOOKS_BACK = frozenset({"optional", "minus", "bind"})  # at what stands before it in its group
_GROUPING = frozenset({"grouping", "aggregate"})


def levels_around(way: Sequence[Node], source: Source, names: Names) -> tuple[Level, ...]:
    """The groups on the way from a query's root to a clause of it, the outermost first.

    What follows counts only where it is joined with the clause: not around OPTIONAL, MINUS, EXISTS.
    """
    levels: list[Level] = []
    is_joined = True
    for place in reversed(range(len(way) - 1)):
        inner = way[place + 1]
        is_joined = is_joined and inner.kind not in _LOOKS_BACK
        if way[place].kind == "group":
            level = _level(way[: place + 1], inner, source, names)
            levels.append(level if is_joined else replace(level, after=()))
            is_joined = is_joined and inner.kind != "filter"
    return tuple(reversed(levels))


def _level(way: Sequence[Node], inner: Node, source: Source, names: Names) -> Level:
    """The group at the end of a way, without the child that leads on."""
    group, parent = way[-1], way[-2]
    elements = [(child, element(child, source, names)) for child in group.children]
    graphs = [
        names.variable(v) for node in way if node.kind == "graph" and (v := node.child("VAR"))
    ]
    before = [_in_graphs(e, graphs) for child, e in elements if child.end <= inner.start]
    after = [_in_graphs(e, graphs) for child, e in elements if child.start >= inner.end]
    if values := _values(way):
        before.insert(0, element(values, source, names))
    opening, let_out = "{", None
    if parent.kind == "graph":
        opening = f"{source.text(parent.start, group.start)}{{"
    elif parent.kind == "sub_select":
        let_out = projected(parent, names)
        variables = "*" if let_out is None else " ".join(f"?{name}" for name in sorted(let_out))
        opening = f"SELECT {variables} WHERE {{"
    return Level(opening, tuple(before), tuple(after), let_out)


def _in_graphs(inside: Element, graphs: Sequence[str]) -> Element:
    """An element with the variables of the graphs that it is looked up in."""
    return replace(inside, variables=inside.variables.union(graphs)) if graphs else inside


def _values(way: Sequence[Node]) -> Node | None:
    """The VALUES behind the query whose pattern the last group is, joined with what it binds.

    Behind a grouped query they are joined with the groups (SPARQL 1.1 Query, 18.2.4.3).
    """
    query = way[-2]
    holder = way[0] if query.kind in _QUERIES else query
    if query.kind not in _QUERIES and query.kind != "sub_select":
        return None
    parts = (child for child in query.children if child is not way[-1])
    if any(node.kind in _GROUPING for part in parts for node in part.walk("group")):
        return None
    return holder.child("values")
