"""Parts of a query asked of the store by themselves, under its prologue and over its dataset."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.sparql.expansion.elements import Source
from kg.sparql.expansion.syntax import Node
from kg.store.functions import Functions
from kg.store.query import Query
from kg.store.reader import StoreReader
from kg.terms import Term

Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks the store in the place of one query."""

    reader: StoreReader
    functions: Functions
    query: Query
    prologue: str
    dataset: str

    @classmethod
    def of(
        cls, reader: StoreReader, functions: Functions, query: Query, source: Source, root: Node
    ) -> "Asker":
        """In the place of a query with this tree."""
        prologue, form = root.children[:2]
        clauses = (child for child in form.children if child.kind == "dataset")
        dataset = " ".join(source.text(clause.start, clause.end) for clause in clauses)
        return cls(reader, functions, query, source.text(prologue.start, prologue.end), dataset)

    def rows(
        self, variables: Sequence[str], pattern: str, most: int | None = None
    ) -> Iterator[Row]:
        """The distinct solutions of a group graph pattern for some variables, at most so many."""
        names = " ".join(f"?{name}" for name in variables)
        limit = "" if most is None else f" LIMIT {most}"
        text = f"{self.prologue}\nSELECT DISTINCT {names} {self.dataset} WHERE {pattern}{limit}"
        return self.reader.rows(replace(self.query, text=text), self.functions)


def values_clause(variables: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Solutions as inline data (SPARQL 1.1 Query, 10.2), on one line; terms, or their texts."""
    names = " ".join(f"?{name}" for name in variables)
    data = " ".join(f"({' '.join(map(str, row))})" for row in rows)
    return f"VALUES ({names}) {{ {data} }}"
