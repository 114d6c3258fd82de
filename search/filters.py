"""Filters (筛选条件): exact conditions on a row and its project, and what they are in SPARQL."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kg import vocab
from kg.categories import expand
from kg.errors import InvalidRequestError, NotFoundError
from kg.model import Kind
from kg.ntriples import iri, literal
from kg.table import IndicatorTable
from search.labels import LabelColumn, among
from search.vectors import Mask

_LABEL_PATHS = {
    "department": "jipu:departmentName",
    "unit": "jipu:implementingUnitName",
    "region": "jipu:regionName",
    "project": "rdfs:label|skos:altLabel",
}
# Single-pattern OPTIONALs: a joint one becomes a full join in Oxigraph.
_BOUNDS = "OPTIONAL { ?indicator jipu:lower ?lower } OPTIONAL { ?indicator jipu:upper ?upper }"
_AMOUNT = "?project jipu:amount ?amount ."


@dataclass(frozen=True, slots=True)
class Filters:
    """What a row must satisfy; an empty or None field asks nothing, all others hold together.

    ``category`` are notations, parents included, any of which suffices. ``department`` 主管部门,
    ``unit`` 实施单位, ``region`` 行政区划 and ``project`` are names: the whole label where one is
    equal, else every label that contains the text; ``project`` may be an IRI. ``minimum`` and
    ``maximum`` bound the promised canonical value (0.95, yuan), both inclusive: a numeric target
    passes if its bounds, of which a one-sided target has one, all lie within. ``amount_min`` and
    ``amount_max`` bound the project's amount in yuan, inclusive.
    """

    category: tuple[str, ...] = ()
    department: str | None = None
    unit: str | None = None
    region: str | None = None
    year: int | None = None
    project: str | None = None
    kind: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    amount_min: float | None = None
    amount_max: float | None = None


def notations_of(texts: Sequence[str] | None) -> tuple[str, ...]:
    """Category notations as surfaces are given them: several texts, each several with commas."""
    return tuple(part for text in texts or () for part in text.split(",") if part)


@dataclass(frozen=True, slots=True)
class Condition:
    """One filter made exact: the rows that pass, shape (n,), and its SPARQL graph pattern.

    Patterns speak of ``?indicator`` and ``?project`` and use the prefixes of the ontology.
    """

    mask: Mask
    pattern: str


class FilterColumns:
    """The columns of a table that filters look at; immutable, safe for concurrent readers."""

    def __init__(self, table: IndicatorTable) -> None:
        self._labels = {name: LabelColumn(table, name) for name in _LABEL_PATHS}
        self._projects = table.codes("project_iri")
        self._categories = table.codes("category")
        self._kinds = table.codes("kind")
        self._year = table.numbers("year")
        self._amount = table.numbers("amount_yuan")
        lower, upper = table.numbers("lower"), table.numbers("upper")
        self._least = np.where(np.isnan(lower), upper, lower)
        self._most = np.where(np.isnan(upper), lower, upper)

    def conditions(self, filters: Filters) -> list[Condition]:
        """The filters that ask something, resolved against the labels of this release.

        Raises InvalidRequestError for a category, kind or number that cannot be, and NotFoundError
        for a department, unit, region, project or year that the release does not have.
        """
        found: list[Condition] = []
        if filters.category:
            found.append(self._category(filters.category))
        if filters.kind is not None:
            found.append(self._kind(filters.kind))
        if filters.year is not None:
            found.append(self._of_year(filters.year))
        texts = {name: getattr(filters, name) for name in _LABEL_PATHS}
        found += [self._named(name, text) for name, text in texts.items() if text is not None]
        return found + self._values(filters) + self._amounts(filters)

    def _category(self, notations: Sequence[str]) -> Condition:
        members = frozenset[str]().union(*(expand(notation) for notation in notations))
        concepts = " ".join(iri(vocab.category(notation)) for notation in sorted(members))
        pattern = f"?indicator jipu:category ?category . VALUES ?category {{ {concepts} }}"
        return Condition(among(*self._categories, members), pattern)

    def _kind(self, kind: str) -> Condition:
        kinds = [str(known) for known in Kind]
        if kind not in kinds:
            raise InvalidRequestError("kind", f"{kind!r} is none of {', '.join(kinds)}")
        pattern = f"?indicator jipu:targetKind {iri(vocab.kind(Kind(kind)))} ."
        return Condition(among(*self._kinds, {kind}), pattern)

    def _of_year(self, year: int) -> Condition:
        mask = self._year == year
        if not mask.any():
            known = np.unique(self._year[~np.isnan(self._year)]).astype(int)
            years = ", ".join(map(str, known)) or "none"
            raise NotFoundError("year", f"no project of {year}; years in this release: {years}")
        return Condition(mask, f"?project jipu:year {year} .")

    def _named(self, name: str, text: str) -> Condition:
        codes, iris = self._projects
        if name == "project" and text in iris:
            return Condition(among(codes, iris, {text}), f"VALUES ?project {{ {iri(text)} }}")
        labels = self._labels[name].named(text)
        values = " ".join(map(literal, labels))
        # Each project once, though it may be printed in two of the spellings.
        named = f"?project {_LABEL_PATHS[name]} ?{name}Name . VALUES ?{name}Name {{ {values} }}"
        pattern = f"{{ SELECT DISTINCT ?project {{ {named} }} }}"
        return Condition(self._labels[name].carrying(labels), pattern)

    def _values(self, filters: Filters) -> list[Condition]:
        low, high = filters.minimum, filters.maximum
        _check_range("min", low, "max", high)
        least = _Side("COALESCE(?lower, ?upper)", self._least, low)
        most = _Side("COALESCE(?upper, ?lower)", self._most, high)
        return _between(_BOUNDS, least, most)

    def _amounts(self, filters: Filters) -> list[Condition]:
        low, high = filters.amount_min, filters.amount_max
        _check_range("amount-min", low, "amount-max", high)
        amount = "?amount", self._amount
        return _between(_AMOUNT, _Side(*amount, low), _Side(*amount, high))


class _Side(NamedTuple):
    """One side of an interval: the SPARQL term, its values by row (NaN: none), the bound."""

    term: str
    values: npt.NDArray[np.float64]
    bound: float | None


def _between(pattern: str, low: _Side, high: _Side) -> list[Condition]:
    """Both inclusive bounds as one condition, none where nothing bounds; NaN never passes."""
    masks: list[Mask] = []
    tests: list[str] = []
    if low.bound is not None:
        masks.append(low.values >= low.bound)
        tests.append(f"FILTER({low.term} >= {_decimal(low.bound)})")
    if high.bound is not None:
        masks.append(high.values <= high.bound)
        tests.append(f"FILTER({high.term} <= {_decimal(high.bound)})")
    if not masks:
        return []
    return [Condition(np.logical_and.reduce(masks), " ".join([pattern, *tests]))]


def _check_range(low_name: str, low: float | None, high_name: str, high: float | None) -> None:
    for name, bound in ((low_name, low), (high_name, high)):
        if bound is not None and not math.isfinite(bound):
            raise InvalidRequestError(name, f"{bound} is not a number to compare with")
    if low is not None and high is not None and low > high:
        raise InvalidRequestError(low_name, f"{low:g} is greater than {high_name} {high:g}")


def _decimal(value: float) -> str:
    """The number that a float's shortest spelling denotes, without an exponent."""
    return f"{Decimal(repr(float(value))):f}"
