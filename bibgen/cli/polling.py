"""Work done again whenever the files it rests upon change, as their times tell on every file system.

A file is read anew only when it has come to rest, for editors write in several steps. What a turn itself
writes does not set off the next.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

_State = dict[str, tuple[int, int, int] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What a turn read and what it wrote: paths."""

    read: Collection[str]
    written: Collection[str] = ()


def repeated(turn: Callable[[], Turn], sleep: Callable[[float], None], interval: float) -> None:
    """Do a turn, and another after every change, until `sleep` or a turn raises.

    Args:
        sleep: waits for so many seconds.
        interval: seconds between two looks at the files.
    """
    before: _State = {}
    while True:
        done = turn()
        after = _state(done.read)
        known = {
            path: after[path] if path in done.written else before.get(path, after[path]) for path in after
        }
        before = _changed(known, sleep, interval)


def _changed(known: _State, sleep: Callable[[float], None], interval: float) -> _State:
    """The state of the files when they have changed and are at rest again."""
    last = known
    while True:
        sleep(interval)
        now = _state(known)
        if now == last and now != known:
            return now
        last = now


def _state(paths: Iterable[str]) -> _State:
    return {path: _of_file(path) for path in paths}


def _of_file(path: str) -> tuple[int, int, int] | None:
    try:
        status = Path(path).stat()
    except OSError:  # an editor may put a new file in the place of the old one
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
