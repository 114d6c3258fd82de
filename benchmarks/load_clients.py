"""The clients of the load test: light ones that must never fail, heavy ones, and those that harm.

Run as ``python -m benchmarks.load_clients URL --seconds N …`` it is all but the light ones, in a
process of its own so that reading their answers slows no light client down; every exchange is one
JSON line on stdout.
"""

import argparse
import asyncio
import json
import random
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import httpx2

from benchmarks.load_acts import (
    CROSS_PRODUCT,
    DEEP_PATH,
    SORT,
    Act,
    aggregated,
    elsewhere,
    flooded,
    left,
    ran_away,
    read_all,
    read_slowly,
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """What came of one act of a client, and how long it took."""

    kind: str
    outcome: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Role:
    """So many of 64 clients that do the same over and over; ``allowed`` is what may come of it."""

    kind: str
    clients: int
    act: Act
    allowed: frozenset[str]


def roles(other: str) -> tuple[Role, ...]:
    """All that are not light; ``other`` is a URL of a host that the server must not contact."""
    stopped = frozenset({"503", "504", "507"})
    return (
        Role("aggregates", 12, aggregated, frozenset({"200", "503", "504"})),
        Role("cross product", 4, ran_away(CROSS_PRODUCT), stopped),
        Role("deep path", 3, ran_away(DEEP_PATH), stopped),
        Role("sorting", 2, ran_away(SORT), stopped),
        Role("giant result", 2, read_all, stopped | {"aborted"}),
        Role("slow reader", 3, read_slowly, stopped | {"aborted", "left"}),
        Role("disconnect", 3, left, stopped | {"left"}),
        Role("50 syntax errors", 1, flooded, frozenset({"400"})),
        Role("other hosts", 2, elsewhere(other), frozenset({"200", "403", "503"})),
    )


async def repeated(
    role: Role, url: str, address: str, until: float, think: float
) -> list[Exchange]:
    """One client, from an address of its own, until a time of the event loop's clock."""
    random_ = random.Random(address)
    transport = httpx2.AsyncHTTPTransport(local_address=address)
    done = []
    async with httpx2.AsyncClient(base_url=url, transport=transport, timeout=120) as http:
        while time.monotonic() < until:
            began = time.monotonic()
            result = await role.act(http, random_)
            done.append(Exchange(role.kind, result, time.monotonic() - began))
            await asyncio.sleep(random_.expovariate(1 / think))
    return done


async def _all(url: str, other: str, clients: int, seconds: float) -> Iterator[Exchange]:
    until = time.monotonic() + seconds
    placed = [role for role in roles(other) for _ in range(max(1, role.clients * clients // 64))]
    running = [
        repeated(role, url, f"127.0.2.{number}", until, think=0.1)
        for number, role in enumerate(placed, 1)
    ]
    return (exchange for done in await asyncio.gather(*running) for exchange in done)


def main() -> None:
    """Run all that are not light, and print what came of each act."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--other", required=True, help="a URL that the server must not contact")
    parser.add_argument("--clients", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    options = parser.parse_args()
    arguments = (options.url, options.other, options.clients, options.seconds)
    for exchange in asyncio.run(_all(*arguments)):
        print(json.dumps(asdict(exchange)))


if __name__ == "__main__":
    main()
