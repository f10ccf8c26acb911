"""The line on a terminal that tells how a long run is going; silent anywhere else."""

from __future__ import annotations

import time
from typing import TextIO

from bibgen.cli.report import plural
from bibgen.matching import Progress

_EVERY = 0.2  # seconds between two changes of the line
_MENTIONS_PER_REQUEST = 25  # of titles, the slowest of the packed questions; ids and phrases take less


class Line:
    """One line of progress on `stream`, rewritten in place, gone when the run is over."""

    def __init__(self, stream: TextIO, interval: float, *, shown: bool) -> None:
        self._stream = stream
        self._interval = interval
        self._shown = shown
        self._last = 0.0
        self._width = 0

    def progress(self, progress: Progress, requests: int) -> None:
        """How far it is: done, requests made, time to go at the pace that the source allows."""
        now = time.monotonic()
        if now - self._last < _EVERY:
            return
        self._last = now
        to_go = self._interval * -(-progress.open // _MENTIONS_PER_REQUEST)
        asked = plural(requests, "request")
        self._write(f"{progress.settled} of {progress.total} settled, {asked}, about {to_go:.0f} s to go")

    def waiting(self, reason: str, seconds: float) -> None:
        """Why nothing moves, and when it will; 0 seconds if nobody knows."""
        if not seconds:
            self._write(reason)
            return
        at = time.strftime("%H:%M:%S", time.localtime(time.time() + seconds))
        self._write(f"{reason}: next try at {at}")

    def clear(self) -> None:
        """Take the line away."""
        self._write("")

    def _write(self, text: str) -> None:
        if not self._shown:
            return
        self._stream.write("\r" + text.ljust(self._width) + ("\r" if not text else ""))
        self._stream.flush()
        self._width = len(text)
