"""The tables of a page (关联表): what is linked with a resource, and how to get all of it."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from api.http.linked_data.names import full, with_prefixes
from api.http.linked_data.terms import Row, is_number, select
from kg.store.reader import StoreReader

ROWS = 100
_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the variable shown and the one that it links to, if another."""

    heading: str
    shown: str
    linked: str


@dataclass(frozen=True, slots=True)
class Section:
    """A kind of table, as a section of ``sections.toml`` declares it."""

    of: str
    title: str
    columns: tuple[Column, ...]
    key: str
    members: str
    details: str
    order: str

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables of its rows."""
        return tuple(dict.fromkeys(name for c in self.columns for name in (c.linked, c.shown)))

    def query(self, iri: str, limit: int) -> str:
        """The rows of a table, not more than ``limit``."""
        found = f"{{ SELECT DISTINCT {self.key} WHERE {{ {self.members} }} LIMIT {limit} }}"
        return self._selecting(found).replace("$this", f"<{iri}>")

    def whole_query(self, iri: str) -> str:
        """All rows, as a query that stands for itself."""
        return with_prefixes(self._selecting(f"{self.members} .").replace("$this", f"<{iri}>"))

    def counting_query(self, iri: str, most: int) -> str:
        """How many rows there are, counted up to ``most``."""
        found = f"SELECT DISTINCT {self.key} WHERE {{ {self.members} }} LIMIT {most}"
        return f"SELECT (COUNT(*) AS ?n) WHERE {{ {found} }}".replace("$this", f"<{iri}>")

    def _selecting(self, found: str) -> str:
        variables = " ".join(f"?{name}" for name in self.variables)
        return f"SELECT {variables} WHERE {{\n  {found}\n{self.details}\n}} ORDER BY {self.order}"


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a section that a page shows; where there are more, ``query`` gives them all."""

    iri: str
    section: Section
    rows: Sequence[Row]
    least: int  # how many there are, where ``is_counted``, else how many there are at least
    is_counted: bool
    query: str

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than are shown."""
        return self.least > len(self.rows)

    def anchor(self, row: Row) -> str:
        """The fragment of the page's IRI that a row is about; "" for another resource."""
        about = row.get(self.section.columns[0].linked)
        part = about.value if about and about.is_iri else ""
        return part.removeprefix(f"{self.iri}#") if part.startswith(f"{self.iri}#") else ""

    def is_number(self, column: Column) -> bool:
        """Whether a column holds numbers alone."""
        terms = [row[column.shown] for row in self.rows if column.shown in row]
        return bool(terms) and all(map(is_number, terms))

    def iris(self) -> Iterator[str]:
        """What is shown and needs a label."""
        for row in self.rows:
            yield from (term.value for term in row.values() if term.is_iri)


def tables_of(store: StoreReader, iri: str, classes: Iterable[str]) -> list[Table]:
    """The tables of a resource of these classes, without the empty ones."""
    declared, kinds = sections(), set(classes)
    found = [_table(store, iri, section) for section in declared if section.of in kinds]
    told = [table for table in found if table.rows]
    rest = [_table(store, iri, section) for section in declared if not section.of]
    return told or [table for table in rest if table.rows]


@cache
def sections() -> tuple[Section, ...]:
    """The sections that are declared, in their order."""
    text = files(__package__).joinpath("sections.toml").read_text(encoding="utf-8")
    declared = tomllib.loads(text)
    return tuple(_section(entry, declared["columns"]) for entry in declared["section"])


def _section(entry: Mapping[str, str | list[str]], headings: Mapping[str, str]) -> Section:
    columns = [name.partition(":") for name in entry["columns"]]
    texts = {name: value for name, value in entry.items() if isinstance(value, str)}
    return Section(
        of=full(texts.pop("of")) if texts["of"] else texts.pop("of"),
        columns=tuple(Column(headings[a], b or a, a) for a, _, b in columns),
        **texts,
    )


def _table(store: StoreReader, iri: str, section: Section) -> Table:
    rows = select(store, section.query(iri, ROWS + 1), *section.variables)
    total = len(rows)
    if total > ROWS:
        (counted,) = select(store, section.counting_query(iri, _COUNTED + 1), "n")
        total = int(counted["n"].value)
    least, query = min(total, _COUNTED), section.whole_query(iri)
    return Table(iri, section, rows[:ROWS], least, total <= _COUNTED, query)
