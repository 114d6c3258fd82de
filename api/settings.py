"""Every setting of jipu in one table: its environment variable, default and meaning."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from math import inf
from pathlib import Path
from typing import Any, Self

from kg.errors import InvalidRequestError
from kg.iri import DEFAULT_BASE, Minter

_ENDPOINT = re.compile(r"https?://[^\s<>\"{}|^`\\]+")


def _setting(default: Any, text: str, least: float | None = None) -> Any:  # noqa: ANN401
    return field(default=default, metadata={"help": text, "least": least})


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings; ``JIPU_`` and the upper-case name is the environment variable of each."""

    home: Path = _setting(Path("jipu-data"), "the home folder, with all releases")
    cache: Path = _setting(
        Path("~/.cache/jipu"),
        "the folder of what can be computed again: the converted model, embeddings by text",
    )
    base_iri: str = _setting(DEFAULT_BASE, "the IRI below which the data is named; it ends with /")
    model: str = _setting(
        "default", "the embedding model: default, or a sentence-transformers name or folder"
    )
    threads: int = _setting(0, "threads for encoding; 0 takes one per core", 0)
    read_processes: int = _setting(0, "processes that read documents; 0 takes one per core", 0)
    read_seconds: float = _setting(120.0, "time limit of reading one document, in seconds", 0.01)
    read_memory_mib: int = _setting(
        2048, "memory that reading one document may add to its process, in MiB", 64
    )
    query_workers: int = _setting(
        0, "long SPARQL queries that run at a time; 0 takes one per core", 0
    )
    query_seconds: float = _setting(30.0, "time limit of one SPARQL query, in seconds", 0.01)
    query_memory_mib: int = _setting(4096, "memory limit of one SPARQL query, in MiB", 64)
    federation: str = _setting(
        "none", "the SPARQL endpoints that SERVICE may ask, with commas; none asks no other host"
    )
    query_result_mib: int = _setting(1024, "size limit of one SPARQL result, in MiB", 1)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read the settings. Raises InvalidRequestError naming a variable with a wrong value."""
        values = os.environ if environment is None else environment
        given: dict[str, Any] = {}
        for item in fields(cls):
            variable = f"JIPU_{item.name.upper()}"
            if variable in values:
                given[item.name] = _parsed(variable, values[variable], type(item.default))
        return cls(**given)

    def __post_init__(self) -> None:
        try:
            Minter(self.base_iri)
        except InvalidRequestError as error:
            raise InvalidRequestError("JIPU_BASE_IRI", error.message) from error
        for endpoint in self.endpoints:
            if not _ENDPOINT.fullmatch(endpoint):
                raise InvalidRequestError("JIPU_FEDERATION", f"{endpoint!r} is no http(s) address")
        for item in fields(self):
            least = item.metadata.get("least")
            if least is not None and not least <= getattr(self, item.name) < inf:
                raise InvalidRequestError(f"JIPU_{item.name.upper()}", f"must be {least} or more")

    @property
    def endpoints(self) -> tuple[str, ...]:
        """The addresses of ``federation``."""
        if self.federation == "none":
            return ()
        return tuple(part.strip() for part in self.federation.split(","))


def _parsed(variable: str, text: str, kind: type) -> Any:  # noqa: ANN401 - one of the field types
    try:
        return kind(text)
    except ValueError as error:
        raise InvalidRequestError(variable, f"{text!r} is not a {kind.__name__}") from error


def environment_of(settings: Settings) -> dict[str, str]:
    """The environment variables that make :meth:`Settings.from_environment` return ``settings``."""
    return {f"JIPU_{f.name.upper()}": str(getattr(settings, f.name)) for f in fields(settings)}
