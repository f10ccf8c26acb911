"""A person's file from disk and back: its own encoding and line ends, and never over another's change.

BibTeX takes bytes as they are, so files of any old encoding are about. Text that is no UTF-8 is read in the
encoding that the file names (`% Encoding: …` as JabRef writes it, `-*- coding: … -*-` as Emacs does), else
as Windows-1252 or Latin-1; only an encoding that gives the same bytes back is taken. UTF-16 is refused, for
no BibTeX reads it. A file with the conflict marks of a version control is refused too: whatever were
changed in it might be on the side that is thrown away.
"""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bibgen.errors import InputError, OutputError
from bibgen.splice.bibfile import BibFile, parse
from bibgen.writers import target

_NAMED = re.compile(rb"^%[^\n]*?(?:encoding\s*[:=]|coding\s*[:=])\s*(?P<name>[\w.-]+)", re.I | re.M)
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: |\r?$)", re.M)
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_NAMES = (".bib", ".bibtex")
_HEAD = 4096  # bytes in which a file names its encoding


def load(path: str, *, create: bool = False) -> BibFile:
    """A .bib as it stands on disk.

    Args:
        create: take one that does not exist for an empty one, which `save` makes.

    Raises:
        InputError: it cannot be read, is no text, or holds the marks of a conflict.
    """
    if path == "-":
        raise InputError("standard input cannot be changed: name a .bib", path)
    named = path.lower().endswith(_NAMES)
    if create and named and not os.path.lexists(path):
        return replace(parse("", path), raw=None)
    if create and not named and not os.path.lexists(path):
        raise InputError("there is no such file, and a new one must have a name in .bib", path)
    raw = _read(path)
    bom = raw.startswith(codecs.BOM_UTF8)
    text, encoding = decoded(raw, path)
    conflict = _CONFLICT.search(text)
    if conflict:
        line = text.count("\n", 0, conflict.start()) + 1
        raise InputError("holds a conflict of a version control: settle that first", path, line)
    file = replace(parse(text, path), raw=raw, encoding=encoding, bom=bom)
    if not named and text.strip() and not file.entries:
        raise InputError("is no .bib: there is no entry in it", path)
    return file


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except IsADirectoryError as error:
        raise InputError("is a directory", path) from error
    except FileNotFoundError as error:
        raise InputError("no such file", path) from error
    except (OSError, ValueError) as error:
        told = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"cannot be read: {told or error}", path) from error


def decoded(raw: bytes, path: str) -> tuple[str, str]:
    """The text of a file, without a mark of UTF-8, and the encoding that gives the same bytes back.

    Raises:
        InputError: it is no text, or in an encoding that TeX cannot read.
    """
    if raw.startswith(_WIDE):
        raise InputError("is in UTF-16 or UTF-32, which TeX cannot read: save it as UTF-8", path)
    body = raw.removeprefix(codecs.BOM_UTF8)
    if b"\0" in body:
        raise InputError(
            "is no text (it holds a zero byte)", path, body.count(b"\n", 0, body.index(b"\0")) + 1
        )
    for encoding in _encodings(body):
        try:
            text = body.decode(encoding)
            if text.encode(encoding) == body:
                return text, encoding
        except (UnicodeError, LookupError):
            continue
    raise InputError("is in no encoding that can be told", path)


def _encodings(body: bytes) -> Iterator[str]:
    yield "utf-8"
    named = _NAMED.search(body[:_HEAD])
    if named:
        yield named["name"].decode("ascii", "ignore")
    yield "cp1252"
    yield "latin-1"


def save(file: BibFile, text: str, *, backup: bool = False) -> Path | None:
    """Put a new text in the place of the file that was read, in its encoding; the same text writes nothing.

    Args:
        backup: keep what was read beside the file, as `refs.bib.bak`, or `.bak2` … if that is taken.

    Returns:
        Where the backup lies, None if there is none.

    Raises:
        FileChanged: the file is no longer what was read.
        OutputError: it cannot be written, or not in its encoding.
    """
    new = encoded(text, file.path, file.encoding, bom=file.bom)
    if new == (file.raw or b""):
        return None
    kept = _backup(file.path, file.raw) if backup and file.raw is not None else None
    try:
        target.exchange(file.path, new, file.raw)
    except OutputError:
        if kept:
            kept.unlink(missing_ok=True)
        raise
    return kept


def encoded(text: str, path: str, encoding: str, *, bom: bool = False) -> bytes:
    """The bytes of a text in the encoding of its file.

    Raises:
        OutputError: the encoding has no such sign.
    """
    try:
        return (codecs.BOM_UTF8 if bom else b"") + text.encode(encoding)
    except UnicodeEncodeError as error:
        odd = text[error.start]
        told = f"cannot hold {odd!r}, for it is in {encoding}: save it as UTF-8 first"
        raise OutputError(f"{told}, or use --ascii", path) from error


def _backup(path: str, raw: bytes) -> Path:
    """A copy of what was read under a name that nothing else has."""
    number = 1
    while True:
        place = Path(f"{path}.bak{number if number > 1 else ''}")
        if not os.path.lexists(place):
            target.exchange(str(place), raw, None)
            return place
        number += 1
