"""The habits of a document (印制习惯): what differs between departments that fill in one form."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from random import Random

from benchmarks.corpus.pools import Pool, data


@dataclass(frozen=True, slots=True)
class Manner:
    """One choice per habit; ``manners.toml`` says what each means and how often it is met."""

    levels: str
    labels: str
    spelling: str
    names: str
    codes: str
    attribute: str
    money: str
    money_place: str
    figures: str
    goal: str
    signs: str
    stored: str
    dates: str
    spread: str
    breaks: str
    margin: str
    gaps: str
    rows: str
    foot: str
    around: str
    file: str

    @property
    def first_column(self) -> int:
        """The column in which tables begin."""
        return 1 + int(self.margin)


def draw_manner(rng: Random, fixed: Mapping[str, str]) -> Manner:
    """Draw every habit that is not ``fixed``."""
    drawn = {field.name: _pools()[field.name].draw(rng) for field in fields(Manner)}
    return Manner(**{habit: fixed.get(habit, choice) for habit, choice in drawn.items()})


@cache
def _pools() -> dict[str, Pool[str]]:
    return {habit: Pool.weighted(choices.items()) for habit, choices in data("manners").items()}
