r"""What a LaTeX document cites, with the exact place of each key, and which bibliographies it names.

`read` is all that others need: of a .tex it follows what `\input` and its kin take in, of an .aux or .bcf
it takes what LaTeX wrote down. `quiet` knows what LaTeX does not read, `groups` where braces close,
`commands` what cites, `scan` one text, `document` all its files, `control` .aux and .bcf, `files` how
bytes are text. Nothing is expanded: a key or a file name that a macro makes is told, not guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bibgen.tex import control, document
from bibgen.tex.document import Document, Place
from bibgen.tex.files import TexFile, load
from bibgen.tex.scan import Cited, Text

__all__ = ["Cited", "Document", "Place", "TexFile", "Text", "load", "read"]

_CONTROL = (".aux", ".bcf")


def read(path: str | Path, search: Sequence[Path] = ()) -> Document:
    """What a document cites and names.

    Args:
        path: its main .tex, or its .aux or .bcf.
        search: folders in which a .bib may be too that is not beside it (`BIBINPUTS`).

    Raises:
        InputError: it cannot be read.
    """
    path = Path(path)
    if path.suffix.lower() in _CONTROL:
        return control.read(path, search)
    return document.read(path, search)
