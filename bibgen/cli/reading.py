"""`bibgen read`: show what the inputs say of papers, without looking anything up."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Annotated

import typer

from bibgen import pipeline, readers
from bibgen.cli import listing
from bibgen.cli.app import From, Inputs, app, checked, named, put, say, tell, told_errors
from bibgen.cli.listing import Item
from bibgen.cli.report import plural
from bibgen.model import Leftover, Mention, Notice
from bibgen.readers.documents import formats


@app.command()
def read(
    inputs: Inputs = None,
    json: Annotated[
        bool, typer.Option("--json", help="JSON lines, one object a mention or leftover.")
    ] = False,
    leftovers: Annotated[
        bool, typer.Option("--leftovers", help="Show what was not taken for a paper instead, and why.")
    ] = False,
    layout: From = None,
    known: Annotated[bool, typer.Option("--list", help="Name the layouts and formats, and exit.")] = False,
) -> None:
    """Show what the inputs say of papers, and what was left over, without looking anything up."""
    with told_errors():
        if known:
            put(_known())
            return
        notices: list[Notice] = []
        counted = _Counted(pipeline.items(named(inputs), notices, only=checked(layout)))
        if json:
            put(listing.as_json(counted))
        elif leftovers:
            put(f"{listing.left(item)}\n" for item in counted if isinstance(item, Leftover))
        else:
            _table(item for item in counted if isinstance(item, Mention))
        tell(notices)
        if not json:
            say([counted.told(leftovers)])


def _known() -> Iterator[str]:
    for heading, rows in (("Layouts of text", readers.known()), ("File formats", formats.known())):
        yield f"{heading}:\n"
        yield from (f"  {name:<18}{says}\n" for name, says in rows)


class _Counted:
    """Items passed on, and how many there were of each kind."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = items
        self._mentions = self._leftovers = 0

    def __iter__(self) -> Iterator[Item]:
        for item in self._items:
            self._mentions += isinstance(item, Mention)
            self._leftovers += isinstance(item, Leftover)
            yield item

    def told(self, leftovers_shown: bool) -> str:
        hint = "" if leftovers_shown or not self._leftovers else " (--leftovers shows them)"
        return f"{plural(self._mentions, 'mention')}, {plural(self._leftovers, 'leftover')}{hint}"


def _table(mentions: Iterator[Mention]) -> None:
    """A table for a terminal, by a library that takes its time to load; else lines."""
    if sys.stdout and sys.stdout.isatty():
        show: Callable[[Iterable[Mention]], None] = import_module("bibgen.cli.table").show
        show(mentions)
    else:
        put(f"{line}\n" for line in listing.plain(mentions))
