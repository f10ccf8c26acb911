"""One clock for all who ask one service: never a request too early, never two at a time.

arXiv allows one request every three seconds over one connection, counted over all machines under
one's control (https://info.arxiv.org/help/api/tou.html). The interval runs from the end of an answer to
the next request. A file in the cache folder carries the time of the last answer from one process to
the next, and its lock lets only one of them ask at a time; the system frees the lock of a process
that dies. A time in the future (the clock was set back) counts as now. Without a cache folder each
process keeps its own pace.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

try:
    import fcntl
except ImportError:  # not a Unix: each process keeps its own pace
    fcntl = None  # type: ignore[assignment]


class Clock(Protocol):
    """Time, as tests may bend it."""

    def time(self) -> float:
        """Seconds since 1970, as the machine believes."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class SystemClock:
    """The machine's own time."""

    def time(self) -> float:
        """Seconds since 1970, as the machine believes."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


class Pace:
    """Turns at asking a service, at least `interval` seconds after the last answer.

    Args:
        interval: seconds.
        file: carries the time of the last answer between processes; None to keep it in memory.
    """

    def __init__(self, interval: float, file: Path | None, clock: Clock) -> None:
        self.interval = interval
        self._file = file
        self._clock = clock
        self._last = 0.0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, hold it while asking; the interval begins when it ends."""
        held = self._lock()
        try:
            wait = self._since(held) + self.interval - self._clock.time()
            if wait > 0:
                self._clock.sleep(min(wait, self.interval))
            yield
        finally:
            self._last = self._clock.time()
            self._unlock(held)

    def _since(self, held: IO[str] | None) -> float:
        last = self._last
        if held:
            held.seek(0)
            try:
                last = max(last, float(held.read() or 0))
            except ValueError:  # half written when a machine lost power
                last = max(last, self._clock.time())
        return last

    def _lock(self) -> IO[str] | None:
        if self._file is None or fcntl is None:
            return None
        try:
            held = self._file.open("a+", encoding="ascii")
            fcntl.flock(held, fcntl.LOCK_EX)
        except OSError:
            return None
        return held

    def _unlock(self, held: IO[str] | None) -> None:
        if held is None:
            return
        with held:
            try:
                held.truncate(0)
                held.write(f"{self._last:.3f}")
            except OSError:  # a full disk: the next process may ask at once, this one will not
                pass
