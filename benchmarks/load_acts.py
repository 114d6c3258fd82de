"""What a client of the load test does once, well-meaning or not, and what came of it."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence

import httpx2

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
DEEP_PATH = "SELECT (COUNT(*) AS ?n) { ?a (jipu:hasIndicator|^jipu:hasIndicator|!rdf:nil)* ?b }"
SORT = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c"
_GIANT = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
_ELSEWHERE = (
    "SELECT * {{ SERVICE <{other}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ BIND(<{other}> AS ?w) SERVICE SILENT ?w {{ ?s ?p ?o }} }}",
    "ASK {{ ?s ?p ?o FILTER EXISTS {{ {{ SERVICE <{other}> {{ ?s ?p ?o }} }} }} }}",
    "SELECT * FROM <{other}> {{ ?s ?p ?o }}",
    "LOAD <{other}>",
)
_SYNTAX_ERRORS = ("SELECT * {", "SELECT ?x WHERE { ?x", "}" * 500, "ASK { ?s ?p 'x }", "{" * 2000)

Act = Callable[[httpx2.AsyncClient, random.Random], Awaitable[str]]
"""What a client does once; returns what came of it: a status, or a word."""


async def asked(http: httpx2.AsyncClient, query: str, **parameters: str) -> str:
    """Send a query and read the answer to its end."""
    return await outcome(http.post("/sparql", data={"query": query, **parameters}))


async def outcome(sent: Awaitable[httpx2.Response]) -> str:
    """The status of an answer, or why there is none."""
    try:
        return str((await sent).status_code)
    except httpx2.RemoteProtocolError:
        return "aborted"
    except httpx2.HTTPError as error:
        return type(error).__name__


async def searched(http: httpx2.AsyncClient, random_: random.Random) -> str:
    return await outcome(http.get("/search", params={"q": random_.choice(_SEARCHES)}))


def looked_up(projects: Sequence[str]) -> Act:
    """A light query about one of these projects."""

    async def act(http: httpx2.AsyncClient, random_: random.Random) -> str:
        return await asked(http, random_.choice(LIGHT).format(iri=random_.choice(projects)))

    return act


async def aggregated(http: httpx2.AsyncClient, random_: random.Random) -> str:
    names = ("missing-categories", "same-indicator-in-projects", "satisfaction-at-least")
    return await asked(http, ontology.named_query(random_.choice(names)))


def ran_away(query: str) -> Act:
    async def act(http: httpx2.AsyncClient, _: random.Random) -> str:
        return await asked(http, query)

    return act


async def read_all(http: httpx2.AsyncClient, _: random.Random) -> str:
    """A result without an end: only an answer that is visibly broken off is honest."""
    try:
        async with http.stream("POST", "/sparql", data={"query": _GIANT}) as answer:
            async for _chunk in answer.aiter_bytes():
                pass
            return "cut silently" if answer.status_code == 200 else str(answer.status_code)
    except httpx2.RemoteProtocolError:
        return "aborted"
    except httpx2.HTTPError as error:
        return type(error).__name__


async def read_slowly(http: httpx2.AsyncClient, _: random.Random) -> str:
    try:
        async with http.stream("POST", "/sparql", data={"query": _GIANT}) as answer:
            pieces = answer.aiter_bytes(chunk_size=4096)
            for _second in range(15):
                if await anext(pieces, None) is None:
                    return str(answer.status_code)
                await asyncio.sleep(1)
    except httpx2.RemoteProtocolError:
        return "aborted"
    except httpx2.HTTPError as error:
        return type(error).__name__
    return "left"


async def left(http: httpx2.AsyncClient, random_: random.Random) -> str:
    query = random_.choice((CROSS_PRODUCT, DEEP_PATH, SORT))
    try:
        return await asyncio.wait_for(asked(http, query), random_.uniform(0.1, 1))
    except TimeoutError:
        return "left"


async def flooded(http: httpx2.AsyncClient, random_: random.Random) -> str:
    sent = [asked(http, random_.choice(_SYNTAX_ERRORS)) for _ in range(50)]
    outcomes = sorted(set(await asyncio.gather(*sent)))
    return ", ".join(outcomes)


def elsewhere(other: str) -> Act:
    async def act(http: httpx2.AsyncClient, random_: random.Random) -> str:
        return await asked(http, random_.choice(_ELSEWHERE).format(other=other))

    return act
