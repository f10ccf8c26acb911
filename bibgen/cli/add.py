"""`bibgen add`: put papers into a .bib of one's own, those that are not there yet."""

from __future__ import annotations

import json as jsonlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

import typer

from bibgen import explain, keys, pipeline, review, session, splice
from bibgen.cli import ways, wishes
from bibgen.cli.app import From, Offline, Snapshot, app, checked, named, put, say, tell, told_errors
from bibgen.cli.report import place, plural, printable, short
from bibgen.cli.review import at_terminal
from bibgen.cli.watching import watched
from bibgen.errors import Exit, FileChanged, UsageError
from bibgen.keys import Wanted
from bibgen.manuscript import addition
from bibgen.manuscript.addition import Addition, Row
from bibgen.model import Outcome, Resolution
from bibgen.session import Session
from bibgen.settings import PATIENCE, from_environment
from bibgen.splice import BibFile
from bibgen.writers import target
from bibgen.writers.options import Options

_TRIES = 3  # how often the file is read anew because somebody else has changed it
_DIALECTS = ("bibtex", "biblatex")


@app.command()
def add(
    bib: Annotated[str, typer.Argument(metavar="BIB", help="The .bib to add to; made if it does not exist.")],
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="INPUT",
            help="Files, - for standard input, or arXiv ids, arXiv URLs and DOIs.",
            show_default=False,
        ),
    ] = None,
    layout: From = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="|".join(_DIALECTS),
            help="Dialect of new entries. Default: as the file is.",
            autocompletion=lambda: list(_DIALECTS),
            show_default=False,
        ),
    ] = None,
    unsettled: ways.UnsettledWay = ways.Unsettled.DROP,
    offline: Offline = False,
    snapshot: Snapshot = None,
    asks: ways.Review = False,
    cite_version: ways.CiteVersion = False,
    target_program: wishes.For = None,
    style: wishes.StyleName = None,
    kind: wishes.As = None,
    dated: wishes.Date = "submitted",
    fields: wishes.Fields = None,
    no_abstract: wishes.NoAbstract = False,
    ascii: wishes.Ascii = False,
    key_wishes: wishes.Keys = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the entries that would be added; write nothing.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="JSON lines, one object a mention.")] = False,
    refresh: ways.Refresh = False,
    patience: ways.Patience = PATIENCE,
    verbose: ways.Verbose = False,
    log: ways.Log = None,
    strict: ways.Strict = False,
    quiet: ways.Quiet = False,
) -> None:
    """Add the papers that the inputs mention to a .bib, unless they are in it; the rest stays as it is.

    Tells the key of each. What was not identified is told and left out (--unsettled keep adds it too).
    """
    with told_errors():
        wish = _Wish(
            options=wishes.wished(
                target=target_program,
                style=style,
                kind=kind,
                case="as-is",
                dated=dated,
                fields=fields,
                max_authors=None,
                csl=None,
                ascii=ascii,
                abstract=not no_abstract,
                keywords=False,
            ),
            wanted=_wanted(key_wishes or []),
            keep_unsettled=unsettled is ways.Unsettled.KEEP,
            cite_version=cite_version,
            format=_dialect(format),
        )
        names = named(inputs)
        settings = replace(from_environment(os.environ), patience=ways.seconds(patience))
        file = splice.load(bib, create=True)
        target.check(bib, [])
        mentions = pipeline.read_papers(names, only=checked(layout)).mentions
        with (
            watched(settings, quiet=quiet, verbose=verbose, log=log) as (line, watch),
            session.opened(
                settings, offline=offline, snapshot=snapshot, refresh=refresh, watch=watch
            ) as opened,
        ):
            resolutions = opened.resolve(mentions)
            if asks:
                resolutions = review.walk(opened, resolutions, at_terminal(line.clear))
            line.clear()
            done = _added(file, resolutions, opened, wish, dry_run=dry_run)
            notices = (*opened.notices, *done.notices)
        put(_as_json(done) if json else _new(done) if dry_run else _lines(done))
        if not quiet:
            tell(notices)
            say(_summary(done, bib, dry_run=dry_run))
        raise typer.Exit(_verdict(done, strict))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What is wished of the new entries."""

    options: Options
    wanted: Wanted
    keep_unsettled: bool
    cite_version: bool
    format: str | None


def _wanted(wishes: Sequence[str]) -> Wanted:
    wanted = keys.wanted(wishes)
    if wanted.reset:
        raise UsageError("--keys reset is for `export`: a .bib of yours keeps its keys")
    return wanted


def _dialect(format: str | None) -> str | None:
    if format is not None and format not in _DIALECTS:
        raise UsageError(f"--format {format}: a .bib is {' or '.join(_DIALECTS)}")
    return format


def _added(
    file: BibFile, resolutions: Sequence[Resolution], opened: Session, wish: _Wish, *, dry_run: bool
) -> Addition:
    """The addition, written; a file that has changed meanwhile is read anew and added to as it is now."""
    for left in range(_TRIES - 1, -1, -1):
        made = addition.add(
            file,
            resolutions,
            opened.ledger,
            wanted=wish.wanted,
            options=wish.options,
            keep_unsettled=wish.keep_unsettled,
            cite_version=wish.cite_version,
            format=wish.format,
        )
        if dry_run:
            break
        try:
            splice.save(file, splice.apply(file.text, made.edits))
            break
        except FileChanged:
            if not left:
                raise
            file = splice.load(file.path, create=True)
    opened.store.tell(explain.accounts([row.resolution for row in made.rows], [row.key for row in made.rows]))
    return made


def _lines(done: Addition) -> Iterator[str]:
    """`key TAB added|there|left TAB place TAB title`."""
    for row in done.rows:
        facts = (row.key or "-", _state(row), place(row.resolution.mention), short(_title(row)))
        yield printable("  ".join(facts)) + "\n"


def _new(done: Addition) -> Iterator[str]:
    """The text of what would be added."""
    return (edit.text.lstrip("\r\n") for edit in done.edits)


def _state(row: Row) -> str:
    outcome = row.resolution.outcome
    return row.state if outcome is Outcome.SETTLED else f"{row.state} ({outcome.value})"


def _title(row: Row) -> str:
    best, mention = row.resolution.best, row.resolution.mention
    known = best.record.title if best and row.resolution.outcome is Outcome.SETTLED else None
    return known or mention.title or mention.abstract or mention.raw


def _as_json(done: Addition) -> Iterator[str]:
    resolutions = [row.resolution for row in done.rows]
    told = explain.rows(resolutions, [row.key for row in done.rows])
    for row, facts in zip(done.rows, told, strict=True):
        shown: dict[str, Any] = {"state": row.state, **facts}
        yield jsonlib.dumps(shown, ensure_ascii=False) + "\n"


def _summary(done: Addition, bib: str, *, dry_run: bool) -> Iterator[str]:
    there = sum(row.state == "there" for row in done.rows)
    parts = [f"{plural(len(done.entries), 'entry', 'entries')} {'to add' if dry_run else 'added'} to {bib}"]
    parts.append(f"{plural(there, 'mention')} there already")
    doubtful = addition.unidentified(done.rows)
    if doubtful:
        parts.append(f"{len(doubtful)} not identified")
    yield ", ".join(parts)
    failures = {str(error) for row in doubtful for error in row.resolution.failures}
    yield from (f"  {printable(error)}" for error in sorted(failures))
    if any(row.state == "left" and row.resolution.outcome is not Outcome.SETTLED for row in done.rows):
        yield "  left out: what was not identified (--review decides, --unsettled keep adds its words)"


def _verdict(done: Addition, strict: bool) -> Exit:
    outcomes = {row.resolution.outcome for row in done.rows}
    if strict and Outcome.UNASKED in outcomes:
        return Exit.UNASKED
    return Exit.UNSETTLED if strict and not outcomes <= {Outcome.SETTLED} else Exit.DONE
