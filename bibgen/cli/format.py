"""`bibgen format`: a .bib made tidy; the one command that rewrites a whole file, which it says."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterator, Sequence
from typing import Annotated, get_args

import typer

from bibgen import splice
from bibgen.cli import consent
from bibgen.cli.app import app, put, say, told_errors
from bibgen.cli.report import plural, printable
from bibgen.errors import Exit, InputError, UsageError
from bibgen.manuscript import tidy
from bibgen.manuscript.layout import Style
from bibgen.manuscript.tidy import Tidied
from bibgen.splice import BibFile

_MOST_INDENT = 16


@app.command("format")
def format_(
    files: Annotated[
        list[str], typer.Argument(metavar="BIB", help="Files to make tidy; - for standard input to output.")
    ],
    sort: Annotated[
        str,
        typer.Option(
            metavar="|".join(tidy.ORDERS),
            help="Order of the entries; none keeps theirs.",
            autocompletion=lambda: list(tidy.ORDERS),
        ),
    ] = "none",
    sort_fields: Annotated[
        bool, typer.Option("--sort-fields", help="Title, author, year … first in each entry.")
    ] = False,
    duplicates: Annotated[
        bool,
        typer.Option("--duplicates", help="Take out entries that say the same as one of that key before."),
    ] = False,
    indent: Annotated[int, typer.Option(min=0, max=_MOST_INDENT, help="Blanks before a field.")] = 2,
    tab: Annotated[bool, typer.Option("--tab", help="Indent by a tab.")] = False,
    column: Annotated[
        int, typer.Option(min=0, max=40, help="Width of the names, so that values stand in a column.")
    ] = 13,
    quotes: Annotated[
        bool, typer.Option("--quotes", help='Values in "quotes" where they can be, not in braces.')
    ] = False,
    no_trailing_comma: Annotated[
        bool, typer.Option("--no-trailing-comma", help="No comma behind the last field.")
    ] = False,
    keep_case: Annotated[
        bool, typer.Option("--keep-case", help="Leave the case of types and names of fields.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; tell what would change, and exit 1 if anything.")
    ] = False,
    dry_run: consent.DryRun = False,
    yes: consent.Yes = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary on standard error.")] = False,
) -> None:
    """Lay .bib files out anew: indent, columns, braces, commas, case. It alone rewrites whole files.

    Values keep every byte, remarks stay with their entries, and what cannot be read stays as it is.
    """
    with told_errors():
        style = Style(
            indent="\t" if tab else " " * indent,
            column=column,
            quotes=quotes,
            trailing_comma=not no_trailing_comma,
            keep_case=keep_case,
            order=sort_fields,
        )
        order = _order(sort)
        read = [_loaded(name) for name in dict.fromkeys(files)]
        done = [tidy.tidied(file, style, order=order, duplicates=duplicates) for file in read]
        if check:
            put(_lines(read, done))
        elif not dry_run and any(file.path == "-" for file in read):
            put(one.text for one in done)
        else:
            _write(read, done, yes=yes, dry_run=dry_run)
        if not quiet:
            say(_summary(read, done))
        raise typer.Exit(Exit.FINDINGS if check and any(one.changes for one in done) else Exit.DONE)


def _order(name: str) -> tidy.Order:
    for one in get_args(tidy.Order):
        if one == name:
            return one  # type: ignore[no-any-return]
    raise UsageError(f"cannot sort by {name!r} ({', '.join(tidy.ORDERS)})")


def _loaded(name: str) -> BibFile:
    """A file, or standard input.

    Raises:
        InputError: it cannot be read.
    """
    if name != "-":
        return splice.load(name)
    try:
        return splice.parse(sys.stdin.buffer.read().removeprefix(codecs.BOM_UTF8).decode())
    except UnicodeDecodeError as error:
        raise InputError("is not in UTF-8", name) from error


def _write(read: Sequence[BibFile], done: Sequence[Tidied], *, yes: bool, dry_run: bool) -> None:
    """Put the tidy texts in the files' place, if that is wanted.

    Raises:
        UsageError: nobody can be asked.
        FileChanged: a file is no longer what was read.
        OutputError: it cannot be written.
    """
    changes = [consent.Change(file.path, file.text, one.text) for file, one in zip(read, done, strict=True)]
    if consent.consented(changes, yes=yes, dry_run=dry_run, shown=dry_run or not yes):
        for file, one in zip(read, done, strict=True):
            splice.save(file, one.text)


def _lines(read: Sequence[BibFile], done: Sequence[Tidied]) -> Iterator[str]:
    for file, one in zip(read, done, strict=True):
        for change in sorted(one.changes, key=lambda change: change.line):
            key = f"{change.key}: " if change.key else ""
            yield printable(f"{file.path}:{change.line}: {key}would be {change.what}") + "\n"


def _summary(read: Sequence[BibFile], done: Sequence[Tidied]) -> Iterator[str]:
    for file, one in zip(read, done, strict=True):
        for notice in one.notices:
            yield f"note: {file.path}: {notice}"
        for broken in file.unread:
            yield f"note: {file.path}:{broken.line}: left as it is: {broken.reason}"
        entries = plural(len(file.entries), "entry", "entries")
        changed = plural(len(one.changes), "change") if one.changes else "tidy already"
        yield f"{file.path}: {entries}, {changed}"
