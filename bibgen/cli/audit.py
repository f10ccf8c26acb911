"""`bibgen audit`: every reference of a file held against what arXiv, Crossref and DBLP say of its paper."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Annotated

import typer

from bibgen import session
from bibgen.cli.annotations import FORMATS, Told
from bibgen.cli.app import From, Inputs, Offline, Snapshot, app, checked, named, put, say, tell, told_errors
from bibgen.cli.report import plural, printable
from bibgen.cli.watching import watched
from bibgen.errors import Exit, UsageError
from bibgen.manuscript import auditing, references
from bibgen.manuscript.references import Reference, References
from bibgen.manuscript.verdicts import FAULTS, Audited, Standing, without
from bibgen.model import Notice
from bibgen.settings import Settings, from_environment

_CLASSES = [one.value for one in Standing if one is not Standing.CONSISTENT]
_COLUMNS = ("place", "key", "class", "finding")
_EPILOG = (
    "Classes: "
    + ", ".join(f"{one.value} ({one.words})" for one in Standing)
    + ". Exit codes: 0 nothing found, 1 findings (withdrawn, wrong, published, newer; with --strict unknown "
    "too, but for books, software and data), 4 with --strict if something could not be asked or "
    "read, 2 usage, 3 input, 5 cache."
)


@app.command(epilog=_EPILOG)
def audit(
    inputs: Inputs = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="|".join(FORMATS),
            help="Default: a table on a terminal, else text: file:line:column: finding.",
            autocompletion=lambda: list(FORMATS),
            show_default=False,
        ),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="The same as --format json: JSON lines, one object a reference.")
    ] = False,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            "--ignore",
            metavar="CLASS",
            help="Leave out findings of this class: " + ", ".join(_CLASSES) + ". May be repeated.",
            autocompletion=lambda: _CLASSES,
            show_default=False,
        ),
    ] = None,
    layout: From = None,
    offline: Offline = False,
    snapshot: Snapshot = None,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Exit 1 for what is unknown too, 4 if something could not be asked."),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary on standard error.")] = False,
) -> None:
    """Hold every reference of a .bib or a paper against its paper: wrong, outdated, withdrawn, unknown.

    Nothing is changed, and nothing is called invented: that no source asked knows a paper is a class of its
    own.
    """
    with told_errors():
        ignored = _ignored(ignore or [])
        form = _format(format, json)
        read = references.read(named(inputs), only=checked(layout))
        done, notices = _audited(read, from_environment(os.environ), offline, snapshot, quiet)
        left = [without(one, ignored) for one in done]
        told = [_told(reference, one) for reference, one in zip(read.listed, left, strict=True)]
        if form:
            put(FORMATS[form](told))
        else:
            _show(told)
        if not quiet:
            tell((*read.notices, *notices))
            say(_summary(done))
        raise typer.Exit(_verdict(left, read, strict))


def _ignored(names: Sequence[str]) -> frozenset[Standing]:
    strange = next((name for name in names if name not in _CLASSES), None)
    if strange is not None:
        raise UsageError(f"--ignore {strange}: one of {', '.join(_CLASSES)} is meant")
    return frozenset(map(Standing, names))


def _format(format: str | None, json: bool) -> str | None:
    """The name of a format; None for a table."""
    if format is not None and format not in FORMATS:
        raise UsageError(f"--format {format}: one of {', '.join(FORMATS)} is meant")
    if json and format not in (None, "json"):
        raise UsageError("--json and another --format: one of them is meant")
    return "json" if json else format or (None if sys.stdout.isatty() else "text")


def _audited(
    read: References, settings: Settings, offline: bool, snapshot: str | None, quiet: bool
) -> tuple[list[Audited], tuple[Notice, ...]]:
    with (
        watched(settings, quiet=quiet) as (_, watch),
        session.opened(settings, offline=offline, snapshot=snapshot, watch=watch) as opened,
    ):
        return auditing.audit(read.listed, opened, remember=not snapshot), tuple(opened.notices)


def _told(reference: Reference, one: Audited) -> Told:
    line, column = reference.place()
    places = tuple(reference.place(finding) for finding in one.findings)
    return Told(audited=one, line=line, column=column, places=places)


def _show(told: Sequence[Told]) -> None:
    """A table of what was found; the library that lays it out is loaded for a terminal only."""
    rows = [
        (printable(f"{one.audited.file}:{line}"), one.audited.key, finding.standing.words, finding.text)
        for one in told
        for finding, line, _ in one.findings()
    ]
    if rows:
        import_module("bibgen.cli.screen").choices(_COLUMNS, rows)


def _summary(done: Sequence[Audited]) -> Iterator[str]:
    count = Counter(one.standing for one in done)
    missed = [one.missed for one in done if one.missed]
    if missed:
        yield f"note: whether {plural(len(missed), 'preprint')} appeared could not be asked ({missed[0]})"
    known = sum(bool(one.acknowledged) for one in done)
    if known:
        yield f"note: {plural(known, 'reference')} to what was withdrawn or retracted, and the text says so"
    parts = [f"{count[one]} {one.words}" for one in reversed(Standing) if count[one]]
    yield f"{plural(len(done), 'reference')}: {', '.join(parts) or 'nothing to audit'}"


def _verdict(left: Sequence[Audited], read: References, strict: bool) -> Exit:
    unknown = strict and any(one.standing is Standing.UNKNOWN and one.checkable for one in left)
    if unknown or any(one.standing in FAULTS for one in left):
        return Exit.FINDINGS
    unasked = read.unread or any(one.missed or one.standing is Standing.UNASKED for one in left)
    return Exit.UNASKED if strict and unasked else Exit.DONE
