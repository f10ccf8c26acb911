"""Before a person's file is changed they see how, and say yes.

What would change is shown as a unified diff on standard output, the question on standard error. Where nobody
can be asked nothing is written without `--yes`, and that ends as a wrong usage does, or a script would go on
as if the file had been changed. The diff shows what stands in files of any origin, so nothing of it reaches a
terminal that could steer it.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated

import typer

from bibgen.cli import hunks
from bibgen.cli.app import put, say
from bibgen.cli.report import plural, printable
from bibgen.errors import UsageError

try:
    import termios
except ImportError:  # not a Unix
    termios = None  # type: ignore[assignment]

Yes = Annotated[bool, typer.Option("--yes", "-y", help="Write without asking.")]

DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be written; write nothing.")]

# Signs that steer: escapes and their like, and those that turn the direction of writing; tabs do no harm.
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_COLOURS = {"-": "red", "+": "green", "@": "cyan"}
_MOST_NAMES = 3  # of files in a question


@dataclass(frozen=True, slots=True)
class Change:
    """The text of a file before and after."""

    path: str
    old: str
    new: str


def consented(changes: Sequence[Change], *, yes: bool, dry_run: bool, shown: bool = True) -> bool:
    """Whether the changes are to be written; they are shown first. Nothing to change is nothing to write.

    Args:
        yes: write without asking.
        dry_run: only show.
        shown: False where standard output is for something else.

    Raises:
        UsageError: nobody can be asked.
        KeyboardInterrupt: Ctrl-C at the question.
    """
    changed = [one for one in changes if one.old != one.new]
    if not changed:
        return False
    if shown:
        put(_diff(changed))
    return not dry_run and (yes or _agreed(changed))


def _diff(changes: Sequence[Change]) -> Iterator[str]:
    coloured = sys.stdout is not None and sys.stdout.isatty() and _has_colours()
    for one in changes:
        for line in hunks.unified(one.old, one.new, printable(one.path)):
            bare = line.rstrip("\r\n")
            told = _STEERING.sub("\ufffd", bare)
            yield (_painted(told) if coloured else told) + line[len(bare) :]


def _has_colours() -> bool:
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _painted(line: str) -> str:
    if line.startswith(("--- ", "+++ ")):
        return typer.style(line, bold=True)
    return typer.style(line, fg=_COLOURS[line[0]]) if line[0] in _COLOURS else line


def _agreed(changes: Sequence[Change]) -> bool:
    """Whether the person at the terminal wants them."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError("nothing is written: say --yes where nobody can be asked, or --dry-run to look only")
    paths = [one.path for one in changes]
    where = " and ".join(paths) if len(paths) <= _MOST_NAMES else plural(len(paths), "file")
    try:
        agreed = _answer(f"Write these changes to {where}? [y/N] ") in ("y", "yes")
    except KeyboardInterrupt:
        say([""])  # off the line of the question
        raise KeyboardInterrupt("nothing is written") from None
    if not agreed:
        say(["left as it is"])
    return agreed


def _answer(question: str) -> str:
    """A line from the keyboard; what was typed before the question stood there is no answer to it."""
    if termios:
        with suppress(termios.error):
            termios.tcflush(sys.stdin, termios.TCIFLUSH)
    print(printable(question), end="", file=sys.stderr, flush=True)
    line = sys.stdin.buffer.readline()
    if not line:
        say([""])
    return line.decode(errors="replace").strip().lower()
