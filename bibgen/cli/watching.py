"""What the commands that look papers up show meanwhile: a line of progress, requests, waits."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bibgen.cli.progress import Line
from bibgen.cli.trace import followed
from bibgen.session import Watch
from bibgen.settings import Settings


@contextmanager
def watched(
    settings: Settings, *, quiet: bool, verbose: bool = False, log: str | None = None
) -> Iterator[tuple[Line, Watch]]:
    """The line of progress, cleared at the end, and what tells a run to it.

    Args:
        verbose: a line for each request on standard error.
        log: a file that gets an object for each request, at its end.

    Raises:
        OutputError: the log cannot be opened.
    """
    shown = sys.stderr.isatty() and not quiet and not os.environ.get("NO_COLOR")
    line = Line(sys.stderr, settings.arxiv_interval, shown=shown)
    try:
        with followed(line, verbose=verbose, log=log) as watch:
            yield line, watch
    finally:
        line.clear()
