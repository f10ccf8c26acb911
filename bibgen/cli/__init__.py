"""The command line: arguments in, exit codes out; all that matters happens in `pipeline`.

One module a command (`cache`, `export`, `reading`, `review`, `verify`, `why`, and those that `later` loads),
what they share in `app`, options in `ways` and `wishes`. Standard output gets what was asked for and nothing
else; progress, summary, notices and errors go to standard error. Exit codes are those of
`bibgen.errors.Exit`.
"""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

from bibgen.cli import cache, export, reading, review, verify, why
from bibgen.cli.app import app, say
from bibgen.errors import Exit

__all__ = ["app", "cache", "export", "main", "reading", "review", "verify", "why"]


def main() -> None:
    """Run the command line."""
    if sys.stderr is None:  # closed by the caller (`2>&-`): what we say goes nowhere, but we go on
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    try:
        app(prog_name="bibgen")
    except Exception:  # noqa: BLE001  whatever was not foreseen is told in one line, with a log
        say([f"bibgen: a bug in bibgen: {_logged(traceback.format_exc)}"])
        sys.exit(Exit.BUG)


def _logged(details: Callable[[], str]) -> str:
    text = details()
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="bibgen-", suffix=".log", delete=False, encoding="utf-8"
        ) as log:
            log.write(text)
    except OSError:
        return text.strip().splitlines()[-1]
    return f"{text.strip().splitlines()[-1]} (details in {log.name})"
