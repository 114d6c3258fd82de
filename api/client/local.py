"""A release of a home folder, opened in this process: no server, no HTTP."""

import weakref
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from api.client.transport import Answer, Form
from api.service import Service, encoder_of
from api.settings import Settings
from kg.errors import HomeError
from kg.home import Home
from kg.jsonform import question_to_json
from kg.questions import question_named, questions
from kg.sparql.blocking import BlockingPool, blocking
from kg.store.query import Query
from kg.table import IndicatorTable
from search.filters import Filters


@dataclass(frozen=True, slots=True, weakref_slot=True)
class LocalTransport:
    """The service over one release; releases that come later do not change it."""

    address: str
    service: Service
    pool: BlockingPool
    held: ExitStack

    @classmethod
    def open(cls, home: Path | None, release: str | None) -> Self:
        """Open a release of a home, by default the one in force; settings are the environment's.

        Raises HomeError, NotFoundError for a release that is not there.
        """
        settings = Settings.from_environment()
        settings = settings if home is None else replace(settings, home=home)
        folder = Home(settings.home)
        if not folder.path.is_dir():
            raise HomeError(
                str(folder.path),
                "is no folder; give a home that `jipu ingest` made, or http:// and a server",
            )
        opened = folder.current() if release is None else folder.release(release)
        service = Service.open(opened, encoder_of(settings), settings)
        held = ExitStack()
        made = cls(str(folder.path), service, held.enter_context(blocking(service.pool)), held)
        # Who forgets to close it, in a notebook or a script, leaves no processes either.
        weakref.finalize(made, held.close)
        return made

    @property
    def release(self) -> str:
        """The id of the release that was opened."""
        return self.service.release.id

    def search(self, text: str, k: int, filters: Filters) -> Form:
        """Indicators by meaning and value."""
        return self.service.search(text, k, filters)

    def search_grouped(self, text: str, k: int, filters: Filters) -> Form:
        """The same, equal names folded into one hit."""
        return self.service.search_grouped(text, k, filters)

    def similar_to(self, iri: str, k: int, filters: Filters) -> Form:
        """Indicators like the one with this IRI."""
        return self.service.similar_to(iri, k, filters)

    def similar_text(self, text: str, k: int, filters: Filters) -> Form:
        """Indicators like one that is written out."""
        return self.service.similar_text(text, k, filters)

    def comparable(self, project: str, category: str | None, tolerance: float, k: int) -> Form:
        """Projects with comparable targets."""
        return self.service.comparable(project, category, tolerance, k)

    def stats(self) -> Form:
        """The counts of the release."""
        return self.service.stats()

    def sparql(self, query: Query, seconds: float | None) -> Answer:
        """The answer of a worker process."""
        result = self.pool.run(query, seconds)
        return Answer(result.media_type, result.read())

    def named(
        self, name: str, arguments: Mapping[str, str], accept: Sequence[str], seconds: float | None
    ) -> Answer:
        """The same for the text of a named query."""
        return self.sparql(Query(question_named(name).query(arguments), tuple(accept)), seconds)

    def questions(self) -> Sequence[Form]:
        """The named queries of this version."""
        return [question_to_json(question) for question in questions().values()]

    def indicators(self) -> IndicatorTable:
        """The flat table, mapped from its file."""
        return self.service.release.table

    def close(self) -> None:
        """End the worker processes."""
        self.held.close()
