"""`bibgen update`: complete the entries of a .bib of one's own, and move preprints that have appeared."""

from __future__ import annotations

import json as jsonlib
import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Annotated, Any

import typer

from bibgen import explain, session, splice
from bibgen.cli import ways
from bibgen.cli.app import GO_ON, Offline, Snapshot, app, put, say, tell, told_errors
from bibgen.cli.consent import Change, DryRun, Yes, consented
from bibgen.cli.report import plural, printable, short
from bibgen.cli.watching import watched
from bibgen.errors import Exit, FileChanged, UsageError
from bibgen.manuscript import completion
from bibgen.manuscript import update as updates
from bibgen.manuscript.update import Found, Plan, Result, Row, Wishes
from bibgen.settings import PATIENCE, from_environment
from bibgen.splice import BibFile
from bibgen.writers import target

_TRIES = 3  # how often the file is read anew because somebody else has changed it
_SOURCES = {"arxiv": "arXiv", "crossref": "Crossref", "dblp": "DBLP", "snapshot": "the snapshot"}
_COUNTED: dict[Result, str] = {
    "complete": "complete",
    "left": "left",
    "conflict": "in conflict",
    "doubtful": "doubtful",
    "unknown": "unknown",
    "unasked": "could not be asked",
}
_UNSETTLED: frozenset[Result] = frozenset(("conflict", "doubtful", "unknown"))


@app.command()
def update(
    bib: Annotated[str, typer.Argument(metavar="BIB", help="The .bib to bring up to date.")],
    published: Annotated[
        bool,
        typer.Option(
            "--published",
            help="Move preprints that have appeared to their published form; key and eprint stay.",
        ),
    ] = False,
    overwrite: Annotated[
        list[str] | None,
        typer.Option(
            "--overwrite",
            metavar="FIELD",
            help="Replace this field even where you filled it otherwise. May be repeated.",
            autocompletion=lambda: list(completion.OVERWRITABLE),
            show_default=False,
        ),
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    json: Annotated[
        bool, typer.Option("--json", help="JSON lines, one object an entry, in place of the diff.")
    ] = False,
    offline: Offline = False,
    snapshot: Snapshot = None,
    refresh: ways.Refresh = False,
    patience: ways.Patience = PATIENCE,
    verbose: ways.Verbose = False,
    log: ways.Log = None,
    strict: ways.Strict = False,
    quiet: ways.Quiet = False,
) -> None:
    """Complete the entries of a .bib: eprint, DOI, authors cut by “and others”; --published moves preprints.

    Shows what would change as a diff and asks; the file as it was is kept beside it as .bak. Whatever you
    filled otherwise is left and told, as are entries after “% bibgen: keep” or with protect = {true}.
    """
    with told_errors():
        if refresh and offline:
            raise UsageError("--refresh asks anew, --offline asks nobody: one of them is meant")
        wishes = Wishes(published=published, overwrite=_overwritten(overwrite or []))
        settings = replace(from_environment(os.environ), patience=ways.seconds(patience))
        file = _opened(bib, writing=not dry_run)
        began = time.monotonic()
        with (
            watched(settings, quiet=quiet, verbose=verbose, log=log) as (_, watch),
            session.opened(
                settings, offline=offline, snapshot=snapshot, refresh=refresh, watch=watch
            ) as opened,
        ):
            found = _found(file, opened, wishes)
            made = updates.plan(file, found, wishes)
            known = [(row.resolution, row.key) for row in made.rows if row.resolution]
            opened.store.tell(explain.accounts([one for one, _ in known], [key for _, key in known]))
            told = _Told(notices=opened.notices, requests=opened.requests, seconds=time.monotonic() - began)
        if not quiet:
            tell(told.notices)
            say(_lines(made, bib))
        if json:
            put(_as_json(made, bib))
        done = _written(file, made, found, wishes, yes=yes, dry_run=dry_run, shown=not json)
        if not quiet:
            say(_summary(made, bib, told, done))
        raise typer.Exit(_verdict(made, strict))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What there is to be told of the look-ups."""

    notices: tuple[Any, ...]
    requests: int
    seconds: float


def _overwritten(names: Sequence[str]) -> frozenset[str]:
    for name in names:
        if name.lower() not in completion.OVERWRITABLE:
            raise UsageError(f"--overwrite {name}: there are {', '.join(completion.OVERWRITABLE)}")
    return frozenset(name.lower() for name in names)


def _opened(bib: str, *, writing: bool) -> BibFile:
    """The file; what can be known against writing it is raised before anything is asked."""
    if bib == "-":
        raise UsageError("a file is meant: standard input cannot be brought up to date")
    file = splice.load(bib)
    if writing:
        target.check(bib, [])
    return file


def _found(file: BibFile, opened: session.Session, wishes: Wishes) -> dict[str, Found]:
    try:
        return updates.look_up(file, opened, wishes)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"nothing is written; {GO_ON}") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """What became of the changes: whether they are in the file, and where the file as it was lies."""

    plan: Plan
    written: bool = False
    backup: str = ""


def _written(
    file: BibFile,
    made: Plan,
    found: Mapping[str, Found],
    wishes: Wishes,
    *,
    yes: bool,
    dry_run: bool,
    shown: bool,
) -> _Written:
    """The changes shown and, if they are wanted, written.

    A file that has changed meanwhile is read anew: of what was agreed to, that is done whose entries are
    still what they were.
    """
    new = splice.apply(file.text, made.edits)
    if not consented([Change(file.path, file.text, new)], yes=yes, dry_run=dry_run, shown=shown):
        return _Written(plan=made)
    for left in range(_TRIES - 1, -1, -1):
        try:
            kept = splice.save(file, splice.apply(file.text, made.edits), backup=True)
            return _Written(plan=made, written=True, backup=str(kept or ""))
        except FileChanged:
            if not left:
                raise
        file = splice.load(file.path)
        made = updates.plan(file, found, wishes)
    raise AssertionError("the last try raises")


def _lines(made: Plan, bib: str) -> Iterator[str]:
    """What is to be said of each entry, but for those that are complete."""
    for row in made.rows:
        parts = [*_changes(row), *_kept(row), *row.why]
        if parts and not (row.result == "left" and row.resolution):
            state = "" if row.result in ("changed", "complete") else f"{row.result}: "
            yield printable(f"{bib}:{row.line}: {row.key or 'no key'}: {state}{'; '.join(parts)}")


def _changes(row: Row) -> Iterator[str]:
    """What is done, the fields together to which the same is done."""
    told: dict[str, list[str]] = {}
    for one in row.changes:
        done = "added" if not one.old else "removed" if not one.new else f"was {short(one.old)}"
        told.setdefault(f"{done} ({_SOURCES.get(one.source, one.source)})", []).append(one.field)
    return (f"{', '.join(fields)} {done}" for done, fields in told.items())


def _kept(row: Row) -> Iterator[str]:
    for one in row.kept:
        source = _SOURCES.get(one.source, one.source)
        yield f"{one.field} kept: {short(one.yours)}; {source} has {short(one.theirs)}"


def _as_json(made: Plan, bib: str) -> Iterator[str]:
    for row in made.rows:
        best = row.resolution.best if row.resolution else None
        facts = {
            "file": bib,
            "line": row.line,
            "key": row.key,
            "result": row.result,
            "outcome": row.resolution.outcome.value if row.resolution else None,
            "paper": best.record.eprint if best else None,
            "changes": [asdict(one) for one in row.changes],
            "kept": [asdict(one) for one in row.kept],
            "why": list(row.why),
            "unasked": row.unasked,
        }
        yield jsonlib.dumps(facts, ensure_ascii=False) + "\n"


def _summary(made: Plan, bib: str, told: _Told, done: _Written) -> Iterator[str]:
    counts = Counter(row.result for row in done.plan.rows)
    half = sum(row.unasked and row.result != "unasked" for row in made.rows)
    parts = [f"{counts['changed']} {'changed' if done.written else 'to change'}"]
    parts += [f"{counts[name]} {said}" for name, said in _COUNTED.items() if counts[name]]
    parts += [f"of {half} it could not be asked whether they have appeared"] if half else []
    yield (
        f"{plural(len(made.rows), 'entry', 'entries')} in {bib}: {', '.join(parts)}; "
        f"{plural(told.requests, 'request')}, {told.seconds:.1f} s"
    )
    if done.backup:
        yield f"  the file as it was: {done.backup}"
    failures = {str(error) for row in made.rows for error in row.failures}
    yield from (printable(f"  {error}") for error in sorted(failures))
    if any("offline" in error for error in failures):
        yield "  run again without --offline, or with --snapshot FILE, to look up the rest"
    elif failures:
        yield "  run the same command again later: what was found is kept, only the rest is asked"


def _verdict(made: Plan, strict: bool) -> Exit:
    results = {row.result for row in made.rows}
    if strict and ("unasked" in results or any(row.unasked for row in made.rows)):
        return Exit.UNASKED
    return Exit.UNSETTLED if strict and results & _UNSETTLED else Exit.DONE
