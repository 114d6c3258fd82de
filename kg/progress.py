"""How far a long piece of work has come, told while it runs."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """``done`` of ``total`` things of a stage are done; ``what`` names the one at work."""

    stage: str
    done: int
    total: int
    what: str = ""


Progress = Callable[[Step], None]


def unwatched(_: Step) -> None:
    """The progress of work that nobody watches."""
