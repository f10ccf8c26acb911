"""One clock for all who ask one service: never a request too early, never two at a time.

arXiv allows one request every three seconds over one connection, counted over all machines under
one's control (https://info.arxiv.org/help/api/tou.html). The interval runs from the end of an answer to
the next request. A file carries the time of the last answer from one process to the next, and its lock
lets only one of them ask at a time; the system frees the lock of a process that dies, and what it asked
last has been noted before it asked.

Time is the machine's steady clock, which nobody can set and which all its processes share until it is
started anew (https://docs.python.org/3/library/time.html#time.monotonic): a wrong date is no trouble. A time
in the future (of an earlier start, or a spoilt file) counts as now. The file lies in the cache folder; if
that cannot be written, because it is another user's say, in a folder of the user's own among the system's
passing things. Without any, each process keeps its own pace.
"""

from __future__ import annotations

import math
import os
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

try:
    import fcntl
except ImportError:  # not a Unix: each process keeps its own pace
    fcntl = None  # type: ignore[assignment]

_NEVER = -math.inf


class Clock(Protocol):
    """Time, as tests may bend it."""

    def time(self) -> float:
        """Seconds since a moment that all processes of the machine share."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class SystemClock:
    """The machine's own steady time."""

    def time(self) -> float:
        """Seconds since a moment that all processes of the machine share."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


class Pace:
    """Turns at asking a service, at least `interval` seconds after the last answer.

    `good` is when the service last gave anybody on the machine a good answer, as far as is known.

    Args:
        interval: seconds.
        file: carries the times between processes; None to keep them in memory.
    """

    def __init__(self, interval: float, file: Path | None, clock: Clock) -> None:
        self.interval = interval
        self.good = _NEVER
        self._file = file
        self._clock = clock
        self._last = self._before = _NEVER
        self._lock: int | None = None
        self._depth = 0

    @property
    def is_held(self) -> bool:
        """Whether a turn is being held."""
        return self._depth > 0

    @contextmanager
    def held(self, blocked: Callable[[], None] = lambda: None) -> Iterator[None]:
        """Keep everybody else on the machine from asking until the block ends; may be nested.

        Args:
            blocked: called if somebody else has the turn and must be waited for.
        """
        if not self._depth:
            self._lock = self._locked(blocked)
            self._recall()
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if not self._depth and self._lock is not None:
                os.close(self._lock)
                self._lock = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until a request may be sent; the interval begins when the block ends."""
        with self.held():
            wait = self._last + self.interval - self._clock.time()
            if wait > 0:
                self._clock.sleep(min(wait, self.interval))
            self._before = self._last
            self._note()  # whoever is killed while asking has asked
            try:
                yield
            finally:
                self._note()

    def waive(self) -> None:
        """Say that in the last turn nobody was there to be asked, so that the next need not wait for it."""
        self._last = self._before
        self._write()

    def praise(self) -> None:
        """Say that the last answer was good."""
        self.good = self._clock.time()
        self._write()

    def _note(self) -> None:
        self._last = self._clock.time()
        self._write()

    def _locked(self, blocked: Callable[[], None]) -> int | None:
        if self._file is None or fcntl is None:
            return None
        turn = None
        try:
            turn = _opened(self._file)
            _wait_for(turn, blocked)
        except OSError:
            if turn is not None:
                os.close(turn)
            return None
        return turn

    def _recall(self) -> None:
        """Take the times that others have left."""
        if self._lock is None:
            return
        now = self._clock.time()
        with suppress(OSError):
            text = os.pread(self._lock, 100, 0)
            last, good = _times(text, now)
            self._last, self.good = max(self._last, last), max(self.good, good)

    def _write(self) -> None:
        if self._lock is not None:
            with suppress(OSError):  # a full disk: the next process may ask at once, this one will not
                os.pwrite(self._lock, f"{self._last:20.6f} {self.good:20.6f}\n".encode(), 0)


def shared(folder: Path | None, name: str) -> Path | None:
    """A file that the user's processes can share a pace by; None if there is no place for one."""
    places = (folder, _own_folder())
    return next((place / name for place in places if place and _is_usable(place / name)), None)


def _own_folder() -> Path | None:
    """A folder of the user's own that lasts until the machine is started anew; nobody else's."""
    if fcntl is None:
        return None
    folder = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / f"bibgen-{os.getuid()}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return None
    own = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o022
    return folder if own else None


def _is_usable(file: Path) -> bool:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        os.close(_opened(file))
    except OSError:
        return False
    return True


def _opened(file: Path) -> int:
    return os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)


def _wait_for(lock: int, blocked: Callable[[], None]) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        blocked()
        fcntl.flock(lock, fcntl.LOCK_EX)


def _times(text: bytes, now: float) -> tuple[float, float]:
    """When the service last answered, and when well; what cannot be read or be true counts as now, or never.

    >>> _times(b"5.0 4.0", 10.0), _times(b"", 10.0), _times(b"nonsense", 10.0), _times(b"99.0 99.0", 10.0)
    ((5.0, 4.0), (-inf, -inf), (10.0, -inf), (10.0, -inf))
    """
    if not text.strip():
        return _NEVER, _NEVER
    try:
        last, good, *_ = (*map(float, text.split()), _NEVER)
    except ValueError:
        return now, _NEVER
    return (last if last <= now else now), (good if good <= now else _NEVER)
