"""The processor time of another process, read often: its file stays open."""

import contextlib
import os
import time


class ProcessorTime:
    """Seconds of processor time that the main thread of a process has used.

    Where the system does not tell (it is Linux that does), the clock's time takes its place.
    """

    def __init__(self, pid: int) -> None:
        self._file: int | None = None
        self._seconds = 0.0
        with contextlib.suppress(OSError):
            self._file = os.open(f"/proc/{pid}/schedstat", os.O_RDONLY)
        self._is_told = self._file is not None

    def seconds(self) -> float:
        """What has been used by now; of a process that has ended, what was known last."""
        if not self._is_told:
            return time.monotonic()
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._seconds = int(os.pread(self._file, 64, 0).split()[0]) / 1e9
        return self._seconds

    def close(self) -> None:
        """Read no more."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
