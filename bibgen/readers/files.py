"""Inputs opened: files, folders, archives, standard input, or an identifier in place of a file.

What is in a file decides how it is read (`readers.formats`). Folders and archives give their files in
the order of their names; what is hidden or holds nothing that bibgen reads is skipped there with a
notice, because nobody named it. A file that somebody did name must be readable, or the run ends.
Nothing is opened over the network: an address that names a paper is taken for that paper.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO

from bibgen import identifiers, readers
from bibgen.errors import InputError
from bibgen.model import Identifier, Mention, Notice, Span
from bibgen.readers.cover import Item
from bibgen.readers.documents import formats
from bibgen.readers.documents.archives import Untrusted, skipped

_ARCHIVES = ("zip", "gzip")
_ADDRESS = re.compile(r"https?://|www\.", re.I)
_WITHOUT_ID = re.compile(r"(?:https?://)?(?:www\.)?paperswithcode\.com/paper/", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One thing to read: a file, a folder, standard input ("-"), or an identifier as an argument."""

    name: str
    identifier: Identifier | None = None
    only: str | None = None
    notices: list[Notice] = field(default_factory=list)

    def items(self) -> Iterator[Item]:
        """What the input holds; notices gather in `notices` meanwhile.

        Raises:
            InputError: it is missing, unreadable, of no known kind, or not what it begins as.
        """
        if self.identifier:
            yield mention_of(self.name, self.identifier)
            return
        try:
            if self.name != "-" and Path(self.name).is_dir():
                yield from self._folder()
            else:
                with _opened(self.name, self.notices) as raw:
                    yield from self._file(raw, self.name)
        except OSError as error:
            name = str(error.filename or self.name)
            raise InputError(f"cannot be read: {error.strerror or error}", name) from error

    def _file(self, raw: BinaryIO, name: str, *, packed: bool = False) -> Iterator[Item]:
        head, raw = formats.begin(raw)
        kind = formats.told(head, name)
        if kind.name not in _ARCHIVES:
            yield from self._read(kind, raw, name)
        elif packed:
            raise InputError("is an archive within an archive, which is not opened", name)
        else:
            for inner, member in kind.load(name).members(raw, name, self.notices):
                # What is merely compressed was named by the user, as if it were not.
                read = self._file if inner == name else self._within
                yield from read(member, inner, packed=True)

    def _read(self, kind: formats.Format, raw: BinaryIO, name: str) -> Iterator[Item]:
        forced = formats.named(self.only)
        kind = forced if forced and forced.name not in _ARCHIVES else kind
        read_lines = partial(readers.stream_lines, only=None if forced else self.only)
        yield from kind.load(name).items(raw, name, self.notices, read_lines)

    def _folder(self) -> Iterator[Item]:
        for path in _walk(Path(self.name), self.notices, set()):
            with _opened(str(path), self.notices) as raw:
                yield from self._within(raw, str(path))

    def _within(self, raw: BinaryIO, name: str, *, packed: bool = False) -> Iterator[Item]:
        """What a file says that nobody named; a notice if it is nothing to be read."""
        begun = False
        try:
            for item in self._file(raw, name, packed=packed):
                begun = True
                yield item
        except Untrusted:
            raise
        except InputError as error:
            if begun:
                raise
            self.notices.append(skipped(name, error.message))


def inputs(names: Iterable[str], *, only: str | None = None) -> list[Input]:
    """The inputs that command-line arguments name; a file that exists wins over an identifier.

    Args:
        only: the name of the one layout or file format to read them as.

    Raises:
        InputError: an argument is neither a file nor an identifier.
    """
    return [_input(name, only) for name in names]


def _input(name: str, only: str | None) -> Input:
    if name == "-" or _exists(name):
        return Input(name=name, only=only)
    identifier = identifiers.parse(name)
    if identifier is None or identifier.scheme == "url":
        raise InputError(_unknown(name), name)
    return Input(name=name, identifier=identifier)


def _unknown(name: str) -> str:
    if _WITHOUT_ID.match(name):
        return "names a paper without an id; give the arXiv link that its page shows"
    if _ADDRESS.match(name):
        return "names no paper, and bibgen opens no web pages: save it as HTML and give the file"
    return "no such file, and not an arXiv id, arXiv URL or DOI either"


def _exists(name: str) -> bool:
    try:
        return bool(name) and Path(name).exists()
    except (OSError, ValueError):  # a name too long or with a zero byte is no file
        return False


def mention_of(text: str, identifier: Identifier) -> Mention:
    """The mention that an identifier given as an argument makes."""
    span = Span(file=text, first=1, last=1, start=0, end=len(text))
    return Mention(raw=text, span=span, reader="argument", identifiers=(identifier,))


def _walk(folder: Path, notices: list[Notice], entered: set[tuple[int, int]]) -> Iterator[Path]:
    """The files of a folder and those under it, by name; no folder is entered twice, whatever links say."""
    entered.add(_which(folder.stat()))
    for path in sorted(folder.iterdir()):
        reason = _reason_to_skip(path, entered)
        if reason:
            notices.append(skipped(str(path), reason))
        elif path.is_dir():
            yield from _walk(path, notices, entered)
        else:
            yield path


def _reason_to_skip(path: Path, entered: set[tuple[int, int]]) -> str:
    if path.name.startswith("."):
        return "hidden"
    try:
        status = path.stat()
    except OSError as error:  # a link to nothing, or to itself
        return f"cannot be followed: {error.strerror}"
    if _which(status) in entered:
        return "a folder that was entered already"
    return "" if stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode) else "neither file nor folder"


def _which(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


@contextmanager
def _opened(name: str, notices: list[Notice]) -> Iterator[BinaryIO]:
    """The bytes of a file, a pipe or standard input; a notice if the file changed meanwhile."""
    if name == "-":
        yield sys.stdin.buffer
        return
    with Path(name).open("rb") as raw:
        before = os.fstat(raw.fileno())
        if stat.S_ISBLK(before.st_mode) or (stat.S_ISCHR(before.st_mode) and not raw.isatty()):
            raise InputError("is a device, not a file", name)
        yield raw
        after = os.fstat(raw.fileno())
        if stat.S_ISREG(before.st_mode) and _state(before) != _state(after):
            told = f"{name}: changed while it was read; what was read may be of both states"
            notices.append(Notice(code="changed", text=told))


def _state(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns
