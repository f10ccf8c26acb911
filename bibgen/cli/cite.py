"""`bibgen cite`: what a LaTeX document cites and no .bib of it has."""

from __future__ import annotations

import json as jsonlib
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from bibgen import explain, keys, session
from bibgen.cli import polling, ways, wishes
from bibgen.cli.app import Offline, Snapshot, app, put, say, tell, told_errors
from bibgen.cli.consent import Change, DryRun, consented
from bibgen.cli.polling import Turn
from bibgen.cli.report import plural, printable
from bibgen.cli.watching import watched
from bibgen.errors import BibgenError, Exit, FileChanged, UsageError
from bibgen.keys import Wanted
from bibgen.manuscript import cited, citing
from bibgen.manuscript.cited import Leftover, Manuscript
from bibgen.manuscript.citing import Plan, Row
from bibgen.session import Session
from bibgen.settings import PATIENCE, from_environment
from bibgen.tex import Place
from bibgen.writers.options import USUAL, Options

_TRIES = 3  # how often all is read anew because somebody else has changed a file
_INTERVAL = 1.0  # seconds between two looks at the files
_WRITTEN = (".aux", ".bcf")  # by LaTeX
_TOLD = {
    "missing": "no .bib has it",
    "unknown": "no .bib has it, and no source knows it",
    "unasked": "no .bib has it, and it could not be asked for",
    "doubtful": "no .bib has it, and it is not sure which paper it is",
    "no-key": "cannot be the key of an entry: --rewrite gives it another",
}


@app.command()
def cite(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE", help="Main files of documents: .tex, or their .aux or .bcf."),
    ],
    bib: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="The .bib to add to, where a document names none or several.",
            show_default=False,
        ),
    ] = None,
    rewrite: Annotated[
        bool, typer.Option("--rewrite", help="Give new entries real keys, and cite those in the .tex.")
    ] = False,
    unused: Annotated[bool, typer.Option("--unused", help="List entries that are never cited, too.")] = False,
    key_wishes: wishes.Keys = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Do it again whenever a file changes, until Ctrl-C.")
    ] = False,
    dated: wishes.Date = USUAL.dated,
    dry_run: DryRun = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="With --rewrite: change the .tex without asking.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="JSON lines, one object a key.")] = False,
    offline: Offline = False,
    snapshot: Snapshot = None,
    patience: ways.Patience = PATIENCE,
    verbose: ways.Verbose = False,
    log: ways.Log = None,
    quiet: ways.Quiet = False,
) -> None:
    """Find the keys that a LaTeX document cites and no .bib has; add the papers that keys name by their ids.

    A key such as arXiv:2205.06175, hep-th/9711200 or a DOI gets an entry in the .bib that the document names,
    under that key, or with --rewrite under a real one that the .tex then cites. Exit 1: not all have entries.
    """
    with told_errors():
        _check(files, rewrite=rewrite, asks=watch and not (yes or dry_run))
        wish = _Wish(
            files=files,
            bib=bib,
            rewrite=rewrite,
            unused=unused,
            wanted=keys.wanted(key_wishes or []),
            options=_options(dated),
            dry_run=dry_run,
            yes=yes,
            json=json,
            quiet=quiet,
        )
        settings = replace(from_environment(os.environ), patience=ways.seconds(patience))
        with (
            watched(settings, quiet=quiet, verbose=verbose, log=log) as (line, told),
            session.opened(settings, offline=offline, snapshot=snapshot, watch=told) as opened,
        ):
            if watch:
                _watch(wish, opened, line.clear, time.sleep)
                raise typer.Exit(Exit.DONE)
            done = _tried(wish, opened, line.clear)
            if not quiet:
                tell(opened.notices)
        raise typer.Exit(Exit.FINDINGS if done.open else Exit.DONE)


def _options(dated: str) -> Options:
    return wishes.wished(
        target=None,
        style=None,
        kind=None,
        case=USUAL.case,
        dated=dated,
        fields=None,
        max_authors=None,
        csl=None,
        ascii=False,
        abstract=True,
        keywords=False,
    )


def _check(files: Sequence[str], *, rewrite: bool, asks: bool) -> None:
    """Refuse to rewrite where that cannot be."""
    if rewrite and asks:
        raise UsageError("--watch cannot ask at every change: say --yes to let it rewrite")
    for name in files:
        if rewrite and name.lower().endswith(_WRITTEN):
            raise UsageError(f"--rewrite changes what a person writes, not {name}: name the .tex of it")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What is wished."""

    files: Sequence[str]
    bib: str | None
    rewrite: bool
    unused: bool
    wanted: Wanted
    options: Options
    dry_run: bool
    yes: bool
    json: bool
    quiet: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    """What came of a run over the documents; `written`: its changes are in the files."""

    manuscripts: Sequence[Manuscript]
    plan: Plan
    leftover: Leftover
    written: bool
    dry_run: bool

    @property
    def open(self) -> list[Row]:
        """The keys that the documents will not find."""
        return [row for row in self.plan.rows if not self.is_settled(row)]

    def is_settled(self, row: Row) -> bool:
        """Whether the document finds what it cites, or would in a dry run."""
        return row.settled and (self.written or self.dry_run)


def _watch(wish: _Wish, opened: Session, clear: Callable[[], None], sleep: Callable[[float], None]) -> None:
    """Run over the documents at every change, until Ctrl-C, which is how it is meant to end."""
    read: set[str] = {*wish.files}

    def turn() -> Turn:
        written: Sequence[str] = ()
        try:
            done = _tried(wish, opened, clear)
            read.update(_paths(done.manuscripts))
            written = [one.path for one in (*done.plan.bibs, *done.plan.texts)] if done.written else ()
        except BibgenError as error:  # a file half saved, or gone for a moment
            say([f"bibgen: {error}"])
        return Turn(read=frozenset(read), written=written)

    try:
        polling.repeated(turn, sleep, _INTERVAL)
    except KeyboardInterrupt:
        say(["watched until now"])


def _paths(manuscripts: Sequence[Manuscript]) -> Iterator[str]:
    """All files that the documents rest upon."""
    for one in manuscripts:
        yield from (str(file.path) for file in one.document.files)
        yield from (file.path for file in one.bibs)


def _tried(wish: _Wish, opened: Session, clear: Callable[[], None]) -> _Done:
    """One run over the documents, told; a file that has changed meanwhile is read anew."""
    for left in range(_TRIES - 1, -1, -1):
        try:
            done = _run(wish, opened, clear)
            break
        except FileChanged:
            if not left:
                raise
    opened.store.tell(
        explain.accounts([one for one, _ in done.plan.found], [key for _, key in done.plan.found])
    )
    put(_as_json(done) if wish.json else _lines(done))
    if not wish.quiet:
        tell(notice for one in done.manuscripts for notice in one.document.notices)
        tell((*done.plan.notices, *done.leftover.notices))
        say(_summary(done))
    return done


def _run(wish: _Wish, opened: Session, clear: Callable[[], None]) -> _Done:
    manuscripts = cited.opened(wish.files, bib=wish.bib, search=_search(os.environ.get("BIBINPUTS", "")))
    plan = citing.plan(manuscripts, opened, rewrite=wish.rewrite, wanted=wish.wanted, options=wish.options)
    clear()
    changes = (*plan.bibs, *plan.texts)
    agreed = True  # that entries are added is what the command is for
    if plan.texts or wish.dry_run:
        shown = [Change(one.path, one.old, one.new) for one in changes]
        agreed = consented(shown, yes=wish.yes, dry_run=wish.dry_run, shown=not wish.json)
    if agreed:
        citing.write(changes)
    return _Done(
        manuscripts=manuscripts,
        plan=plan,
        leftover=cited.unused(manuscripts) if wish.unused else Leftover(),
        written=agreed,
        dry_run=wish.dry_run,
    )


def _search(listed: str) -> list[Path]:
    """The folders of `BIBINPUTS`; what is under those that end in two strokes is not looked for."""
    return [Path(one.rstrip("/") or "/") for one in listed.split(os.pathsep) if one.strip(".")]


def _lines(done: _Done) -> Iterator[str]:
    """`file:line: key: what became of it`; of a key that is not found every place."""
    for row in done.plan.rows:
        places = row.missing.places[:1] if done.is_settled(row) else row.missing.places
        for place in places:
            yield printable(f"{place}: {row.missing.key}: {_told(row, done)}") + "\n"
    for one in done.leftover.unused:
        yield printable(f"{one.file}:{one.line}: {one.key}: never cited") + "\n"


def _told(row: Row, done: _Done) -> str:
    fate = row.fate
    where = f" in {fate.bib}" if fate.bib else " in the .bib"
    if fate.state == "nowhere":
        return fate.why
    if not fate.entry:
        return _TOLD[fate.state] + (f" ({fate.why})" if fate.why else "")
    if fate.state == "added" and fate.entry == row.missing.key:
        return f"{_past('added', done)} to {fate.bib}"
    if row.settled:
        added = f"{_past('added', done)} to {fate.bib}" if fate.state == "added" else f"is{where}"
        return f"{added} as {fate.entry}, {_past('rewritten', done)}"
    why = f" ({fate.why})" if fate.why else ""
    remedy = " or let --rewrite do so" if row.missing.editable else ""
    return f"is {fate.entry}{where}{why}: cite that{remedy}"


def _past(what: str, done: _Done) -> str:
    return what if done.written else f"to be {what}" if done.dry_run else f"not {what}"


def _as_json(done: _Done) -> Iterator[str]:
    for row in done.plan.rows:
        shown: dict[str, object] = {
            "document": str(row.manuscript.document.path),
            "key": row.missing.key,
            "state": row.fate.state,
            "entry": row.fate.entry or None,
            "bib": row.fate.bib or None,
            "settled": done.is_settled(row),
            "text": _told(row, done),
            "places": [_place(place) for place in row.missing.places],
        }
        yield jsonlib.dumps(shown, ensure_ascii=False) + "\n"
    for one in done.leftover.unused:
        shown = {"state": "unused", "key": one.key, "bib": one.file, "line": one.line}
        yield jsonlib.dumps(shown, ensure_ascii=False) + "\n"


def _place(place: Place) -> dict[str, str | int]:
    span = place.cited
    return {"file": str(place.path), "line": span.line, "start": span.start, "end": span.end}


def _summary(done: _Done) -> Iterator[str]:
    counted = len({key for one in done.manuscripts for key in one.cited})
    added = len({row.fate.entry for row in done.plan.rows if row.fate.state == "added"})
    parts = [f"{plural(counted, 'key')} cited", f"{plural(len(done.plan.rows), 'key')} without entry"]
    if added:
        parts.append(f"{plural(added, 'entry', 'entries')} {_past('added', done)}")
    rewritten = sum(
        len(row.missing.places) for row in done.plan.rows if row.settled and row.fate.entry != row.missing.key
    )
    if rewritten:
        parts.append(f"{plural(rewritten, 'place')} {_past('rewritten', done)}")
    if done.open:
        parts.append(f"{len(done.open)} left")
    yield ", ".join(parts)
