"""A file of LaTeX as it lies on the disk: its text, and how to write that back byte for byte.

LaTeX reads UTF-8 unless it is told otherwise (https://ctan.org/pkg/latex-base, LaTeX News 28); what is
not UTF-8 is read as Latin-1, which gives every byte back as it was, whatever it stood for. Line ends and
a byte order mark stay.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bibgen.errors import InputError
from bibgen.tex.scan import Text


@dataclass(frozen=True, kw_only=True)
class TexFile:
    """A file: the bytes it was read as, and its text without the mark of its byte order."""

    path: Path
    raw: bytes

    @property
    def bom(self) -> bool:
        """Whether it begins with UTF-8's byte order mark."""
        return self.raw.startswith(codecs.BOM_UTF8)

    @cached_property
    def encoding(self) -> str:
        """That of its text: "utf-8", or "latin-1" where nothing is known of it."""
        try:
            self.raw.decode("utf-8")
        except UnicodeDecodeError:
            return "latin-1"
        return "utf-8"

    @cached_property
    def said(self) -> Text:
        """What its text says."""
        return Text(text=self.raw.removeprefix(codecs.BOM_UTF8).decode(self.encoding))

    def encoded(self, text: str) -> bytes:
        """The bytes of the file if it held another text."""
        return (codecs.BOM_UTF8 if self.bom else b"") + text.encode(self.encoding)


def load(path: Path) -> TexFile:
    """The file at a path.

    Raises:
        InputError: it cannot be read.
    """
    try:
        return TexFile(path=path, raw=path.read_bytes())
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", str(path)) from error
