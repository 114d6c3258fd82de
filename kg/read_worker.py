"""What happens in a process that reads documents: its limits, and what becomes of an error."""

import gc
import os
import resource
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol, TypeVar

from kg.errors import JipuError, UnreadableDocumentError
from kg.model import Problem
from kg.sparql.no_sockets import give_up_sockets

OUT_OF_MEMORY = 64


class Named(Protocol):
    """What can be read: problems with it are told by its name."""

    @property
    def name(self) -> str:
        """The document's name."""


T = TypeVar("T", bound=Named)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Fault:
    """An error that no reader should raise, with its traceback."""

    told: str
    traceback: str


def prepare(memory_bytes: int, modules: tuple[str, ...], _read: object) -> None:
    """Make a process ready; from here on its death is told by its status alone."""
    for module in modules:
        import_module(module)
    # What is imported stays: not looking through it for garbage again and again saves a fifth.
    gc.freeze()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for told in (1, 2):
        os.dup2(nowhere, told)
    give_up_sockets()
    statm = Path("/proc/self/statm")
    if statm.exists():
        size = int(statm.read_text("ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (size + memory_bytes, size + memory_bytes))


def read_in_time(read: Callable[[T], R], task: T, seconds: float) -> R | Problem | Fault:
    """What ``read`` makes of a task; the process ends where that takes too long or too much.

    Raises those of our errors that are not of the document.
    """
    # The kernel ends the process: no reader can hold it up, and no parent need be there.
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return read(task)
    except UnreadableDocumentError as error:
        return Problem(error.where, error.message)
    except JipuError:
        raise
    except MemoryError:
        # Who knows what is left of a process that ran out of memory.
        os._exit(OUT_OF_MEMORY)
    except Exception as error:  # noqa: BLE001 - a reader's fault costs its document, no more
        told = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        return Fault(told, traceback.format_exc())
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
