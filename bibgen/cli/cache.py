"""`bibgen cache`: look after the answers that are kept, and share them as a file.

None of these commands opens, or names, anything in the data folder, where people's choices lie.
"""

from __future__ import annotations

import json as jsonlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Annotated, Any

import typer

from bibgen import sources
from bibgen.cli.app import app, put, say, tell, told_errors
from bibgen.cli.report import plural, printable
from bibgen.errors import StoreError, UsageError
from bibgen.settings import Settings, from_environment
from bibgen.sources import Source
from bibgen.store import Store, sharing, upkeep
from bibgen.store.upkeep import Census

cache = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Look after the answers that are kept. What people chose lies elsewhere and is never touched.",
)
app.add_typer(cache, name="cache")

Json = Annotated[bool, typer.Option("--json", help="One JSON object.")]


@cache.command()
def path() -> None:
    """Print the folder of the cache. It may be deleted at any time."""
    with told_errors():
        put([f"{printable(str(_folder()))}\n"])


@cache.command()
def info(json: Json = False) -> None:
    """Tell what is in the cache: its size, the questions answered by source and kind, their age."""
    with told_errors(), _opened() as store:
        found = upkeep.census(store)
        if json:
            put([jsonlib.dumps({"folder": str(_folder()), **asdict(found)}, ensure_ascii=False) + "\n"])
        else:
            put(f"{printable(line)}\n" for line in _told(found))


@cache.command()
def prune() -> None:
    """Drop answers that would be asked again anyway, and those that nothing comes from."""
    with told_errors(), _opened(changing=True) as store:
        say([f"{_bytes(upkeep.prune(store))} given back"])
        _lasting(store)


@cache.command()
def clear(
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Drop all answers; the next run asks everything again."""
    with told_errors(), _opened(changing=True) as store:
        if not yes and not _agreed(upkeep.census(store)):
            say(["left as it is"])
            return
        say([f"{_bytes(upkeep.clear(store))} given back"])
        _lasting(store)


@cache.command()
def export(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file to write, usually .jsonl.gz.")],
) -> None:
    """Write the answers into one file, for `bibgen cache import` elsewhere; nothing that tells of you."""
    with told_errors(), _opened() as store:
        say([f"{plural(sharing.export(store, file), 'answer')} written to {file}"])


@cache.command(name="import")
def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file that `bibgen cache export` wrote.")],
) -> None:
    """Take over the answers of a file, all or none; no older answer replaces a newer one."""
    with told_errors(), _opened(changing=True) as store:
        taken = sharing.take(store, file, _readers(from_environment(os.environ)))
        say(
            [
                f"{plural(taken.answers, 'answer')} read: {plural(taken.questions, 'question')} and "
                f"{plural(taken.papers, 'paper')} are new or newer"
            ]
        )


def _folder() -> Path:
    folder = from_environment(os.environ).cache_dir
    if folder is None:
        raise StoreError("there is no home to keep a cache in: name a folder with BIBGEN_CACHE_DIR")
    return folder


@contextmanager
def _opened(*, changing: bool = False) -> Iterator[Store]:
    """The store, with what befell it told; `changing`: one that cannot be written will not do."""
    store = Store(_folder())
    try:
        if changing:
            _lasting(store)
        yield store
    finally:
        store.close()
    tell(notice for notice in store.notices if notice.code != "no-cache")
    if not store.kept:
        say([f"note: {_folder()} cannot be written ({store.reason}): this is what can be read there"])


def _lasting(store: Store) -> None:
    if not store.kept:
        raise StoreError(
            f"the folder {_folder()} cannot be written ({store.reason}), so nothing was changed: see that "
            "you may write there and that there is room, or name another folder with BIBGEN_CACHE_DIR"
        )


def _readers(settings: Settings) -> dict[str, sharing.Reader]:
    """How the raw answers of each source are read."""
    arxiv = {"url": settings.arxiv_url, "interval": settings.arxiv_interval}
    registries = {name: partial(sources.read, name) for name in ("crossref", "dblp")}
    return {"arxiv": _reader("arxiv", arxiv), **registries}


def _reader(name: str, place: dict[str, Any]) -> sharing.Reader:
    """A source's own reading; it is opened, never asked, when there is an answer of its to read."""
    quiet = {"agent": "", "folder": None, "waiting": lambda _reason, _seconds: None}

    @lru_cache
    def source() -> Source:
        opened: Source = sources.load(name).opened(**place, **quiet)
        return opened

    return lambda raw: source().records(raw)


def _agreed(found: Census) -> bool:
    """Whether the person at the terminal wants all of it dropped."""
    if not sys.stdin.isatty():
        raise UsageError("would drop all answers: say --yes where nobody can be asked")
    say([f"{plural(found.answers, 'answer')} and {plural(found.papers, 'paper')}, {_bytes(found.size)}"])
    return typer.confirm("Drop them all?", err=True)


def _told(found: Census) -> Iterator[str]:
    yield str(_folder())
    yield (
        f"{_bytes(found.size)}: {plural(found.papers, 'paper')} from {plural(found.answers, 'answer')}, "
        f"{plural(found.accounts, 'account')} of decisions"
    )
    for one in found.counts:
        dates = " to ".join(dict.fromkeys(_day(at) for at in (one.oldest, one.newest)))
        yield f"  {one.source:<9} {one.kind:<9} {one.questions:>8}, {one.stale} stale; {dates}"
    if found.set_aside:
        yield f"{plural(found.set_aside, 'damaged file')} set aside"


def _day(at: float) -> str:
    return datetime.fromtimestamp(at).astimezone().date().isoformat()


def _bytes(number: int) -> str:
    """A size as people say it.

    >>> _bytes(0), _bytes(40_960), _bytes(3_250_000)
    ('0 bytes', '41 kB', '3.2 MB')
    """
    if number < 1000:
        return f"{number} bytes"
    return f"{number / 1000:.0f} kB" if number < 1_000_000 else f"{number / 1_000_000:.1f} MB"
