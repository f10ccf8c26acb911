"""The options of `export` that say how a run goes: what is read, written, asked and told."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from bibgen import writers
from bibgen.errors import UsageError


class Unsettled(StrEnum):
    """What becomes of mentions that were not identified."""

    KEEP = "keep"
    DROP = "drop"


Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="|".join(writers.WRITERS),
        help="Default: as the output's name says, else bibtex.",
        autocompletion=lambda: list(writers.WRITERS),
        show_default=False,
    ),
]

Output = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="Default: standard output.", show_default=False),
]

Report = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="JSON lines, one object a mention: outcome, evidence, key.",
        show_default=False,
    ),
]

UnsettledWay = Annotated[
    Unsettled,
    typer.Option(help="What is not identified: keep it in the words of the text, or drop it."),
]

Review = Annotated[
    bool, typer.Option("--review", help="Decide at the terminal what is not settled, then write.")
]

CiteVersion = Annotated[
    bool,
    typer.Option(
        "--cite-version", help="Name the version in eprint and URL: the one asked for, else the latest."
    ),
]

DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Tell what would be asked, and how long it takes; ask nothing.")
]

Verify = Annotated[
    bool, typer.Option("--verify", help="Read back before anything is replaced; exit 6 at a difference.")
]

Refresh = Annotated[bool, typer.Option("--refresh", help="Ask anew what was answered in earlier runs.")]

Partial = Annotated[
    bool, typer.Option("--partial", help="After Ctrl-C write what has been found so far (exit 130).")
]

Patience = Annotated[
    float,
    typer.Option(
        metavar="SECONDS",
        help="Give a service up after so long without a good answer; usually 600.",
        show_default=False,
    ),
]

Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Tell each request and its cause.")]

Log = Annotated[
    str | None,
    typer.Option(
        "--log",
        metavar="FILE",
        help="The same as JSON lines, added at the file's end.",
        show_default=False,
    ),
]

Strict = Annotated[
    bool,
    typer.Option("--strict", help="Exit 4 if something could not be asked, 10 if not all is settled."),
]

Force = Annotated[
    bool, typer.Option("--force", help="Replace a .bib even if it holds entries bibgen did not write.")
]

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Only errors on standard error.")]


def seconds(patience: float) -> float:
    """What was said to `--patience`.

    Raises:
        UsageError: it is no time.
    """
    if not 0 < patience < float("inf"):
        raise UsageError(f"--patience {patience:g}: a number of seconds is meant, more than 0")
    return patience
