"""What the columns of a header mean: scored and settled for the header as a whole (列的角色)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from kg.grid import Row
from kg.layouts import Meaning, Role
from kg.tables.columns import Column
from kg.tables.evidence import share_of, speaks_for
from kg.tables.header_labels import LISTED, NEEDED, WORD, Label
from kg.tables.rivals import ONCE, without_rivals

_WORDS_OF_THEIR_OWN = frozenset({Role.SIGN, Role.POLARITY})
# Roles that contents can show where no header says them.
_INFERRED = NEEDED | {Role.LEVEL1, Role.LEVEL2}
# Contents decide between what a header may say, and can stand in for one that says nothing; a
# table without name or value is none.
_CONTENTS, _COMPLETE, _STAND_IN = 3.0, 4.0, -1.5
_LEAST_SHARE = 0.6
_LEAST = _CONTENTS * _LEAST_SHARE - 0.01
_ASTRAY = 0.5
# Columns of places hold words as well (显著, 长期), and no other column is named so.
_LEAST_OF_A_PLACE = 0.25
_SURE_OF_A_PLACE = 0.9
_MOST_READINGS = 5_000


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One possible reading of a label, with what speaks for it."""

    meaning: Meaning | None
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What stands below the labels of a header: the texts of each column, and all rows."""

    labels: Sequence[Label]
    texts: Mapping[Label, Sequence[str]]
    body: Sequence[Row]

    def share(self, label: Label, role: Meaning) -> float:
        """The share of a column's texts that speak for a role, 0 to 1.

        Signs and polarities are words of their own: in short, shifted rows they count half where
        they stand in another column, and not at all where another header claims them.
        """
        own = share_of(role, self.texts[label])
        if role not in _WORDS_OF_THEIR_OWN or not self.body:
            return own
        if any(set(other.scores) == {role} for other in self.labels):
            return 0.0
        rows = sum(any(speaks_for(role, cell.text) for cell in row.cells) for row in self.body)
        return max(own, _ASTRAY * rows / len(self.body))


def resolve(labels: Sequence[Label], body: Sequence[Row]) -> tuple[Column, ...]:
    """Settle what every label means: the best of all readings of the header as a whole.

    A reading scores what its headers say, what the contents of its columns show, and whether it
    has a name and a value. ``body`` are the rows below.
    """
    evidence = _Evidence(labels, _texts_below(labels, body), body)
    candidates = [_candidates(label, evidence) for label in labels]
    readings = [(_total(reading), reading) for reading in _readings(candidates)]
    best = max(readings, key=_score)
    settled = [
        Column(
            label.index,
            candidate.meaning,
            label.text,
            label.width,
            certainty=_certainty(best, readings, place),
            reason=candidate.reason,
        )
        for place, (label, candidate) in enumerate(zip(labels, best[1], strict=True))
    ]
    return _matrix(without_rivals(labels, settled), evidence)


Scored = tuple[float, tuple[_Candidate, ...]]
"""A reading of a header: its total, and what it takes each label for."""


def _score(reading: Scored) -> float:
    return reading[0]


def _readings(candidates: Sequence[Sequence[_Candidate]]) -> list[tuple[_Candidate, ...]]:
    """All combinations; where there are too many, the weakest candidates are left out."""
    most = max(map(len, candidates))
    while _combinations(kept := [c[:most] for c in candidates]) > _MOST_READINGS:
        most -= 1
    return list(product(*kept))


def _combinations(candidates: Sequence[Sequence[_Candidate]]) -> int:
    count = 1
    for options in candidates:
        count *= len(options)
    return count


def _total(reading: Sequence[_Candidate]) -> float:
    """The sum of the scores, a kept role counting once, and a bonus for name and value each."""
    best: dict[Meaning | None, float] = {}
    rest = 0.0
    for candidate in reading:
        if candidate.meaning in ONCE:
            before = best.get(candidate.meaning, 0.0)
            best[candidate.meaning] = max(before, candidate.score)
        else:
            rest += candidate.score
    return rest + sum(best.values()) + _COMPLETE * len(NEEDED & best.keys())


def _certainty(best: Scored, readings: Sequence[Scored], place: int) -> float:
    """How far the best reading is ahead of the best one that reads this column otherwise."""
    total, reading = best
    chosen = reading[place]
    others = (score for score, r in readings if r[place].meaning != chosen.meaning)
    rival = max(others, default=None)
    if rival is None:
        return 1.0 if chosen.score >= LISTED - 1 or chosen.meaning is None else 0.75
    margin = max(0.0, total - rival)
    return round(0.5 + 0.5 * margin / (1.0 + margin), 2)


def _candidates(label: Label, evidence: _Evidence) -> tuple[_Candidate, ...]:
    said = label.scores
    found = [_said(label, role, evidence) for role in said]
    if not said:
        found.append(_Candidate(None, 0.0, "unknown header"))
    elsewhere = {role for other in evidence.labels if other != label for role in other.scores}
    missing = _INFERRED - elsewhere - said.keys()
    if not said or set(said) == {Role.LEVEL2}:
        found += [_stand_in(label, role, evidence) for role in missing]
    likely = [found[0], *(one for one in found[1:] if one.score > _STAND_IN + _LEAST)]
    return tuple(sorted(likely, key=lambda candidate: -candidate.score))


def _said(label: Label, role: Meaning, evidence: _Evidence) -> _Candidate:
    score = label.scores[role]
    if len(label.scores) == 1:
        how = "listed header" if score > WORD else "word in the header"
        return _Candidate(role, score, how)
    share = evidence.share(label, role)
    return _Candidate(
        role, score + _CONTENTS * share, f"ambiguous header; {share:.0%} of its cells are such"
    )


def _stand_in(label: Label, role: Role, evidence: _Evidence) -> _Candidate:
    share = evidence.share(label, role)
    return _Candidate(
        role, _STAND_IN + _CONTENTS * share, f"no header says {role}; {share:.0%} of its cells do"
    )


def _texts_below(labels: Sequence[Label], body: Sequence[Row]) -> dict[Label, list[str]]:
    """The texts below each label; cells below no label are in no list."""
    texts: dict[Label, list[str]] = {label: [] for label in labels}
    at = {
        index: texts[label]
        for label in labels
        for index in range(label.index, label.index + label.width)
    }
    for row in body:
        for cell in row.cells:
            if cell.column in at:
                at[cell.column].append(cell.text)
    return texts


def _matrix(columns: Sequence[Column], evidence: _Evidence) -> tuple[Column, ...]:
    """Read columns with the names of places as values, where the table has no other value.

    A value that stood in for a header, or spans the places, is one of them.
    """
    places = {
        label.index
        for label in evidence.labels
        if label.is_place and evidence.share(label, Role.VALUE) >= _LEAST_OF_A_PLACE
    }
    if any(c.meaning is Role.VALUE and c.index not in places for c in columns):
        return tuple(columns)
    return tuple(
        replace(
            c,
            meaning=Role.VALUE,
            place=c.text,
            certainty=_SURE_OF_A_PLACE,
            reason="a place, one of the matrix's values",
        )
        if c.index in places
        else c
        for c in columns
    )
