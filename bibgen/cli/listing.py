"""What `bibgen read` shows: mentions and leftovers, for people, for scripts, one at a time.

An input may hold more papers than memory, so items are shown as they are read. A terminal gets a
table (`cli.table`); anything else gets the same columns whole, with a tab between, as other tools
do for pipes, or JSON lines.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from bibgen import identifiers, names
from bibgen.cli.report import place, printable, short
from bibgen.model import Identifier, Leftover, Mention, Name, PartialDate

COLUMNS = ("place", "title", "authors", "year", "ids", "reader")

Item = Mention | Leftover


def row(mention: Mention) -> tuple[str, ...]:
    """A mention in the words of `COLUMNS`, printable, of whatever length."""
    authors = ", ".join(map(names.display, mention.authors)) + (" et al." if mention.et_al else "")
    cells = (
        place(mention),
        mention.title or (f"“{short(mention.abstract)}”" if mention.abstract else ""),
        authors,
        str(mention.issued.year) if mention.issued else "",
        " ".join(identifiers.display(one) for one in mention.identifiers),
        mention.reader,
    )
    return tuple(map(printable, cells))


def plain(mentions: Iterable[Mention]) -> Iterator[str]:
    """Lines of cells with a tab between, the names of the columns first."""
    yield "\t".join(COLUMNS)
    for mention in mentions:
        yield "\t".join(row(mention))


def left(leftover: Leftover) -> str:
    """A leftover in one line: where, why, and how it begins."""
    span = leftover.span
    where = f"{span.file}:{span.first}" + (f"-{span.last}" if span.last != span.first else "")
    return printable(f"{where}  {leftover.reason}: {short(leftover.text)}")


def as_json(items: Iterable[Item]) -> Iterator[str]:
    """JSON lines, one object a mention or leftover, told apart by `kind`."""
    for item in items:
        span = item.span
        told: dict[str, object] = {
            "kind": "leftover" if isinstance(item, Leftover) else "mention",
            "file": span.file,
            "line": span.first,
            "last_line": span.last,
            "start": span.start,
            "end": span.end,
        }
        told |= {"text": item.text, "reason": item.reason} if isinstance(item, Leftover) else _fields(item)
        yield json.dumps(told, ensure_ascii=False) + "\n"


def _fields(mention: Mention) -> dict[str, object]:
    return {
        "reader": mention.reader,
        "title": mention.title,
        "authors": [_name(name) for name in mention.authors],
        "et_al": mention.et_al,
        "date": _date(mention.issued) if mention.issued else None,
        "abstract": mention.abstract,
        "venue": mention.venue,
        "categories": list(mention.categories),
        "comment": mention.comment,
        "identifiers": [_identifier(one) for one in mention.identifiers],
        "rivals": [
            {"title": title, "authors": [_name(name) for name in authors]}
            for title, authors in mention.rivals
        ],
        **({"said": dict(mention.said)} if mention.said else {}),
        "raw": mention.raw,
    }


def _identifier(one: Identifier) -> dict[str, object]:
    return {"scheme": one.scheme, "value": one.value, "version": one.version}


def _name(name: Name) -> dict[str, str]:
    parts = {part: getattr(name, part) for part in ("family", "given", "particle", "suffix", "literal")}
    return {part: text for part, text in parts.items() if text}


def _date(when: PartialDate) -> str:
    parts = [f"{when.year:04}"] + [f"{part:02}" for part in (when.month, when.day) if part]
    return "-".join(parts)
