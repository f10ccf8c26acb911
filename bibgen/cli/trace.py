"""A run followed request by request: lines on standard error (`-v`), objects in a file (`--log`).

Each tells what was asked by, what came back and how long it took; a wait tells why. Mail addresses and
secrets have been taken out of them before they come here. The file grows by one line of JSON at a time,
written at once, so that the log of a run that is killed is whole; a disk that is full ends the log and
not the run.

    {"at": "2026-10-01T09:00:00Z", "event": "request", "source": "arxiv", "cause": "title 25", "url": ...,
     "status": 200, "bytes": 193210, "entries": 31, "seconds": 0.8, "trouble": ""}
    {"at": "2026-10-01T09:00:04Z", "event": "wait", "reason": "too many requests (429)", "seconds": 30.0}
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from bibgen.cli.app import say
from bibgen.cli.progress import Line
from bibgen.cli.report import plural
from bibgen.errors import OutputError
from bibgen.session import Watch
from bibgen.sources import Exchange


@contextmanager
def followed(line: Line, *, verbose: bool, log: str | None) -> Iterator[Watch]:
    """What tells a run to the line of progress, and to whoever wants to see each request.

    Args:
        verbose: a line for each request on standard error.
        log: a file that gets an object for each request, at its end.

    Raises:
        OutputError: the file cannot be opened.
    """
    with _opened(log) as file:
        full: list[OSError] = []

        def tell(event: dict[str, object], text: str) -> None:
            if verbose:
                line.clear()
                say([f"{time.strftime('%H:%M:%S')} {text}"])
            if file and not full:
                try:
                    _write(file, event)
                except OSError as error:
                    full.append(error)
                    say([f"note: {log} goes no further: {error.strerror or error}"])

        yield _watch(line, tell if verbose or file else None)


def _watch(line: Line, tell: Callable[[dict[str, object], str], None] | None) -> Watch:
    if tell is None:
        return Watch(progress=line.progress, waiting=line.waiting)

    def waiting(reason: str, seconds: float) -> None:
        wait = f", next try in {seconds:.0f} s" if seconds else ""
        tell({"event": "wait", "reason": reason, "seconds": round(seconds, 3)}, f"{reason}{wait}")
        line.waiting(reason, seconds)

    def asked(exchange: Exchange) -> None:
        facts = asdict(exchange) | {"seconds": round(exchange.seconds, 3)}
        tell({"event": "request"} | facts, _in_a_line(exchange))

    return Watch(progress=line.progress, waiting=waiting, asked=asked)


def _in_a_line(one: Exchange) -> str:
    """A request as a person reads it.

    >>> _in_a_line(Exchange(source="arxiv", cause="title 25", url="https://a", status=200, bytes=193210,
    ...     entries=31, seconds=0.81))
    'arxiv: title 25: 200, 31 entries, 193 kB, 0.8 s'
    >>> _in_a_line(Exchange(source="arxiv", cause="id 440", url="https://a", status=0, bytes=0, entries=None,
    ...     seconds=90, trouble="no answer within 90 seconds"))
    'arxiv: id 440: no answer, 90.0 s: no answer within 90 seconds'
    """
    facts = [str(one.status) if one.status else "no answer"]
    if one.entries is not None:
        facts.append(plural(one.entries, "entry", "entries"))
    if one.bytes:
        facts.append(f"{one.bytes / 1000:.0f} kB" if one.bytes >= 1000 else f"{one.bytes} B")
    told = f"{one.source}: {one.cause}: {', '.join(facts)}, {one.seconds:.1f} s"
    return f"{told}: {one.trouble}" if one.trouble else told


@contextmanager
def _opened(log: str | None) -> Iterator[TextIO | None]:
    if log is None:
        yield None
        return
    try:
        file = Path(log).open("a", encoding="utf-8")  # noqa: SIM115  closed below, whatever the body raises
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror or error}", log) from error
    with file:
        yield file


def _write(file: TextIO, event: dict[str, object]) -> None:
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    file.write(json.dumps({"at": at} | event) + "\n")
    file.flush()
