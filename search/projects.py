"""Which project a name or an IRI means."""

import numpy as np

from kg.errors import InvalidRequestError, NotFoundError
from kg.table import Fact, IndicatorTable
from search.labels import LabelColumn, among
from search.vectors import Mask, Rows

_SHOWN = 5
_LASTING = ("project", "department", "unit", "region")


class ProjectColumn:
    """The projects of a table's rows; immutable, safe for concurrent readers."""

    def __init__(self, table: IndicatorTable) -> None:
        self._table = table
        self._names = LabelColumn(table, "project")
        self.codes, self._iris = table.codes("project_iri")
        self._lasting = [table.codes(name)[0] for name in _LASTING]

    def rows_of(self, project: str) -> Rows:
        """The rows of the one project that is meant: by IRI, or by name in its newest year.

        Raises NotFoundError where there is none, InvalidRequestError for a name of several.
        """
        if project in self._iris:
            return np.flatnonzero(among(self.codes, self._iris, {project}))
        if "://" in project:
            raise NotFoundError("project", f"no project of this release has the IRI {project}")
        named = np.flatnonzero(self._names.carrying(self._names.named(project)))
        firsts = named[np.unique(self.codes[named], return_index=True)[1]]
        if not self.same_project(int(firsts[0]))[firsts].all():
            raise InvalidRequestError("project", self._ambiguous(project, firsts))
        newest = max(self._table.facts(firsts.tolist()), key=lambda fact: fact.year or 0)
        return np.flatnonzero(among(self.codes, self._iris, {newest.project_iri}))

    def same_project(self, row: int) -> Mask:
        """The rows of the project of ``row`` in any year: of equal name, bodies and region."""
        same = np.logical_and.reduce([codes == codes[row] for codes in self._lasting])
        return np.asarray(same, dtype=np.bool_)

    def _ambiguous(self, project: str, firsts: Rows) -> str:
        meant = "; ".join(map(_described, self._table.facts(firsts[:_SHOWN].tolist())))
        return f"{project!r} names {len(firsts)} projects, give the IRI of one: {meant}"


def _described(fact: Fact) -> str:
    place = ", ".join(str(part) for part in (fact.unit or fact.department, fact.year) if part)
    return f"{fact.project} ({place}) {fact.project_iri}"
