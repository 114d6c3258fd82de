"""What every surface offers, over one opened release: the CLI and HTTP both call this.

Results are JSON-ready mappings in the forms of `api.forms`.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from api import forms
from api.federation import Federation
from api.search_in_sparql import LateHost, SearchHost
from api.settings import Settings
from kg.build import Finish
from kg.progress import Progress, Step
from kg.release import Release
from kg.sparql.host import Host
from kg.sparql.limits import QueryLimits
from kg.sparql.pool import QueryPool
from kg.sparql.result import QueryResult
from kg.store.query import Query
from kg.table import IndicatorTable
from search.embedding_cache import CachedEncoder
from search.encoder import Encoder
from search.engine import SearchEngine
from search.filters import Filters
from search.index import build_index, open_index
from search.models import open_encoder

CurrentService = Callable[[], "Service"]


@dataclass(frozen=True, slots=True)
class Service:
    """One release, opened: its search engine and its pool of query workers."""

    release: Release
    engine: SearchEngine
    pool: QueryPool

    @classmethod
    def open(cls, release: Release, encoder: Encoder, settings: Settings) -> Self:
        """Open a release for questions. Raises HomeError where its index is of another model."""
        table = release.table
        engine = SearchEngine(open_index(release.index_path, table), table, encoder)
        host = SearchHost(engine, table, Federation(settings.endpoints))
        pool = open_pool(release, settings, host)
        return cls(release, engine, pool)

    def search(self, query: str, k: int, filters: Filters) -> dict[str, Any]:
        """Indicators by meaning and value."""
        result = self.engine.search(query, k, filters)
        return forms.search_form(result, self.release)

    def search_grouped(self, query: str, k: int, filters: Filters) -> dict[str, Any]:
        """Like :meth:`search`, equal names folded into one hit with a count and examples."""
        result = self.engine.search_grouped(query, k, filters)
        return forms.grouped_form(result, self.release)

    def similar_to(self, iri: str, k: int, filters: Filters) -> dict[str, Any]:
        """Indicators like the one with this IRI, never itself."""
        return forms.search_form(self.engine.similar_to(iri, k, filters), self.release)

    def similar_text(self, text: str, k: int, filters: Filters) -> dict[str, Any]:
        """Indicators like one that is written out, with its value."""
        return forms.search_form(self.engine.similar_text(text, k, filters), self.release)

    def comparable(
        self, project: str, category: str | None, tolerance: float, k: int
    ) -> dict[str, Any]:
        """Projects with comparable targets."""
        found = self.engine.comparable(project, category, tolerance, k)
        return forms.comparable_form(found, self.release)

    def stats(self) -> dict[str, Any]:
        """The counts of the release."""
        return {"release": self.release.id, **self.release.manifest.stats}

    async def sparql(
        self, query: Query, seconds: float | None = None, client: str = ""
    ) -> QueryResult:
        """Run an untrusted SPARQL query in a worker; see `kg.sparql.pool.QueryPool.run`."""
        return await self.pool.run(query, seconds, client)

    def close(self) -> None:
        """End the workers, from any thread; those that answer finish first."""
        self.pool.close()


def open_pool(release: Release, settings: Settings, host: Host) -> QueryPool:
    """The pool of query workers over a release; ``host`` searches for queries that ask for it."""
    limits = QueryLimits(
        seconds=settings.query_seconds,
        memory_bytes=settings.query_memory_mib << 20,
        result_bytes=settings.query_result_mib << 20,
    )
    return QueryPool(
        release.store_path, settings.query_workers or os.cpu_count() or 1, limits, host
    )


def late_host(release: Release, settings: Settings) -> Host:
    """A host that opens the index and the model of a release when a query first needs them."""

    def opened() -> Host:
        table = release.table
        index = open_index(release.index_path, table)
        engine = SearchEngine(index, table, encoder_of(settings))
        return SearchHost(engine, table, Federation(settings.endpoints))

    return LateHost(opened)


def encoder_of(settings: Settings) -> Encoder:
    """The embedding model that the settings name. Raises InvalidRequestError."""
    return open_encoder(settings.model, settings.cache.expanduser() / "models", settings.threads)


def index_finisher(settings: Settings) -> Finish:
    """What adds the search index to a release that is being made."""

    def finish(directory: Path, table: IndicatorTable, progress: Progress) -> None:
        def embedded(done: int, total: int) -> None:
            progress(Step("embeddings", done, total))

        cache = settings.cache.expanduser() / "embeddings.sqlite"
        with CachedEncoder(encoder_of(settings), cache) as encoder:
            build_index(directory, table, encoder, embedded)

    return finish
