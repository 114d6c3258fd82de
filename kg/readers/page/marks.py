"""The marks on a page: characters and strokes, in points from its upper left corner."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# Bold is faked by printing a character again beside itself, by a few hundredths of its size.
_TWICE = 0.15


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character (or ligature) and the box it takes."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def size(self) -> float:
        """The height of the character."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line: at ``at`` across its direction, from ``start`` to ``end`` along it."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Marks:
    """All marks of a page; ``number`` counts pages from 1."""

    number: int
    glyphs: tuple[Glyph, ...]
    across: tuple[Stroke, ...]
    down: tuple[Stroke, ...]


def printed_once(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    """Drop the characters that are printed again on themselves (重影加粗)."""
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in glyphs:
        tolerance = glyph.size * _TWICE
        x, y = int(glyph.x0), int(glyph.top)
        near = (
            other
            for left in (x - 1, x, x + 1)
            for above in (y - 1, y, y + 1)
            for other in seen.get((glyph.text, left, above), ())
        )
        if any(
            abs(other.x0 - glyph.x0) <= tolerance and abs(other.top - glyph.top) <= tolerance
            for other in near
        ):
            continue
        seen.setdefault((glyph.text, x, y), []).append(glyph)
        yield glyph
