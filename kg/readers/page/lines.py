"""Characters → lines of text, divided where a gap is too wide for a space."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from kg.readers.page.marks import Glyph

# Shares of the character size. Word sets a quarter between Chinese and Latin without a space.
_LATIN_SPACE = 0.2
_MIXED_SPACE = 0.5
_WIDE_SPACE = 1.0
_COLUMN_GAP = 1.0
_SAME_LINE = 0.5


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text on one line with nothing beside it that belongs to it, and its box.

    ``size`` is that of its characters; ``spaced`` says that a space is printed at its end;
    ``glyphs`` are its characters, left to right.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    spaced: bool = False
    glyphs: tuple[Glyph, ...] = ()


Line = tuple[Piece, ...]


def line_of(glyphs: Iterable[Glyph]) -> Piece | None:
    """All characters of one line as one piece; None where they are only spaces."""
    return _piece(sorted(glyphs, key=lambda glyph: glyph.x0))


def divided(glyphs: Iterable[Glyph]) -> Line:
    """The pieces of one line, left to right, cut at gaps that are wider than a character."""
    printed = sorted((g for g in glyphs if not g.text.isspace()), key=lambda glyph: glyph.x0)
    runs: list[list[Glyph]] = []
    for glyph in printed:
        if runs and glyph.x0 - runs[-1][-1].x1 <= _COLUMN_GAP * glyph.size:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return tuple(piece for run in runs if (piece := _piece(run)))


def parted(piece: Piece, count: int) -> Line:
    """The first ``count`` characters of a piece and the others, as pieces of their own."""
    halves = (piece.glyphs[:count], piece.glyphs[count:])
    return tuple(part for half in halves if (part := _piece(half)))


def in_lines(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Group characters whose heights overlap by half; lines go from top to bottom."""
    lines: list[list[Glyph]] = []
    top = bottom = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.top + glyph.bottom, glyph.x0)):
        overlap = min(bottom, glyph.bottom) - max(top, glyph.top)
        if lines and overlap >= _SAME_LINE * min(bottom - top, glyph.size):
            lines[-1].append(glyph)
            if glyph.size > bottom - top:
                top, bottom = glyph.top, glyph.bottom
        else:
            lines.append([glyph])
            top, bottom = glyph.top, glyph.bottom
    return lines


def _piece(glyphs: Sequence[Glyph]) -> Piece | None:
    """Write the characters of a run, already left to right, with the spaces between them."""
    printed = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not printed:
        return None
    return Piece(
        _text(glyphs),
        printed[0].x0,
        min(glyph.top for glyph in printed),
        max(glyph.x1 for glyph in printed),
        max(glyph.bottom for glyph in printed),
        median(glyph.size for glyph in printed),
        spaced=glyphs[-1].text.isspace(),
        glyphs=tuple(glyphs),
    )


def _text(glyphs: Sequence[Glyph]) -> str:
    texts: list[str] = []
    before: Glyph | None = None
    for glyph in glyphs:
        if glyph.text.isspace():
            texts.append(" ")
            continue
        if before and glyph.x0 - before.x1 > _space_between(before, glyph):
            texts.append(" ")
        texts.append(glyph.text)
        before = glyph
    return " ".join("".join(texts).split())


def _space_between(left: Glyph, right: Glyph) -> float:
    narrow = left.text.isascii() + right.text.isascii()
    return (_WIDE_SPACE, _MIXED_SPACE, _LATIN_SPACE)[narrow] * min(left.size, right.size)
