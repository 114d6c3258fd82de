import sys

import pytest

from kg.sparql.clock import Clock


@pytest.mark.skipif(sys.platform == "win32", reason="uvloop is not there")
def test_the_last_half_millisecond_is_time_as_well() -> None:
    """The event loop of the server makes no timer of it, only a handle without a time."""
    import uvloop

    async def left() -> float:
        clock = Clock(0.0001, lambda: None)
        clock.start()
        return clock.left

    assert uvloop.run(left()) < 0.001
