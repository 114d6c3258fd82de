"""Fair turns, with the event loop as their only clock."""

import asyncio

import pytest

from kg.errors import BusyError
from kg.sparql.lanes import Lane, Usage


def test_what_was_used_long_ago_counts_less() -> None:
    now = 0.0
    usage = Usage(lambda: now)
    usage.add("a", 8)
    assert usage.of("a") == 8
    now = 20.0
    assert usage.of("a") == 2
    usage.add("a", 1)
    assert usage.of("a") == 3
    assert usage.of("never seen") == 0


def test_greedy_is_who_used_much_and_more_than_others() -> None:
    usage = Usage(lambda: 0.0)
    usage.add("all behind a proxy", 9)
    assert not usage.is_greedy("all behind a proxy", 0.5)
    usage.add("light", 0.1)
    assert usage.is_greedy("all behind a proxy", 0.5)
    assert not usage.is_greedy("light", 0.01)
    assert not usage.is_greedy("new", 0.5)


def test_clients_that_used_nothing_lately_are_forgotten() -> None:
    now = 0.0
    usage = Usage(lambda: now)
    for number in range(5000):
        usage.add(f"client {number}", 0.001)
        now += 1
    assert len(usage._used) < 5000


def test_the_turn_is_of_who_used_least_and_of_equals_who_waits_longest() -> None:
    async def scenario() -> list[str]:
        usage = Usage(lambda: 0.0)
        usage.add("greedy", 5)
        lane = Lane(1, 10, usage)
        assert lane.try_enter()
        served: list[str] = []

        async def one(client: str) -> None:
            await lane.enter(client, 5)
            served.append(client)
            lane.leave()

        tasks = [asyncio.create_task(one(c)) for c in ("greedy", "first", "greedy", "second")]
        await asyncio.sleep(0)
        lane.leave()
        await asyncio.gather(*tasks)
        assert lane.try_enter()
        return served

    assert asyncio.run(scenario()) == ["first", "second", "greedy", "greedy"]


def test_who_waits_too_long_or_with_too_many_is_told() -> None:
    async def scenario() -> None:
        lane = Lane(1, 1, Usage())
        assert lane.try_enter()
        waiting = asyncio.create_task(lane.enter("a", 0.01))
        await asyncio.sleep(0)
        with pytest.raises(BusyError, match="too many"):
            await lane.enter("b", 5)
        with pytest.raises(BusyError, match="within"):
            await waiting
        lane.leave()
        assert lane.try_enter()

    asyncio.run(scenario())


def test_of_too_many_the_one_is_refused_that_used_most() -> None:
    async def scenario() -> None:
        usage = Usage(lambda: 0.0)
        usage.add("greedy", 5)
        lane = Lane(1, 1, usage)
        assert lane.try_enter()
        greedy = asyncio.create_task(lane.enter("greedy", 5))
        await asyncio.sleep(0)
        other = asyncio.create_task(lane.enter("other", 5))
        with pytest.raises(BusyError, match="too many"):
            await greedy
        lane.leave()
        await other
        assert not lane.try_enter()

    asyncio.run(scenario())


@pytest.mark.parametrize("late", [False, True], ids=["before its turn", "as its turn comes"])
def test_who_gives_up_takes_no_place_along(late: bool) -> None:
    async def scenario() -> None:
        lane = Lane(1, 10, Usage())
        assert lane.try_enter()
        waiting = asyncio.create_task(lane.enter("a", 5))
        await asyncio.sleep(0)
        if late:
            lane.leave()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        if not late:
            lane.leave()
        assert lane.try_enter()
        assert not lane.try_enter()

    asyncio.run(scenario())
