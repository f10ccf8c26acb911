"""`bibgen duplicates`: entries of one paper shown side by side, and made one where that is asked for."""

from __future__ import annotations

import json as jsonlib
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from bibgen import splice, tex
from bibgen.cli import consent
from bibgen.cli.app import app, put, say, told_errors
from bibgen.cli.report import plural, printable
from bibgen.errors import Exit, UsageError
from bibgen.manuscript import doubles, merging
from bibgen.manuscript.doubles import Double
from bibgen.manuscript.merging import Merged, Plan

_NAME = 17  # columns for the name of a field
_LEAST = 16  # columns for what an entry says of it
_WIDEST = 160


@app.command()
def duplicates(
    files: Annotated[list[str], typer.Argument(metavar="BIB", help="The .bib files to look through.")],
    merge: Annotated[
        bool, typer.Option("--merge", help="Make one entry of those of one paper; every key goes on working.")
    ] = False,
    documents: Annotated[
        list[str] | None,
        typer.Option(
            "--tex",
            metavar="PAPER",
            help="A document that cites from the files: it will cite the key that stays. Name all of them.",
            show_default=False,
        ),
    ] = None,
    dry_run: consent.DryRun = False,
    yes: consent.Yes = False,
    json: Annotated[
        bool, typer.Option("--json", help="JSON lines, one object for the entries of a paper.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary on standard error.")] = False,
) -> None:
    """Entries of one paper: preprint and publication, versions, the same typed twice. Exit 1: any found.

    Nothing is asked of any source. With --merge the fullest entry gets what it lacks, and the others go.
    """
    with told_errors():
        if documents and not merge:
            raise UsageError("--tex is for --merge")
        read = [splice.load(name) for name in dict.fromkeys(files)]
        found = doubles.find(read)
        plan = merging.plan(found, [tex.read(name) for name in documents or []]) if merge else Plan(rows=())
        put(_as_json(found, plan) if json else _shown(found, len(read) > 1))
        written = _write(plan, yes=yes, dry_run=dry_run, shown=not json) if merge else []
        left = [one for one in plan.rows if one.why] if written is not None and merge else found
        if not quiet:
            say(_told(plan) if merge else ())
            say(f"{path}: what it was before" for path in written or ())
            say([_summary(found, len(found) - len(left))])
        raise typer.Exit(Exit.FINDINGS if left else Exit.DONE)


def _write(plan: Plan, *, yes: bool, dry_run: bool, shown: bool) -> list[Path] | None:
    """The backups of what was written; None if nothing was to be."""
    changes = [consent.Change(one.path, one.old, one.new) for one in plan.texts]
    changes += [consent.Change(file.path, file.text, text) for file, text in plan.bibs]
    if consent.consented(changes, yes=yes, dry_run=dry_run, shown=shown):
        return merging.write(plan)
    return None


# -- what is shown


def _shown(found: Sequence[Double], several: bool) -> Iterator[str]:
    """Each paper's entries in columns, with the fields that are not the same in all."""
    columns = min(shutil.get_terminal_size().columns, _WIDEST)
    for one in found:
        first = min(one.entries, key=lambda entry: entry.held.start)
        yield (
            printable(f"{first.file.path}:{first.held.line}: {'' if one.certain else 'a doubt: '}{one.why}")
            + "\n"
        )
        width = max((columns - _NAME) // len(one.entries) - 2, _LEAST)
        where = [
            f"{entry.file.path}:{entry.held.line}" if several else f"line {entry.held.line}"
            for entry in one.entries
        ]
        yield _row("", [entry.held.key for entry in one.entries], width)
        yield _row("", where, width)
        for name, said in one.differing.items():
            yield _row(name, said, width)
        yield "\n"


def _row(name: str, said: Sequence[str], width: int) -> str:
    cells = [_cut(" ".join(text.split()) or "–", width) for text in said]
    line = f"  {name:<{_NAME - 2}}" + "  ".join(f"{cell:<{width}}" for cell in cells)
    return printable(line.rstrip()) + "\n"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _as_json(found: Sequence[Double], plan: Plan) -> Iterator[str]:
    by_double = {id(row.double): row for row in plan.rows}
    for one in found:
        told: dict[str, Any] = {
            "why": one.why,
            "certain": one.certain,
            "entries": [
                {
                    "file": entry.file.path,
                    "line": entry.held.line,
                    "key": entry.held.key,
                    "paper": doubles.known(entry),
                }
                for entry in one.entries
            ],
            "differs": {name: list(said) for name, said in one.differing.items()},
        }
        row = by_double.get(id(one))
        if row:
            told["merge"] = _as_object(row)
        yield jsonlib.dumps(told, ensure_ascii=False) + "\n"


def _as_object(row: Merged) -> dict[str, Any]:
    if row.why:
        return {"left": row.why}
    dropped = [{"key": key, "field": name, "text": text} for key, name, text in row.dropped]
    return {"kept": row.kept, "gone": list(row.gone), "added": list(row.added), "dropped": dropped}


def _told(plan: Plan) -> Iterator[str]:
    """What becomes of each paper's entries."""
    for row in plan.rows:
        keys = ", ".join(entry.held.key for entry in row.double.entries)
        if row.why:
            yield f"{keys}: left as they are: {row.why}"
            continue
        added = f"; it gets {', '.join(row.added)}" if row.added else ""
        fields = dict.fromkeys(name for _, name, _ in row.dropped)
        dropped = f"; their own {', '.join(fields)} go" if fields else ""
        yield f"{', '.join(row.gone)} → {row.kept}{added}{dropped}"


def _summary(found: Sequence[Double], merged: int) -> str:
    certain = sum(one.certain for one in found)
    told = f"{plural(certain, 'paper')} with more than one entry"
    doubts = len(found) - certain
    told += f", {plural(doubts, 'doubt')}" if doubts else ""
    return f"{told}; {merged} made one" if merged else told
