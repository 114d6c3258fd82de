"""The particulars of a project (项目基本信息), from the labels around a table or its columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.layouts import Field
from kg.tables.labels import one_line, undress
from kg.tables.rows import ReadRow
from kg.tables.titles import amount_in_yuan
from kg.tables.uses import Use

_UNDRESSED = frozenset({Field.DEPARTMENT, Field.UNIT, Field.OFFICE, Field.ATTRIBUTE, Field.TERM})


@dataclass(frozen=True, slots=True)
class Particulars:
    """The surest text printed for every field, dressings taken off."""

    texts: Mapping[Field, str]

    def text(self, field: Field) -> str | None:
        """The text of a field, None where none was printed."""
        return self.texts.get(field)

    def amount(self, money_unit: str | None) -> Decimal | None:
        """The year's amount in 元; None without an amount, or without a unit for it."""
        text = self.text(Field.AMOUNT)
        return amount_in_yuan(text, money_unit) if text else None

    @property
    def bodies(self) -> "Particulars":
        """Department and unit, which a column prints once for several projects."""
        kept = (Field.DEPARTMENT, Field.UNIT)
        return Particulars({field: self.texts[field] for field in kept if field in self.texts})

    def updated(self, other: "Particulars") -> "Particulars":
        """These particulars with those of ``other`` over them."""
        return Particulars({**self.texts, **other.texts})


def particulars(rows: Iterable[ReadRow]) -> Particulars:
    """Collect the fields of rows; the surest label wins, a text over several rows is joined."""
    uses: dict[Field, list[Use]] = {}
    for row in rows:
        for use in row.uses:
            if isinstance(use.meaning, Field) and use.meaning is not Field.IGNORED:
                uses.setdefault(use.meaning, []).append(use)
    return Particulars({field: _text(field, found) for field, found in uses.items()})


def _text(field: Field, uses: Sequence[Use]) -> str:
    surest = min(use.rank for use in uses)
    texts = [use.text for use in uses if use.rank == surest]
    if field is Field.GOAL:
        return "\n".join(dict.fromkeys(texts))
    text = one_line(texts[0])
    return undress(text) if field in _UNDRESSED else text
