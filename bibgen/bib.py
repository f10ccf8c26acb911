"""The blocks of a .bib file and where they stand; the only user of `bibtexparser`.

Its parser is used for its splitting only, with no middleware: that gives each block's raw text as it
stands in the file. Blocks it cannot read come back too, with their text, because they are the
user's all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Entry as ParsedEntry
from bibtexparser.model import ImplicitComment


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block of a .bib: its text, its line (from 1), and its key if it is an entry."""

    raw: str
    line: int
    key: str | None = None


def blocks(text: str) -> list[Block]:
    """Every block that begins with `@`, in order; text between them is left out."""
    library = parse_string(text, parse_stack=[])
    return [
        Block(
            raw=block.raw or "",
            line=(block.start_line or 0) + 1,
            key=block.key if isinstance(block, ParsedEntry) else None,
        )
        for block in library.blocks
        if not isinstance(block, ImplicitComment)
    ]
