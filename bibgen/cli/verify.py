"""`bibgen verify`: an exported file read back, held against its papers and the rules of its format."""

from __future__ import annotations

import json as jsonlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Annotated

import typer

from bibgen import exported, session, verification
from bibgen.cli.app import Offline, Snapshot, app, put, say, tell, told_errors
from bibgen.cli.report import plural, printable
from bibgen.errors import Exit
from bibgen.exported import Verified
from bibgen.settings import from_environment

_MOST_KEYS = 5  # of unchecked entries that are named


@app.command()
def verify(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE", help="Bibliographies: .bib, CSL-JSON or RIS; - for standard input."),
    ],
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="|".join(verification.FORMS),
            help="Default: as the name and the text say.",
            autocompletion=lambda: list(verification.FORMS),
            show_default=False,
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="JSON lines, one object a finding.")] = False,
    offline: Offline = False,
    snapshot: Snapshot = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 4 if there are no findings, but something was not checked.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary on standard error.")] = False,
) -> None:
    """Read exported files back: hold them against their papers and their format's rules. Exit 1: findings."""
    with told_errors():
        settings = from_environment(os.environ)
        wanted = verification.checked(format) if format else None
        with session.opened(settings, offline=offline, snapshot=snapshot) as opened:
            done = exported.verify(files, opened, format=wanted)
            notices = tuple(opened.notices)
        put(_as_json(done) if json else _lines(done))
        if not quiet:
            tell(notices)
            say(_summary(done))
        raise typer.Exit(_verdict(done, strict))


def _lines(done: Sequence[Verified]) -> Iterator[str]:
    for one in done:
        for finding in one.findings:
            key = f"{finding.key}: " if finding.key else ""
            yield printable(f"{one.file}:{finding.line}: {key}{finding.told}") + "\n"


def _as_json(done: Sequence[Verified]) -> Iterator[str]:
    for one in done:
        for finding in one.findings:
            told = {"file": one.file, **asdict(finding), "text": finding.told}
            yield jsonlib.dumps(told, ensure_ascii=False) + "\n"


def _summary(done: Sequence[Verified]) -> Iterator[str]:
    findings = sum(len(one.findings) for one in done)
    nameless = sum(one.nameless for one in done)
    unasked = [key for one in done for key in one.unasked]
    parts = [f"{sum(one.compared for one in done)} compared"]
    if nameless:
        parts.append(f"{nameless} without identifier, by the rules only")
    if unasked:
        more = ", …" if len(unasked) > _MOST_KEYS else ""
        parts.append(f"{len(unasked)} unchecked, not to be asked ({', '.join(unasked[:_MOST_KEYS])}{more})")
    entries = plural(sum(one.entries for one in done), "entry", "entries")
    yield f"{entries} in {plural(len(done), 'file')}: {', '.join(parts)}; {plural(findings, 'finding')}"


def _verdict(done: Sequence[Verified], strict: bool) -> Exit:
    if any(one.findings for one in done):
        return Exit.FINDINGS
    return Exit.UNASKED if strict and exported.unchecked(done) else Exit.DONE
