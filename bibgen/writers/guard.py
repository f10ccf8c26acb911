"""Whose entries: a .bib that holds what bibgen did not write is not replaced.

Each entry of the old file must be one that bibgen is known to have written, or stand in the new file
as it was, with nothing between them; then nothing of the user's is lost. A module of its own, because
it needs a BibTeX parser that a run which writes a new file need not load.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from bibgen import bib
from bibgen.errors import OutputError
from bibgen.model import UNIDENTIFIED
from bibgen.writers.target import mark


def check(path: str, new: Iterable[str], known: Callable[[bytes], bool]) -> None:
    """Refuse to replace a .bib with entries that bibgen did not write.

    Args:
        new: the entries of the new file.
        known: whether bibgen has written an entry with this mark.

    Raises:
        OutputError: names the first entry that would be lost.
    """
    try:
        old = Path(path).read_text(encoding="utf-8", errors="replace")
    except (OSError, ValueError):
        return
    kept = {mark(entry) for entry in new}
    blocks = bib.blocks(old)
    _refuse_text(old, [block.raw for block in blocks], path)
    for block in blocks:
        held = mark(block.raw)
        if held not in kept and not known(held):
            what = f"entry {block.key!r}" if block.key else "a block"
            where = f"holds {what} (line {block.line}) that bibgen did not write"
            raise OutputError(f"{where}; name another file, or use --force", path)


def check_found(path: str, found: Iterable[str]) -> None:
    """Refuse to replace a .bib whose entries were identified by one in which they no longer are.

    Args:
        found: the keys of the entries that are identified in the new file.

    Raises:
        OutputError: names the first entry that would be lost.
    """
    try:
        old = Path(path).read_text(encoding="utf-8", errors="replace")
    except (OSError, ValueError):
        return
    kept = {key.casefold() for key in found}
    for block in bib.blocks(old):
        if block.key and UNIDENTIFIED not in block.raw and block.key.casefold() not in kept:
            lost = f"entry {block.key!r} (line {block.line}) could not be asked for and would be lost"
            raise OutputError(f"left as it is: {lost}; run again later, or use --force", path)


def _refuse_text(old: str, blocks: Iterable[str], path: str) -> None:
    """Text between entries is a comment (btxdoc, section 2); bibgen writes none, so it is a person's."""
    at = 0
    for raw in (*blocks, ""):
        start = old.find(raw, at) if raw else len(old)
        between = old[at:start]
        if between.strip("\ufeff \t\r\n"):
            line = old.count("\n", 0, at + len(between) - len(between.lstrip())) + 1
            told = f"holds a comment (line {line}) that bibgen did not write"
            raise OutputError(f"{told}; name another file, or use --force", path)
        at = start + len(raw)
