"""`bibgen export`: find every paper that the inputs mention and write a bibliography."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypedDict, Unpack

import typer

from bibgen import pipeline, session, verification, writers
from bibgen.cli import report as reports
from bibgen.cli import ways, wishes
from bibgen.cli.app import (
    GO_ON,
    From,
    Inputs,
    Offline,
    Snapshot,
    app,
    checked,
    named,
    put,
    say,
    tell,
    told_errors,
)
from bibgen.cli.review import at_terminal
from bibgen.cli.watching import watched
from bibgen.errors import Exit, UsageError
from bibgen.keys import Wanted
from bibgen.model import Notice, Outcome
from bibgen.settings import PATIENCE, Settings, from_environment
from bibgen.writers import target
from bibgen.writers.options import Options

_ENVIRONMENT = (
    "Environment: BIBGEN_ARXIV_URL and BIBGEN_ARXIV_INTERVAL (seconds, 3 and more for arXiv itself) say "
    "whom to ask and how often, BIBGEN_MAILTO whom arXiv may write to, BIBGEN_CACHE_DIR and "
    "BIBGEN_DATA_DIR where to keep answers and choices, BIBGEN_CROSSREF_URL and BIBGEN_CROSSREF_INTERVAL the "
    "same for publishers' DOIs. Exit codes: 0 done, 2 usage, 3 input, "
    "5 cache, 6 output; with --strict 4 or 10."
)


@app.command(epilog=_ENVIRONMENT)
def export(
    inputs: Inputs = None,
    format: ways.Format = None,
    output: ways.Output = None,
    layout: From = None,
    report: ways.Report = None,
    unsettled: ways.UnsettledWay = ways.Unsettled.KEEP,
    offline: Offline = False,
    snapshot: Snapshot = None,
    review: ways.Review = False,
    cite_version: ways.CiteVersion = False,
    target_program: wishes.For = None,
    style: wishes.StyleName = None,
    kind: wishes.As = None,
    case: wishes.CaseOf = "as-is",
    dated: wishes.Date = "submitted",
    fields: wishes.Fields = None,
    no_abstract: wishes.NoAbstract = False,
    keywords: wishes.Keywords = False,
    max_authors: wishes.MaxAuthors = None,
    ascii: wishes.Ascii = False,
    csl: wishes.Csl = None,
    key_wishes: wishes.Keys = None,
    dry_run: ways.DryRun = False,
    verify: ways.Verify = False,
    refresh: ways.Refresh = False,
    partial: ways.Partial = False,
    patience: ways.Patience = PATIENCE,
    verbose: ways.Verbose = False,
    log: ways.Log = None,
    strict: ways.Strict = False,
    force: ways.Force = False,
    quiet: ways.Quiet = False,
) -> None:
    """Find every paper that the inputs mention and write a bibliography."""
    said = wishes.Said(
        target=target_program,
        style=style,
        kind=kind,
        case=case,
        dated=dated,
        fields=fields,
        max_authors=max_authors,
        csl=csl,
        ascii=ascii,
        abstract=not no_abstract,
        keywords=keywords,
    )
    with told_errors():
        names = named(inputs)
        if refresh and offline:
            raise UsageError("--refresh asks anew, --offline asks nobody: one of them is meant")
        settings = replace(from_environment(os.environ), patience=ways.seconds(patience))
        form = _Form(format=_format(format, output), options=wishes.wished(**said), verified=verify)
        wanted = pipeline.wanted_keys(key_wishes or [], output, form.format)
        if dry_run:
            put(_plan(names, settings, checked(layout), offline, snapshot))
            return
        _check_targets(output, [report, log], names, snapshot)
        began = time.monotonic()
        made = _run(
            names,
            settings,
            _Face(quiet=quiet, asks=review, verbose=verbose, log=log),
            only=checked(layout),
            offline=offline,
            snapshot=snapshot,
            keep_unsettled=unsettled is ways.Unsettled.KEEP,
            cite_version=cite_version,
            wanted=wanted,
            refresh=refresh,
            partial=partial,
        )
        if not quiet:  # what befell the cache or the ledger is told once, even if nothing can be written
            tell((*made.notices, *wishes.idle(said, form.format)))
        notices = _deliver(made, output, form, settings, force)
        if report:
            target.put(report, reports.report(made))
        if not quiet:
            tell(notices)
            say(reports.summary(made, time.monotonic() - began))
        if made.interrupted:
            say(["bibgen: interrupted: written is what was found; run the same command again to go on"])
        raise typer.Exit(_verdict(made, strict))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """What is written: the format, and what is wished of it."""

    format: str
    options: Options
    verified: bool

    def __post_init__(self) -> None:
        writers.ready(self.format, self.options)
        if self.verified:
            verification.checked(self.format)


class _Wishes(TypedDict):
    """What `pipeline.run` is asked for besides its inputs."""

    only: str | None
    offline: bool
    snapshot: str | None
    keep_unsettled: bool
    cite_version: bool
    wanted: Wanted
    refresh: bool
    partial: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Face:
    """How the run shows itself: `asks` about what is doubtful, tells each request in lines or to a `log`."""

    quiet: bool
    asks: bool
    verbose: bool
    log: str | None


def _run(names: Sequence[str], settings: Settings, face: _Face, **wishes: Unpack[_Wishes]) -> pipeline.Run:
    try:
        with watched(settings, quiet=face.quiet, verbose=face.verbose, log=face.log) as (line, watch):
            reviewer = at_terminal(line.clear) if face.asks else None
            return pipeline.run(names, settings=settings, watch=watch, reviewer=reviewer, **wishes)
    except KeyboardInterrupt as error:
        raise KeyboardInterrupt(f"{str(error) or 'nothing is written'}; {GO_ON}") from None


def _plan(
    names: Sequence[str], settings: Settings, layout: str | None, offline: bool, snapshot: str | None
) -> Iterator[str]:
    """The forecast, in lines."""
    mentions = pipeline.read_papers(names, only=layout).mentions
    with session.opened(settings, offline=offline, snapshot=snapshot) as opened:
        made = opened.foresee(mentions)
    return (f"{line}\n" for line in reports.forecast(made, len(mentions), settings.arxiv_interval))


def _deliver(
    made: pipeline.Run, output: str | None, form: _Form, settings: Settings, force: bool
) -> tuple[Notice, ...]:
    if output and output != "-":
        return pipeline.save(
            made,
            output,
            form.format,
            settings=settings,
            options=form.options,
            force=force,
            verify=form.verified,
        )
    notices: list[Notice] = []
    entries = made.bibliography.entries
    pieces: Iterable[str] = writers.stream(entries, form.format, notices, form.options)
    if form.verified:
        pieces = list(pieces)
        verification.check(pieces, form.format, entries, form.options, "standard output")
    put(pieces)
    return tuple(notices)


def _format(format: str | None, output: str | None) -> str:
    if format:
        return writers.checked(format)
    return writers.SUFFIXES.get(Path(output or "").suffix.lower(), "bibtex")


def _check_targets(
    output: str | None, others: Sequence[str | None], names: Sequence[str], snapshot: str | None
) -> None:
    """Raise what can be known of the files to write before the work."""
    read = [*names, *([snapshot] if snapshot else [])]
    written: dict[str, str] = {}
    for file in (output, *others):
        if file is None or file == "-":
            continue
        target.check(file, read)
        if os.path.realpath(file) in written:
            raise UsageError(f"two outputs name the same file: {file}")
        written[os.path.realpath(file)] = file


def _verdict(made: pipeline.Run, strict: bool) -> Exit:
    outcomes = {one.outcome for one in made.resolutions}
    if made.interrupted:
        return Exit.INTERRUPTED
    if Outcome.UNASKED in outcomes and strict:
        return Exit.UNASKED
    return Exit.UNSETTLED if strict and not outcomes <= {Outcome.SETTLED} else Exit.DONE
