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
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import asdict, dataclass

import httpx

import ontology

LIGHT = (
    "SELECT ?name ?amount {{ <{iri}> rdfs:label ?name ; jipu:amount ?amount }}",
    "SELECT * {{ <{iri}> jipu:hasIndicator ?i . ?i rdfs:label ?n ; jipu:targetText ?t }} LIMIT 20",
    "SELECT (COUNT(*) AS ?n) {{ <{iri}> jipu:hasIndicator ?i }}",
    "ASK {{ <{iri}> jipu:department ?d . ?d rdfs:label ?n }}",
    "DESCRIBE <{iri}>",
)
_SEARCHES = (
    "群众满意度 ≥95%",
    "道路养护里程",
    "按时完成率",
    "补助发放人数不少于100人",
    "2024年底前",
)
CROSS_PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
_DEEP_PATH = "SELECT (COUNT(*) AS ?n) { ?a (jipu:hasIndicator|^jipu:hasIndicator|!rdf:nil)* ?b }"
_SORT = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c"
_GIANT = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
_ELSEWHERE = (
    "SELECT * {{ SERVICE <{other}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ BIND(<{other}> AS ?w) SERVICE SILENT ?w {{ ?s ?p ?o }} }}",
    "ASK {{ ?s ?p ?o FILTER EXISTS {{ {{ SERVICE <{other}> {{ ?s ?p ?o }} }} }} }}",
    "SELECT * FROM <{other}> {{ ?s ?p ?o }}",
    "LOAD <{other}>",
)
_SYNTAX_ERRORS = ("SELECT * {", "SELECT ?x WHERE { ?x", "}" * 500, "ASK { ?s ?p 'x }", "{" * 2000)

Act = Callable[[httpx.AsyncClient, random.Random], Awaitable[str]]
"""What a client does once; returns what came of it: a status, or a word."""


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


async def asked(http: httpx.AsyncClient, query: str, **parameters: str) -> str:
    """Send a query and read the answer to its end."""
    return await outcome(http.post("/sparql", data={"query": query, **parameters}))


async def outcome(sent: Awaitable[httpx.Response]) -> str:
    """The status of an answer, or why there is none."""
    try:
        return str((await sent).status_code)
    except httpx.RemoteProtocolError:
        return "aborted"
    except httpx.HTTPError as error:
        return type(error).__name__


async def searched(http: httpx.AsyncClient, random_: random.Random) -> str:
    return await outcome(http.get("/search", params={"q": random_.choice(_SEARCHES)}))


def looked_up(projects: Sequence[str]) -> Act:
    """A light query about one of these projects."""

    async def act(http: httpx.AsyncClient, random_: random.Random) -> str:
        return await asked(http, random_.choice(LIGHT).format(iri=random_.choice(projects)))

    return act


async def _aggregated(http: httpx.AsyncClient, random_: random.Random) -> str:
    names = ("missing-categories", "same-indicator-in-projects", "satisfaction-at-least")
    return await asked(http, ontology.named_query(random_.choice(names)))


def _ran_away(query: str) -> Act:
    async def act(http: httpx.AsyncClient, _: random.Random) -> str:
        return await asked(http, query)

    return act


async def _read_all(http: httpx.AsyncClient, _: random.Random) -> str:
    """A result without an end: only an answer that is visibly broken off is honest."""
    try:
        async with http.stream("POST", "/sparql", data={"query": _GIANT}) as answer:
            async for _chunk in answer.aiter_bytes():
                pass
            return "cut silently" if answer.status_code == 200 else str(answer.status_code)
    except httpx.RemoteProtocolError:
        return "aborted"
    except httpx.HTTPError as error:
        return type(error).__name__


async def _read_slowly(http: httpx.AsyncClient, _: random.Random) -> str:
    try:
        async with http.stream("POST", "/sparql", data={"query": _GIANT}) as answer:
            pieces = answer.aiter_bytes(chunk_size=4096)
            for _second in range(15):
                if await anext(pieces, None) is None:
                    return str(answer.status_code)
                await asyncio.sleep(1)
    except httpx.RemoteProtocolError:
        return "aborted"
    except httpx.HTTPError as error:
        return type(error).__name__
    return "left"


async def _left(http: httpx.AsyncClient, random_: random.Random) -> str:
    query = random_.choice((CROSS_PRODUCT, _DEEP_PATH, _SORT))
    try:
        return await asyncio.wait_for(asked(http, query), random_.uniform(0.1, 1))
    except TimeoutError:
        return "left"


async def _flooded(http: httpx.AsyncClient, random_: random.Random) -> str:
    sent = [asked(http, random_.choice(_SYNTAX_ERRORS)) for _ in range(50)]
    outcomes = sorted(set(await asyncio.gather(*sent)))
    return ", ".join(outcomes)


def _elsewhere(other: str) -> Act:
    async def act(http: httpx.AsyncClient, random_: random.Random) -> str:
        return await asked(http, random_.choice(_ELSEWHERE).format(other=other))

    return act


def roles(other: str) -> tuple[Role, ...]:
    """All that are not light; ``other`` is a URL of a host that the server must not contact."""
    stopped = frozenset({"503", "504", "507"})
    return (
        Role("aggregates", 12, _aggregated, frozenset({"200", "503", "504"})),
        Role("cross product", 4, _ran_away(CROSS_PRODUCT), stopped),
        Role("deep path", 3, _ran_away(_DEEP_PATH), stopped),
        Role("sorting", 2, _ran_away(_SORT), stopped),
        Role("giant result", 2, _read_all, stopped | {"aborted"}),
        Role("slow reader", 3, _read_slowly, stopped | {"aborted", "left"}),
        Role("disconnect", 3, _left, stopped | {"left"}),
        Role("50 syntax errors", 1, _flooded, frozenset({"400"})),
        Role("other hosts", 2, _elsewhere(other), frozenset({"200", "403", "503"})),
    )


async def repeated(
    role: Role, url: str, address: str, until: float, think: float
) -> list[Exchange]:
    """One client, from an address of its own, until a time of the event loop's clock."""
    random_ = random.Random(address)
    transport = httpx.AsyncHTTPTransport(local_address=address)
    done = []
    async with httpx.AsyncClient(base_url=url, transport=transport, timeout=120) as http:
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
