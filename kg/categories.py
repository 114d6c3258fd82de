"""The indicator classifications (绩效指标分类) as the reader and the filters use them.

The rules are the concept schemes in ``ontology/categories.ttl``: every label of a concept is a
spelling that is accepted, ``skos:broader`` and ``skos:broadMatch`` say what a group covers.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import SKOS
from rdflib.term import Node

import ontology
from kg.errors import InvalidRequestError
from kg.target.lexicon import any_of

_BRACKETS = re.compile(r"[(\[【〔][^)\]】〕]*[)\]】〕]分?")
_MARKS = re.compile(r"[★☆*※▲△●◆:;,]")
_CODE = re.compile(r"^(?:[0-9A-Za-z]+[-—–_.、]*|[一二三四五六七八九十]+[、.])+")
_ACCEPTED = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
_BETWEEN_LEVELS = re.compile(r"\s*[-—–－/／:：→>]+\s*")
_SCORE = re.compile(r"\d+(?:\.\d+)?分?$")


@dataclass(frozen=True, slots=True)
class _Schemes:
    groups: Mapping[str, str]  # spelling → notation of a first-level concept
    leaves: Mapping[str, str]  # spelling → notation of a second-level concept
    parent: Mapping[str, str]  # notation of a second-level concept → its first level
    members: Mapping[str, frozenset[str]]  # notation → second-level notations it covers
    official: frozenset[str]  # spellings of the preferred labels


def category_of(level1: str, level2: str) -> str | None:
    """The second-level notation that two printed labels name, None where they name none.

    Level 2 decides. A word that is only complete with its first level (经济 below 效益) is read
    with it; a level 2 that is empty or unknown leaves the decision to level 1, which can take it
    where it names a second level itself or has one child only (满意度).
    """
    schemes = _schemes()
    first, second = _spelling(level1), _spelling(level2)
    if second:
        named = schemes.leaves.get(second) or schemes.leaves.get(second + first)
        if named:
            return named
    group = schemes.groups.get(first)
    if group:
        children = schemes.members[group]
        return next(iter(children)) if len(children) == 1 else None
    return None if second else schemes.leaves.get(first)


def notation_of(label: str) -> str | None:
    """The second-level notation that one label names exactly, None where it names none."""
    return _schemes().leaves.get(_spelling(label))


def group_of(level1: str) -> str | None:
    """The first-level notation that a printed first-level label names (产出指标 → output)."""
    return _schemes().groups.get(_spelling(level1))


@lru_cache(maxsize=4096)
def levels_in(label: str) -> tuple[str, str] | None:
    """The two levels that one label prints (产出指标—数量指标); None for any other label."""
    for sign in _BETWEEN_LEVELS.finditer(label):
        first, second = label[: sign.start()], label[sign.end() :]
        group, notation = group_of(first), notation_of(second)
        if group and notation in expand(group):
            return first, second
    return None


def categories_in(text: str) -> frozenset[str]:
    """The second-level notations that a free text names, those below a first level included.

    A label counts before 指标 (绿化环卫的成本指标), after 的 at the end of a word, and as a word of
    its own (成本 绿化): elsewhere 质量 and 成本 are words like others.
    """
    schemes = _schemes()
    found: set[str] = set()
    for match in _named_category().finditer(text):
        label = match[match.lastgroup or 0]
        leaf = schemes.leaves.get(label)
        found |= {leaf} if leaf else schemes.members[schemes.groups[label]]
    return frozenset(found)


@cache
def _named_category() -> re.Pattern[str]:
    schemes = _schemes()
    every = any_of([*schemes.leaves, *schemes.groups])
    # As words, the official names alone: 完成 and 效果 are spellings of a label, too.
    official = any_of([*schemes.official])
    return re.compile(rf"(?P<before>{every})类?指标|(?:^|(?<=[\s的]))(?P<word>{official})(?=\s|$)")


def top_of(notation: str) -> str | None:
    """The first-level notation above a second-level one; None for any other text."""
    return _schemes().parent.get(notation)


def expand(notation: str) -> frozenset[str]:
    """The second-level notations that a filter on ``notation`` covers, itself if it is one.

    Raises InvalidRequestError for a notation that no scheme has.
    """
    members = _schemes().members
    if notation not in members:
        raise InvalidRequestError(
            "category", f"{notation!r} is no category; use one of {', '.join(sorted(members))}"
        )
    return members[notation]


@lru_cache(maxsize=4096)
def _spelling(label: str) -> str:
    """What labels of one category have in common: ``11-数量指标(20分)`` → ``数量``."""
    text = "".join(unicodedata.normalize("NFKC", label).split())
    text = _MARKS.sub("", _BRACKETS.sub("", text))
    return _SCORE.sub("", _CODE.sub("", text)).removesuffix("指标")


@cache
def _schemes() -> _Schemes:
    graph = Graph().parse(ontology.FOLDER / "categories.ttl", format="turtle")
    notation = {concept: str(text) for concept, text in graph.subject_objects(SKOS.notation)}
    parent = {
        notation[concept]: notation[above] for concept, above in graph.subject_objects(SKOS.broader)
    }
    return _Schemes(
        groups=_spellings(graph, {c: n for c, n in notation.items() if n not in parent}),
        leaves=_spellings(graph, {c: n for c, n in notation.items() if n in parent}),
        parent=parent,
        members=_members(graph, notation, parent),
        official=frozenset(_spellings(graph, notation, (SKOS.prefLabel,))),
    )


def _spellings(
    graph: Graph, notation: Mapping[Node, str], kinds: Sequence[URIRef] = _ACCEPTED
) -> dict[str, str]:
    return {
        _spelling(str(label)): name
        for concept, name in notation.items()
        for kind in kinds
        for label in graph.objects(concept, kind)
        if isinstance(label, Literal) and label.language == "zh"
    }


def _members(
    graph: Graph, notation: Mapping[Node, str], parent: Mapping[str, str]
) -> dict[str, frozenset[str]]:
    covers = {name: {name} if name in parent else set() for name in notation.values()}
    for relation in (SKOS.broader, SKOS.broadMatch):
        for concept, above in graph.subject_objects(relation):
            covers[notation[above]].add(notation[concept])
    return {name: frozenset(members) for name, members in covers.items()}
