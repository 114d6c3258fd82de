"""What each column of an indicator table holds for one indicator (各列内容)."""

from collections.abc import Iterator, Mapping

from benchmarks.corpus.layouts.printing import Printing
from benchmarks.corpus.parts import Pieces, contradicted, serial, split, stored, whole
from benchmarks.corpus.sheets import NOTHING, Content
from benchmarks.corpus.words import words
from kg.model import Indicator

_SENTENCES = 0.5
_LONG_TERM = 0.8
_NO_VALUE = ("", "无", "/")
_DRAWN = {
    "standard": "standards",
    "explanation": "explanations",
    "scoring": "scoring",
    "reason": "reasons",
    "note": "notes",
    "past": "past",
    "actual": "results",
}


def contents_of(indicator: Indicator, printing: Printing) -> dict[str, Content]:
    """The contents by role; a blank row has none beside its labels and its weight."""
    if indicator.blank:
        return {}
    value = serial(indicator.value) if printing.manner.dates == "serial" else indicator.value
    if value == indicator.value:
        pieces = split(value, printing.manner, printing.rng)
    else:
        pieces = whole(value, printing.manner)
    return {
        "value": stored(value, printing.manner),
        "sentence": _sentence(indicator.name, value, printing),
        "score": Content(str(printing.rng.randint(5, 10))),
        **{role: Content(printing.rng.choice(words()[listed])) for role, listed in _DRAWN.items()},
        **_in_columns(pieces, printing),
        **_villages(value, printing),
        **_long_term(indicator, printing),
    }


def values_of(contents: Mapping[str, Content], printing: Printing) -> Iterator[tuple[str, str]]:
    """The values that should be read, with the village (村) that each is promised to, or none.

    A village that takes no part has no indicator; without any value there is one, which is empty.
    """
    read = {"number": "joined", "sentence": "sentence", "value": "value"}
    roles = {column.role.rpartition("/")[2]: column for column in printing.style.columns}
    columns = [column for role, column in roles.items() if role in read]
    villages = [column for column in printing.style.columns if column.role.startswith("village-")]
    for column in columns:
        text = contents.get(read[column.role.rpartition("/")[2]], NOTHING).text
        yield column.header if villages and text else "", text
    for column in villages:
        if text := contents.get(column.role, NOTHING).text:
            yield column.header, text


def _in_columns(pieces: Pieces, printing: Printing) -> dict[str, Content]:
    """The value over the columns of its sign, its number and its unit."""
    if "contradicting-measure" in printing.style.roles:
        pieces = contradicted(pieces, printing.rng)
    return {
        "sign": Content(pieces.sign),
        "number": pieces.number,
        "measure": Content(pieces.unit),
        "contradicting-measure": Content(pieces.unit),
        "polarity": Content(pieces.polarity),
        "polarity-indicator": Content(f"{pieces.polarity}指标"),
        "kind": Content("定性指标" if pieces.sign == "定性" else "定量指标"),
        "joined": Content(pieces.joined),
    }


def _sentence(name: str, value: str, printing: Printing) -> Content:
    """The value, or a whole sentence that says it."""
    if value in _NO_VALUE or printing.rng.random() >= _SENTENCES:
        return Content(value)
    return Content(printing.rng.choice(words()["sentences"]).format(name=name, value=value))


def _villages(value: str, printing: Printing) -> dict[str, Content]:
    """The targets of the other villages; a village that takes no part has none."""
    drawn = (printing.rng.choice(choices) for choices in words()["villages"])
    return {
        f"village-{number}": Content(text if value else "") for number, text in enumerate(drawn, 2)
    }


def _long_term(indicator: Indicator, printing: Printing) -> dict[str, Content]:
    """The long-term target left of the annual one, which says otherwise."""
    if not indicator.value or printing.rng.random() >= _LONG_TERM:
        return {}
    return {
        "long-name": Content(indicator.name),
        "long-value": Content(printing.rng.choice(words()["long_term"])),
    }
