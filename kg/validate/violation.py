"""What a validation finds: one result of SHACL or of a check, with its place in the document."""

from dataclasses import dataclass
from enum import StrEnum

from kg.model import Problem


class Severity(StrEnum):
    """How bad a result is (严重程度): `sh:Violation`, `sh:Warning`, `sh:Info`."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Violation:
    """One fault: the node, what is wrong with it, and where the node was printed if it was.

    ``message`` and ``english`` say the same, each in its language where the shape has both.
    ``path`` is the property at fault, ``value`` the offending term, ``shape`` the shape or check
    that found it, where there is one. ``table``, ``row`` and ``cell`` as in `kg.model.Source`.
    """

    focus: str
    message: str
    english: str
    severity: Severity = Severity.VIOLATION
    path: str | None = None
    value: str | None = None
    shape: str | None = None
    document: str | None = None
    table: int | None = None
    row: int | None = None
    cell: str | None = None

    @property
    def where(self) -> str:
        """File, table and row as a person says them, else the node."""
        if self.document is None:
            return self.focus
        place = f", table {self.table}" if self.table is not None else ""
        return f"{self.document}{place}" + (f", row {self.row}" if self.row is not None else "")


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one document: by row, then message; the SHACL results in N-Triples."""

    violations: tuple[Violation, ...]
    report: str

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """The violations as problems of the document, for whoever counts them."""
        return tuple(Problem(violation.where, violation.message) for violation in self.violations)
