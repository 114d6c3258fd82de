"""Many queries at once: who runs, who waits, who is ended, and what is left of it."""

import asyncio
import itertools
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from kg.errors import BusyError, QueryTimeoutError
from kg.sparql.limits import QueryLimits
from kg.sparql.pool import QueryPool
from kg.sparql.process import Worker
from kg.sparql.wire import Frame
from kg.store.query import Query

JSON = ("application/sparql-results+json",)
COUNT = Query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", JSON)
RUNAWAY = Query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", JSON)
MANY_ROWS = Query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", ("text/csv",))

NUMBERS = itertools.count()

Scenario = Callable[[QueryPool], Awaitable[None]]


def played(pool: QueryPool, scenario: Scenario) -> None:
    """Run it in an event loop of its own; afterwards no process of the pool is left."""

    others = children()

    async def whole() -> None:
        try:
            await scenario(pool)
        finally:
            await pool.aclose()
        assert children() <= others

    asyncio.run(whole())


def workers(pool: QueryPool) -> set[int]:
    """The processes of a pool that still exist."""
    return children() & {worker.pid for worker in pool._workers}


def children() -> set[int]:
    """The worker processes of this process that still exist, of any pool."""
    mine = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(errors="replace").rpartition(")")[2].split()
            command = stat.with_name("cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == os.getpid() and b"kg.sparql.worker" in command:
            mine.add(int(stat.parent.name))
    return mine


async def counted(pool: QueryPool, client: str = "") -> str:
    fresh = Query(f"{COUNT.text} # {next(NUMBERS)}", JSON)  # not one whose answer is kept
    result = await pool.run(fresh, client=client)
    return str(json.loads(await result.read())["results"]["bindings"][0]["n"]["value"])


async def until(what: Callable[[], Any]) -> None:
    async with asyncio.timeout(20):
        while not what():
            await asyncio.sleep(0.01)


@pytest.mark.skipif(sys.platform == "win32", reason="uvloop is not there")
def test_a_reply_to_a_worker_that_was_ended_goes_nowhere(store: Path) -> None:
    """The event loop of the server fails where that of Python says nothing."""
    import uvloop

    async def reply() -> Frame | None:
        worker = await Worker.start(store, QueryLimits().memory_bytes, 0)
        worker.kill()
        await worker.ended()
        await worker.send(b"too late")
        return await worker.receive()

    assert uvloop.run(reply()) is None


def test_quick_queries_go_on_beside_runaways_beyond_all_places(store: Path) -> None:
    async def scenario(pool: QueryPool) -> None:
        runaways = [asyncio.create_task(pool.run(RUNAWAY, client=str(n))) for n in range(8)]
        await asyncio.sleep(0)
        for _ in range(20):
            assert await counted(pool, "quick") == "500"
        ended = await asyncio.gather(*runaways, return_exceptions=True)
        assert {type(error) for error in ended} <= {QueryTimeoutError, BusyError}
        assert await counted(pool) == "500"

    limits = QueryLimits(seconds=1, quick_seconds=0.2)
    played(QueryPool(store, 1, limits), scenario)


def test_long_queries_take_turns(store: Path) -> None:
    """One that takes a moment comes to its end beside one that takes for ever."""
    heavy = Query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(?c < ?f) }", JSON)

    async def scenario(pool: QueryPool) -> None:
        runaway = asyncio.create_task(pool.run(RUNAWAY, 20, client="greedy"))
        await until(lambda: not pool._lanes.long.has_room)
        answer = json.loads(await (await pool.run(heavy, client="other")).read())
        assert answer["results"]["bindings"][0]["n"]["value"] == str(500 * 499 // 2)
        assert not runaway.done()
        runaway.cancel()
        await asyncio.wait([runaway])

    played(QueryPool(store, 1, QueryLimits(quick_seconds=0.01)), scenario)


def test_a_query_whose_time_ends_while_it_is_paused_is_told_to_come_again(store: Path) -> None:
    async def scenario(pool: QueryPool) -> None:
        first = asyncio.create_task(pool.run(RUNAWAY, 20))
        await until(lambda: not pool._lanes.long.has_room)
        with pytest.raises(BusyError, match="other queries"):
            await pool.run(RUNAWAY, 2, client="")
        first.cancel()
        await asyncio.wait([first])

    played(QueryPool(store, 1, QueryLimits(quick_seconds=0.01)), scenario)


def test_who_used_much_begins_in_the_long_lane(store: Path) -> None:
    async def scenario(pool: QueryPool) -> None:
        pool._lanes.usage.add("greedy", 9)
        assert await counted(pool, "another") == "500"
        held = [pool._lanes.quick.try_enter() for _ in range(2)]
        assert held == [True] * 2
        assert await counted(pool, "greedy") == "500"
        with pytest.raises(BusyError):
            await counted(pool, "another")

    played(QueryPool(store, 1, QueryLimits(waiting_seconds=2)), scenario)


def test_a_query_that_is_given_up_frees_its_worker(store: Path) -> None:
    async def scenario(pool: QueryPool) -> None:
        for wait in (0.0, 0.1, 0.3):  # in the quick lane, in the long one, paused
            tasks = [asyncio.create_task(pool.run(RUNAWAY)) for _ in range(2)]
            await asyncio.sleep(wait)
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            assert await counted(pool) == "500"
        assert pool._lanes.quick._free == 2
        assert pool._lanes.long._free == 1
        await until(lambda: len(workers(pool)) <= 6)

    played(QueryPool(store, 1, QueryLimits(quick_seconds=0.2)), scenario)


def test_a_client_that_takes_no_bytes_keeps_nobody_from_running(store: Path) -> None:
    async def scenario(pool: QueryPool) -> None:
        slow = [await pool.run(MANY_ROWS) for _ in range(2)]
        await until(lambda: pool._lanes.aside._free == 2)
        assert pool._lanes.long._free == 1
        assert await counted(pool) == "500"
        for result in slow:
            assert len(await anext(result.chunks)) > 1000
            result.chunks.close()
        assert pool._lanes.aside._free == 4

    played(QueryPool(store, 1, QueryLimits(seconds=0.3, quick_seconds=0.05)), scenario)


def test_the_time_of_a_slow_client_is_not_the_query_s(store: Path) -> None:
    rows = Query("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 100000", ("text/csv",))

    async def scenario(pool: QueryPool) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        result = await pool.run(rows, 20)
        running = result.chunks._running
        assert running is not None
        first = await anext(result.chunks)
        await asyncio.sleep(0.3)
        assert (first + await result.read()).count(b"\r\n") == 100001
        assert 20 - running.clock.left <= loop.time() - began - 0.3

    played(QueryPool(store, 1, QueryLimits()), scenario)


def test_more_slow_clients_than_may_wait_are_told(store: Path) -> None:
    async def scenario(pool: QueryPool) -> None:
        slow = []
        for _ in range(5):
            slow.append(await pool.run(MANY_ROWS))
            await anext(slow[-1].chunks)
            free = pool._lanes.quick._free
            await until(lambda: pool._lanes.quick._free > free)  # noqa: B023 - awaited here
        with pytest.raises(BusyError, match="slow clients"):
            await slow[-1].read()
        for result in slow:
            result.chunks.close()

    played(QueryPool(store, 1, QueryLimits(quick_seconds=0.05)), scenario)


def test_an_answer_is_given_again_without_a_worker(store: Path) -> None:
    async def scenario(pool: QueryPool) -> None:
        csv = Query("SELECT ?s { ?s ?p ?o } ORDER BY ?s", ("text/csv",))
        first = await (await pool.run(csv)).read()
        await pool.aclose()
        again = await pool.run(csv)
        assert (await again.read(), again.length, again.media_type) == (
            first,
            len(first),
            "text/csv",
        )
        assert not workers(pool)

    played(QueryPool(store, 1, QueryLimits()), scenario)


def test_a_late_query_is_answered_after_closing(store: Path) -> None:
    async def scenario(pool: QueryPool) -> None:
        assert await counted(pool) == "500"
        await asyncio.to_thread(pool.close)
        await until(lambda: not workers(pool))
        assert await counted(pool) == "500"

    played(QueryPool(store, 1, QueryLimits()), scenario)


def test_an_answer_that_is_on_its_way_is_given_to_its_end_after_closing(store: Path) -> None:
    rows = Query("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 100000", ("text/csv",))

    async def scenario(pool: QueryPool) -> None:
        result = await pool.run(rows)
        pool.close()
        assert (await result.read()).count(b"\r\n") == 100001

    played(QueryPool(store, 1, QueryLimits()), scenario)


def test_a_worker_killed_while_idle_is_replaced(store: Path) -> None:
    async def scenario(pool: QueryPool) -> None:
        assert await counted(pool) == "500"
        (worker,) = pool._idle[0]
        os.kill(worker.pid, signal.SIGKILL)
        await until(lambda: not worker.is_alive)
        assert await counted(pool) == "500"

    played(QueryPool(store, 1, QueryLimits()), scenario)


def test_a_worker_that_cannot_be_started_leaves_its_place(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(*arguments: object, **options: object) -> None:
        raise OSError(24, "Too many open files")

    async def scenario(pool: QueryPool) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(asyncio.get_running_loop(), "subprocess_exec", refused)
            for _ in range(3):
                with pytest.raises(BusyError, match="Too many open files"):
                    await pool.run(COUNT)
        assert await counted(pool) == "500"

    played(QueryPool(store, 1, QueryLimits()), scenario)


def test_workers_die_with_their_parent(store: Path) -> None:
    """As after kill -9 of a server: also one that is in the middle of a query."""
    script = """
import asyncio, os, signal, sys
from pathlib import Path
from kg.sparql.limits import QueryLimits
from kg.sparql.pool import QueryPool
from kg.store.query import Query

async def main():
    pool = QueryPool(Path(sys.argv[1]), 1, QueryLimits())
    asyncio.create_task(pool.run(Query(sys.argv[2], ("text/csv",))))
    while not pool._tasks and pool._lanes.long._free:
        await asyncio.sleep(0.01)
    print(*Path(f"/proc/self/task/{os.getpid()}/children").read_text().split(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""
    import subprocess
    import sys

    command = [sys.executable, "-c", script, str(store), RUNAWAY.text]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60)
    pids = [int(pid) for pid in ran.stdout.split()]
    assert pids, ran.stderr

    async def all_gone() -> None:
        await until(lambda: not any(alive(pid) for pid in pids))

    asyncio.run(all_gone())


def alive(pid: int) -> bool:
    """Whether the process runs; one that nobody has buried yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
