"""The packages of Office Open XML (ECMA-376, part 2): parts and the relations between them."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from kg.readers.safe_xml import streamed, tree_of
from kg.unpacking import member_bytes


@dataclass(frozen=True, slots=True)
class Relation:
    """Where one part points: the last word of the relation's type, and the other part's name."""

    id: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Package:
    """An opened package. Part names are found whatever their case and slashes are."""

    document: str
    archive: ZipFile

    def has(self, part: str) -> bool:
        """Whether the package holds the part."""
        return self._member(part) is not None

    def tree(self, part: str) -> Element:
        """The XML of a small part. Raises ``KeyError`` where it is missing."""
        info = self.archive.getinfo(self._existing(part))
        return tree_of(member_bytes(self.archive, info), self._where(part))

    def stream(self, part: str, *tags: str) -> Iterator[Element]:
        """The elements of a large part as in ``streamed``. Raises ``KeyError`` as ``tree`` does."""
        with self.archive.open(self._existing(part)) as source:
            yield from streamed(source, tags, self._where(part))

    def relations(self, part: str) -> tuple[Relation, ...]:
        """The relations of a part within the package, those of the package itself for ``""``."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(path):
            return ()
        return tuple(
            Relation(
                relation.get("Id", ""),
                relation.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join(folder, relation.get("Target", ""))).lstrip("/"),
            )
            for relation in self.tree(path)
            if relation.get("TargetMode") != "External"
        )

    def _member(self, part: str) -> str | None:
        wanted = part.lower()
        names = (name for name in self.archive.namelist() if _plain(name) == wanted)
        return next(names, None)

    def _existing(self, part: str) -> str:
        member = self._member(part)
        if member is None:
            raise KeyError(f"its part {part} is missing")
        return member

    def _where(self, part: str) -> str:
        return f"{self.document}: {part}"


def _plain(member: str) -> str:
    """Some programs write backslashes, a leading slash, or other capitals than they refer to."""
    return member.replace("\\", "/").lstrip("/").lower()
