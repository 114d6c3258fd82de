"""What is decided before a document is printed: its style, its habits, its dice, its medium."""

from dataclasses import dataclass
from random import Random

from benchmarks.corpus.manners import Manner
from benchmarks.corpus.styles import Style


@dataclass(frozen=True, slots=True)
class Printing:
    """A document's style and habits; ``named_sheets`` says whether its format shows sheet names."""

    style: Style
    manner: Manner
    rng: Random
    named_sheets: bool
