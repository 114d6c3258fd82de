"""What a target table says: the records between the printed document and the graph."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What sort of target value was printed (绩效值类型)."""

    NUMERIC = "numeric"
    DATE = "date"
    QUALITATIVE = "qualitative"
    EMPTY = "empty"


class Comparator(StrEnum):
    """The relation between the actual value and the target (比较符)."""

    AT_LEAST = ">="
    AT_MOST = "<="
    MORE_THAN = ">"
    LESS_THAN = "<"
    EQUAL = "="
    RANGE = "range"


class Direction(StrEnum):
    """Where a qualitative phrase or a delta wants things to move (方向)."""

    INCREASE = "increase"
    DECREASE = "decrease"
    MAINTAIN = "maintain"


@dataclass(frozen=True, slots=True)
class Target:
    """A target value (指标值), as printed and as understood.

    ``value`` and ``upper`` are in ``unit`` as printed; the ``canonical_*`` fields are in
    ``canonical_unit``: ratios as fractions with unit ``"1"``, 千/万/亿 multiplied out, money in 元.
    For a date ``value`` (and ``upper``, where it is an interval) are ISO 8601 days, ``unit`` is the
    precision (``day``, ``month``, ``year``, ``year-end`` …), ``canonical_value`` the day or the
    ISO 8601 interval ``start/end`` and ``canonical_unit`` is ``"ISO8601"``.
    ``explicit`` says that a comparator was printed; a bare ``95%`` is ``=`` and not explicit.
    """

    text: str
    kind: Kind
    comparator: Comparator | None = None
    explicit: bool = False
    value: Decimal | str | None = None
    upper: Decimal | str | None = None
    unit: str | None = None
    canonical_value: Decimal | str | None = None
    canonical_upper: Decimal | str | None = None
    canonical_unit: str | None = None
    approximate: bool = False
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a record was printed: the document's name, its n-th table, the row, the cell if any.

    ``table`` counts from 1 within the document; ``row`` is the 1-based line of a text file or the
    sheet's row; ``cell`` is the address of the value's cell (``"D15"``), None for a text file.
    ``column`` tells apart what else one row says: the further values of a matrix, the further bands
    (栏组) of a table; None for a row's first.
    """

    document: str
    table: int
    row: int
    cell: str | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of a target table (三级指标): what is measured and the promised value.

    ``category`` is a notation of the category schemes (``satisfaction``), None where the printed
    labels name no known category. ``blank`` rows have no name (or 无) and no value. ``place`` is
    the header of a matrix column (矩阵表), such as a village's name.
    """

    level1: str
    level2: str
    category: str | None
    name: str
    value: str
    blank: bool
    target: Target
    source: Source
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was printed and not understood: where, and a sentence on what to do."""

    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Project:
    """One project's target table (项目支出绩效目标表) for one year.

    ``department`` 主管部门, ``unit`` 实施单位, ``office`` 项目主管处室, ``attribute`` 项目属性,
    ``term`` 项目期限 are labels as printed, without leading codes. ``amount_yuan`` is the year's
    total in 元; ``row`` is the source row at which the table begins. ``within`` is the region
    above ``region`` where the document names it elsewhere and the name alone is not enough.
    """

    name: str
    year: int | None
    region: str | None
    department: str | None
    unit: str | None
    office: str | None
    attribute: str | None
    term: str | None
    amount_yuan: Decimal | None
    goal: str | None
    indicators: tuple[Indicator, ...]
    problems: tuple[Problem, ...]
    table: int
    row: int
    within: str | None = None

    @property
    def whole_region(self) -> str | None:
        """The region after the one above it, where that is known: 江苏省南京市鼓楼区."""
        return self.region and f"{self.within or ''}{self.region}"


@dataclass(frozen=True, slots=True)
class Document:
    """A read document: its name, the SHA-256 of its bytes (hex), its media type, what it holds.

    ``problems`` are those that belong to no project; a document with any problem is ``partial``.
    """

    name: str
    sha256: str
    media_type: str
    title: str | None
    projects: tuple[Project, ...]
    problems: tuple[Problem, ...]

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """The document's own problems and those of its projects, in document order."""
        return self.problems + tuple(p for project in self.projects for p in project.problems)
