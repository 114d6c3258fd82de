"""Light queries over HTTP while others do their worst: do they fail, how much slower are they?

``python -m benchmarks.load --seconds 300 --clients 64`` serves a corpus in a process of its own.
Half of the clients are light: they look something up, think, and look again; first alone, then
beside heavy and malicious clients, each from an address of its own (``benchmarks.load_clients``).
Then runaway queries come one at a time, to see how long each outlives its limit or its client.
Prints Markdown; the exit status is 1 where a light query failed or another got what it must not.
"""

import argparse
import asyncio
import contextlib
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import httpx2

from api.settings import Settings
from benchmarks.load_acts import CROSS_PRODUCT, asked, looked_up, searched
from benchmarks.load_clients import Exchange, Role, repeated
from benchmarks.load_report import Seen, faults_in, report
from benchmarks.serving import Server, busy_cores, home_with_corpus, jipu, usage

_OK = frozenset({"200"})
_WARMING_SECONDS = 3
_RUNAWAYS = 5
_RUNAWAY_SECONDS = 1.0


async def run(server: Server, clients: int, alone: float, seconds: float) -> Seen:
    """All phases, one after the other."""
    seen = Seen()
    light = light_roles(await _projects(server), clients // 2)
    await _light(server, light, _WARMING_SECONDS)
    seen.alone = await _light(server, light, alone)
    seen.beside, seen.others, _ = await asyncio.gather(
        _light(server, light, seconds),
        _others(server, clients, seconds, seen),
        _watch(server, seconds, seen),
    )
    await _quiet(server)
    seen.usages.append(usage(server.pid))
    seen.after_limit = [await _outlived_limit(server) for _ in range(_RUNAWAYS)]
    seen.after_leaving = [await _outlived_client(server) for _ in range(_RUNAWAYS)]
    return seen


def light_roles(projects: Sequence[str], clients: int) -> list[Role]:
    """Seven of eight light clients look up, one searches."""
    lookups = Role("look-up", 0, looked_up(projects), _OK)
    searches = Role("search", 0, searched, _OK)
    return [searches if number % 8 == 7 else lookups for number in range(clients)]


async def _projects(server: Server) -> list[str]:
    query = "SELECT ?p { ?p a jipu:Project } ORDER BY ?p LIMIT 500"
    async with httpx2.AsyncClient(base_url=server.url, timeout=60) as http:
        rows = (await http.get("/sparql", params={"query": query})).json()["results"]["bindings"]
    return [row["p"]["value"] for row in rows]


async def _light(server: Server, light: Sequence[Role], seconds: float) -> list[Exchange]:
    until = time.monotonic() + seconds
    running = [
        repeated(role, server.url, f"127.0.1.{number}", until, think=0.5)
        for number, role in enumerate(light, 1)
    ]
    return [exchange for done in await asyncio.gather(*running) for exchange in done]


async def _others(server: Server, clients: int, seconds: float, seen: Seen) -> list[Exchange]:
    """What the heavy and the malicious clients met; they have a process of their own."""

    async def contacted(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.contacts += 1
        writer.close()

    host = await asyncio.start_server(contacted, "127.0.0.1", 0)
    other = f"http://127.0.0.1:{host.sockets[0].getsockname()[1]}/"
    command = ["-m", "benchmarks.load_clients", server.url, "--other", other]
    command += ["--clients", str(clients), "--seconds", str(seconds)]
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    host.close()
    return [Exchange(**json.loads(line)) for line in out.splitlines()]


async def _watch(server: Server, seconds: float, seen: Seen) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        seen.usages.append(usage(server.pid))
        await asyncio.sleep(1)


async def _quiet(server: Server) -> float:
    """Wait until the server does next to nothing; returns the seconds that it took."""
    began = time.monotonic()
    while busy_cores(server.pid, 0.1) > 0.2:
        if time.monotonic() - began > 120:
            break
    return time.monotonic() - began


async def _outlived_limit(server: Server) -> Exchange:
    """What a runaway is answered, and the seconds from its limit until then."""
    async with httpx2.AsyncClient(base_url=server.url, timeout=120) as http:
        began = time.monotonic()
        status = await asked(http, CROSS_PRODUCT, timeout=str(round(_RUNAWAY_SECONDS * 1000)))
    return Exchange("one runaway", status, time.monotonic() - began - _RUNAWAY_SECONDS)


async def _outlived_client(server: Server) -> float:
    """Seconds from a client's leaving a runaway until the server is quiet."""
    async with httpx2.AsyncClient(base_url=server.url, timeout=120) as http:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asked(http, CROSS_PRODUCT), 0.5)
    return await _quiet(server)


def main() -> None:
    """Serve a corpus, run all phases, print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=300, help="of light beside others")
    parser.add_argument("--alone", type=float, default=30, help="seconds of light clients alone")
    parser.add_argument("--projects", type=int, default=5500, help="5,500 are a million triples")
    parser.add_argument("--query-seconds", type=float, default=10, help="the server's limit")
    parser.add_argument("--query-memory-mib", type=int, default=1024, help="the server's limit")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        settings = Settings(
            home=home_with_corpus(Path(scratch), options.projects, options.seed),
            query_seconds=options.query_seconds,
            query_memory_mib=options.query_memory_mib,
        )
        with jipu(settings) as server:
            seen = asyncio.run(run(server, options.clients, options.alone, options.seconds))
    print("\n".join(report(seen, options.query_seconds)))
    if faults := faults_in(seen):
        sys.exit("; ".join(faults))


if __name__ == "__main__":
    main()
