"""The questions of the ontology, asked with arguments (带参数的能力问题).

A question is a file that any SPARQL engine runs as it stands. Comments say what may be varied:

    # parameter min: decimal = 0.95 | 最低满意度（小数） | the least satisfaction, as a fraction
    # filters: year, region

A parameter is bound by a block ``VALUES ?min { 0.95 }`` (``?_min`` where the question has its own
``?min``), one of type count by ``LIMIT``. A filter (``ontology/filters.toml``) adds its pattern at
the lines ``# filters of ?project``, which may go on with a pattern that binds the variable first.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, partial

import ontology
from kg.arguments import term_of
from kg.errors import InvalidRequestError, NotFoundError

_PARAMETER = re.compile(r"^# parameter (\w+): (\w+) = (.+?) \| (.+?) \| (.+)$", re.MULTILINE)
_FILTERS = re.compile(r"^# filters: (.+)$", re.MULTILINE)
_PREFIX = re.compile(r"\b([a-z]+):(?=[A-Za-z])")
_VALUE = "…"
_VARIED = re.compile(
    r"""^(?P<indent>\ *)\#\ filters\ of\ (?P<variable>\?\w+)(?::\ (?P<first>.+))?$
      | (?P<before>VALUES\ \?_?(?P<name>\w+)\ \{\ | ^LIMIT\ ) [^}\n]+? (?P<after>\ \}|$)""",
    re.MULTILINE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question can be asked with.

    ``kind`` is the type of its values (`kg.arguments.KINDS`); ``default`` is what it has when
    nothing is given, None where it then has no effect; ``pattern`` what a filter adds to the query.
    """

    name: str
    kind: str
    default: str | None
    zh: str
    en: str
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A named query: what it asks in both languages, its text, and its parameters."""

    name: str
    zh: str
    en: str
    text: str
    parameters: tuple[Parameter, ...]

    def query(self, arguments: Mapping[str, str]) -> str:
        """The SPARQL text that asks this with arguments; without any, the text as it stands.

        Raises InvalidRequestError for an unknown parameter and for a value that is none of its.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        terms = {}
        for name, value in arguments.items():
            if name not in known:
                raise InvalidRequestError(
                    name, f"is no parameter of {self.name}; it has {', '.join(known) or 'none'}"
                )
            terms[name] = term_of(name, known[name].kind, value)
        given = {name: known[name] for name in terms}
        # One pass over the file's own text: what an argument says is never looked at again.
        return _prefixes(self.text, given) + _VARIED.sub(partial(_varied, given, terms), self.text)


def questions() -> dict[str, Question]:
    """All questions by name, in the order of their names."""
    return {name: _question(name, text) for name, text in ontology.named_queries().items()}


def question_named(name: str) -> Question:
    """One question. Raises NotFoundError with those that there are, the likely one first."""
    known = questions()
    if name not in known:
        likely = get_close_matches(name, known, 1)
        hint = f"did you mean {likely[0]}? " if likely else ""
        raise NotFoundError(name, f"is no named query; {hint}there are {', '.join(known)}")
    return known[name]


def _question(name: str, text: str) -> Question:
    own = [Parameter(*found) for found in _PARAMETER.findall(text)]
    listed = _FILTERS.search(text)
    filters = [_shared()[name] for name in listed[1].split(", ")] if listed else []
    zh, en = ontology.question(text, "zh"), ontology.question(text, "en")
    return Question(name, zh, en, text, (*own, *filters))


@cache
def _shared() -> dict[str, Parameter]:
    table = tomllib.loads((ontology.FOLDER / "filters.toml").read_text("utf-8"))
    return {
        name: Parameter(name, f["type"], None, f["zh"], f["en"], f["pattern"])
        for name, f in table.items()
    }


def _varied(given: Mapping[str, Parameter], terms: Mapping[str, str], place: re.Match[str]) -> str:
    """What stands in a place that arguments may vary, when these are given."""
    if place["variable"] is not None:
        return _filters(given, terms, place)
    name = place["name"] or next((p.name for p in given.values() if p.kind == "count"), "")
    return place["before"] + terms[name] + place["after"] if name in terms else place[0]


def _filters(given: Mapping[str, Parameter], terms: Mapping[str, str], place: re.Match[str]) -> str:
    patterns = [
        parameter.pattern.replace("?project", place["variable"]).replace(_VALUE, terms[name])
        for name, parameter in given.items()
        if parameter.pattern
    ]
    if not patterns:
        return place[0]
    lines = [place["first"], *patterns] if place["first"] else patterns
    return "\n".join(place["indent"] + line for line in lines)


def _prefixes(text: str, given: Mapping[str, Parameter]) -> str:
    """Declarations of the prefixes that the filters need and the question has no use for."""
    patterns = " ".join(parameter.pattern or "" for parameter in given.values())
    used = set(_PREFIX.findall(patterns)) - set(_PREFIX.findall(text))
    return ontology.prologue(sorted(used))
