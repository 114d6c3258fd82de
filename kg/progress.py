"""How far a long piece of work has come, told while it runs."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """``done`` of ``total`` things of a stage are done; ``what`` names the one at work.

    ``problems`` is how many of those done were not understood in whole.
    """

    stage: str
    done: int
    total: int
    what: str = ""
    problems: int = 0


Progress = Callable[[Step], None]


def unwatched(_: Step) -> None:
    """The progress of work that nobody watches."""
