"""arXiv's public metadata snapshot as a shelf of records, read into memory.

The snapshot (https://www.kaggle.com/datasets/Cornell-University/arxiv, CC0) has one JSON object a
line, with the keys `id`, `authors`, `title`, `comments`, `journal-ref`, `doi`, `categories`,
`abstract`, `versions`, `update_date`, `authors_parsed`; what is missing is null. A line that is not
such an object is named in a notice and passed over. Gzipped files are unpacked on the way.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bibgen import dates, identifiers
from bibgen.errors import InputError
from bibgen.model import Mention, Notice, Record, Span
from bibgen.sources import mapping
from bibgen.sources.hints import Index

NAME = "snapshot"

_GZIP = b"\x1f\x8b"


class Snapshot:
    """The records of a snapshot file; `notices` tells which lines could not be used.

    Raises:
        InputError: the file cannot be read, or no line of it is a paper.
    """

    answers = True

    def __init__(self, path: str) -> None:
        self.notices: list[Notice] = []
        self._index = Index()
        lines = 0
        try:
            for number, line in enumerate(_lines(path), 1):
                if line.strip():
                    lines += 1
                    self._add(line, number, path)
        except (OSError, EOFError, zlib.error) as error:
            reason = getattr(error, "strerror", None) or error
            raise InputError(f"snapshot cannot be read: {reason}", path) from error
        if not len(self._index):
            raise InputError("is no metadata snapshot: no line of it is a paper", path)

    def _add(self, line: bytes, number: int, path: str) -> None:
        record = parse(line)
        if record:
            self._index.add(record)
            return
        text = f"{path}:{number}: not a paper of the snapshot; line passed over"
        span = Span(file=path, first=number, last=number, start=0, end=0)
        self.notices.append(Notice(code="snapshot-line", text=text, span=span))

    def __len__(self) -> int:
        return len(self._index)

    def find(self, mention: Mention) -> list[Record]:
        """The records that the mention may mean, likeliest first."""
        return self._index.find(mention)


def _lines(path: str) -> Iterator[bytes]:
    """Lines, unpacked if the file is packed, whatever its name."""
    with Path(path).open("rb") as file:
        if file.peek(2)[:2] == _GZIP:
            with gzip.open(file) as unpacked:
                yield from unpacked
        else:
            yield from file


def parse(line: bytes) -> Record | None:
    """The record that one line of the snapshot holds, or None if it holds none."""
    try:
        paper = json.loads(line)
    except ValueError:
        return None
    if not isinstance(paper, dict) or not isinstance(paper.get("title"), str):
        return None
    arxiv = identifiers.parse(str(paper.get("id") or ""))
    if arxiv is None or arxiv.scheme != "arxiv":
        return None
    versions = [one for one in _list(paper.get("versions")) if isinstance(one, dict)]
    when = [dates.parse(str(one.get("created") or "")) for one in versions]
    number = str(versions[-1].get("version") or "").lstrip("v") if versions else ""
    return mapping.record(
        source=NAME,
        arxiv=identifiers.arxiv(arxiv.value, number if number.isdigit() else None) or arxiv,
        title=paper["title"],
        authors=_authors(paper),
        abstract=_text(paper, "abstract"),
        categories=_text(paper, "categories").split(),
        submitted=when[0] if when else None,
        updated=when[-1] if when else None,
        comment=_text(paper, "comments"),
        journal_ref=_text(paper, "journal-ref"),
        dois=[_text(paper, "doi")],
    )


def _authors(paper: dict[str, Any]) -> Iterator[str]:
    """Full names, from the split ones if there are any: `[last, first, suffix, …]`."""
    parsed = [one for one in _list(paper.get("authors_parsed")) if isinstance(one, list)]
    for last, first, suffix in ([str(part or "") for part in (*one, "", "", "")[:3]] for one in parsed):
        yield " ".join(part for part in (first, last, suffix) if part)
    if not parsed:
        yield from _text(paper, "authors").replace(" and ", ", ").split(", ")


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(paper: dict[str, Any], key: str) -> str:
    value = paper.get(key)
    return value if isinstance(value, str) else ""
