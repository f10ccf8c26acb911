"""Whose entries: a .bib that holds what bibgen did not write is not replaced.

Each entry of the old file must be one that bibgen is known to have written, or stand in the new file
as it was; then nothing of the user's is lost. A module of its own, because it needs a BibTeX parser
that a run which writes a new file need not load.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from bibgen import bib
from bibgen.errors import OutputError
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
    for block in bib.blocks(old):
        held = mark(block.raw)
        if held not in kept and not known(held):
            what = f"entry {block.key!r}" if block.key else "a block"
            where = f"holds {what} (line {block.line}) that bibgen did not write"
            raise OutputError(f"{where}; name another file, or use --force", path)
