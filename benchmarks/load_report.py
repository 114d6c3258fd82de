"""What the load test saw, as Markdown, and what of it must not be."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

from benchmarks.load_clients import Exchange, roles
from benchmarks.serving import Usage


@dataclass
class Seen:
    """What was seen of a run: exchanges, the server's usage once a second, what came too late.

    ``contacts`` counts connections to a host that queries name and the server must not contact.
    ``after_limit`` and ``after_leaving`` are the seconds that single runaways lived on.
    """

    alone: list[Exchange] = field(default_factory=list)
    beside: list[Exchange] = field(default_factory=list)
    others: list[Exchange] = field(default_factory=list)
    usages: list[Usage] = field(default_factory=list)
    contacts: int = 0
    after_limit: list[Exchange] = field(default_factory=list)
    after_leaving: list[float] = field(default_factory=list)


def faults_in(seen: Seen) -> list[str]:
    """What must not be: a light query that fails, an outcome that no rule allows, a contact."""
    allowed = {role.kind: role.allowed for role in roles("")}
    light = (e for e in seen.alone + seen.beside if e.outcome != "200")
    others = (e for e in seen.others if e.outcome not in allowed[e.kind])
    single = (e for e in seen.after_limit if e.outcome != "504")
    found = Counter((e.kind, e.outcome) for e in (*light, *others, *single))
    told = [f"{kind}: {outcome} × {n:,}" for (kind, outcome), n in found.items()]
    return told + ([f"another host was contacted × {seen.contacts}"] if seen.contacts else [])


def report(seen: Seen, limit: float) -> Iterator[str]:
    """The tables; ``limit`` is the server's of one query, in seconds."""
    yield from _light_table(seen)
    yield ""
    yield from _others_table(seen.others, limit)
    yield ""
    yield from _usage_table(seen.usages)
    yield ""
    yield "| a runaway by itself, s | least | median | most |"
    yield "|---|--:|--:|--:|"
    yield f"| answered after its limit | {_span([e.seconds for e in seen.after_limit])} |"
    yield f"| ended after its client left | {_span(seen.after_leaving)} |"


def _light_table(seen: Seen) -> Iterator[str]:
    yield "| light clients | requests | errors | median, ms | 95% | 99% | most |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    for when, exchanges in (("alone", seen.alone), ("beside others", seen.beside)):
        for kind, of_kind in _by_kind(exchanges).items():
            errors = sum(exchange.outcome != "200" for exchange in of_kind)
            times = sorted(1000 * exchange.seconds for exchange in of_kind)
            cuts = quantiles(times, n=100, method="inclusive") if len(times) > 1 else times * 99
            figures = " | ".join(
                f"{t:,.1f}" for t in (median(times), cuts[94], cuts[98], times[-1])
            )
            yield f"| {kind}, {when} | {len(of_kind):,} | {errors:,} | {figures} |"


def _others_table(exchanges: Sequence[Exchange], limit: float) -> Iterator[str]:
    yield f"| others | came of it | s from {limit:g} s to a 504, least | median | most |"
    yield "|---|---|--:|--:|--:|"
    for kind, of_kind in _by_kind(exchanges).items():
        outcomes = Counter(exchange.outcome for exchange in of_kind).most_common()
        late = [e.seconds - limit for e in of_kind if e.outcome == "504"]
        told = ", ".join(f"{outcome} × {n:,}" for outcome, n in outcomes)
        yield f"| {kind} | {told} | {_span(late)} |"


def _usage_table(usages: Sequence[Usage]) -> Iterator[str]:
    """The server at five points of the run, and when it is quiet again; the most of all."""
    last = len(usages) - 2
    rows = {f"at {quarter * 25}%": usages[last * quarter // 4] for quarter in range(5)}
    rows["quiet again"] = usages[-1]
    rows["most"] = Usage(*(max(each) for each in zip(*map(_figures, usages), strict=True)))
    yield "| server | processes | resident MiB | open files |"
    yield "|---|--:|--:|--:|"
    for when, taken in rows.items():
        yield f"| {when} | {taken.processes} | {taken.mib:,.0f} | {taken.files} |"


def _figures(taken: Usage) -> tuple[int, float, int]:
    return taken.processes, taken.mib, taken.files


def _by_kind(exchanges: Sequence[Exchange]) -> Mapping[str, list[Exchange]]:
    kinds: dict[str, list[Exchange]] = {}
    for exchange in exchanges:
        kinds.setdefault(exchange.kind, []).append(exchange)
    return kinds


def _span(figures: Sequence[float]) -> str:
    if not figures:
        return "– | – | –"
    return f"{min(figures):.2f} | {median(figures):.2f} | {max(figures):.2f}"
