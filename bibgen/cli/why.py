"""`bibgen why`: what led to an entry, told from the account that the run left behind."""

from __future__ import annotations

import json as jsonlib
import os
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any

import typer

from bibgen import explain, identifiers
from bibgen.cli.app import app, put, tell, told_errors
from bibgen.cli.report import printable
from bibgen.errors import InputError
from bibgen.settings import from_environment
from bibgen.store import Store, Told

_WIDTH = 100
_COLUMN = 15
_LONG = 160  # characters of a value that are shown
_NAMED = {"arxiv": ("arxiv", "arxiv_id"), "crossref": ("doi", "doi")}  # a source's records, in the store


@app.command()
def why(
    target: Annotated[
        str,
        typer.Argument(metavar="KEY|ID|FILE:LINE", help="A citation key, an arXiv id or DOI, or a place."),
    ],
    json: Annotated[bool, typer.Option("--json", help="JSON lines, one object a mention.")] = False,
) -> None:
    """Tell why a mention ended as it did: the evidence, the rules, the rivals, what was asked and when."""
    with told_errors():
        store = Store(from_environment(os.environ).cache_dir)
        tell(store.notices)
        try:
            found = _found(store, target)
            if not found:
                raise InputError("no run has dealt with it (`bibgen export` remembers what it did)", target)
            if json:
                put(jsonlib.dumps(_whole(store, one), ensure_ascii=False) + "\n" for one in found)
            else:
                texts = ("\n".join(_lines(_whole(store, one))) + "\n" for one in found)
                put(text if at == 0 else f"\n{text}" for at, text in enumerate(texts))
        finally:
            store.close()


def _found(store: Store, target: str) -> list[Told]:
    """The accounts that the target names: by key, else by identifier, else by place."""
    place = re.fullmatch(r"(.+):(\d{1,9})", target)
    plain = explain.encodable(target)
    named = identifiers.parse(plain)
    found = store.told(key=plain) if plain else []  # mentions without an entry have no key
    if not found and named:
        paper = f"{named.scheme}:{named.value}"
        found = [one for one in store.told(paper=paper) if paper in one.papers]  # the store takes _ for any
    if not found and place:
        found = store.told(file=explain.address(place[1]), line=int(place[2]))
    return found


def _whole(store: Store, one: Told) -> dict[str, Any]:
    """The account with what the store knows of its requests and of when the record came."""
    account = dict(one.account)
    asked = store.asked(account.pop("questions"))
    account["requests"] = [
        {"source": source, "question": question, "request": request, "at": _when(at)}
        for source, question, request, at in asked
    ]
    account["fetched"] = fetched = _fetched(store, account)
    account["record"] = {
        name: held | {"fetched": fetched.get(held["origin"])} for name, held in account["record"].items()
    }
    return account


def _fetched(store: Store, account: dict[str, Any]) -> dict[str, str]:
    """When each source gave its part of the record; a snapshot is no service, and has no such time."""
    names = {
        source: f"{scheme}:{account[field]}".lower()
        for source, (scheme, field) in _NAMED.items()
        if account[field]
    }
    used = {held["origin"] for held in account["record"].values()}
    at = store.fetched(names.values())
    return {source: _when(at[name]) for source, name in names.items() if source in used and name in at}


def _when(at: float) -> str:
    return datetime.fromtimestamp(at).astimezone().isoformat(timespec="seconds")


def _lines(account: dict[str, Any]) -> Iterator[str]:
    yield from map(printable, _told(account))


def _told(account: dict[str, Any]) -> Iterator[str]:
    where = f"{account['file']}:{account['line']}"
    yield f"{where}: {account['outcome']}" + (f" [{account['key']}]" if account["key"] else ": no entry")
    yield f"rules: {', '.join(account['reasons']) or 'none'}"
    yield from _section("The text says", ((name, _cut(text)) for name, text in account["said"].items()))
    if account["evidence"]:
        yield from _evidence(account)
    for rival in account["rivals"]:
        yield ""
        yield f"Rival: {rival['id']} {rival['title'] or ''}"
        yield from _compared(rival["evidence"])
    record = {name: f"{_cut(held['value'])} [{held['origin']}]" for name, held in account["record"].items()}
    when = "".join(f", {source} fetched {at}" for source, at in account["fetched"].items())
    yield from _section(f"The record{when}", record.items())
    asked = [
        (request["at"], f"{request['source']}: {request['question']}") for request in account["requests"]
    ]
    yield from _section("Asked and answered", asked, column=len("2026-01-01T00:00:00+00:00"))
    yield from (f"could not be asked: {failure}" for failure in account["failures"])


def _evidence(account: dict[str, Any]) -> Iterator[str]:
    score = f"score {account['score']:.2f}, coverage {account['coverage']:.2f}"
    yield ""
    version = f", its version {account['older_version']}" if account["older_version"] else ""
    yield f"Held against {account['title'] or 'the record'}{version} ({score}):"
    yield from _compared(account["evidence"])


def _compared(evidence: Sequence[dict[str, Any]]) -> Iterator[str]:
    for one in evidence:
        said, found = _cut(one["said"]), _cut(one["found"])
        yield f"  {one['feature']:<{_COLUMN}}{one['verdict']:<8} {one['strength']:.2f}  said:  {said}"
        yield f"  {'':<{_COLUMN}}{'':<8}       found: {found}"


def _section(heading: str, rows: Iterable[tuple[str, str]], *, column: int = _COLUMN) -> Iterator[str]:
    held = list(rows)
    if not held:
        return
    yield ""
    yield f"{heading}:"
    for name, text in held:
        lines = textwrap.wrap(text, _WIDTH - column - 4) or [""]
        yield f"  {name:<{column}} {lines[0]}"
        yield from (f"  {'':<{column}} {line}" for line in lines[1:])


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONG else f"{text[: _LONG - 3]}..."
