"""ZIP archives: their members as files of their own, never unpacked to disk.

An archive is made by somebody else, so nothing in it is believed. A member whose name climbs out of
the archive ("../x", "/x", "C:x") or that is locked refuses the whole; sizes are counted while they
are read, whatever the headers say, because a few kilobytes can be made to unpack to terabytes
(https://www.bamsoftware.com/hacks/zipbomb/). Real text shrinks to a fifth, seldom below a twentieth.
"""

from __future__ import annotations

import gzip
import io
import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from bibgen.errors import InputError
from bibgen.model import Notice
from bibgen.readers.documents.formats import HEAD, whole

_FREE = 64 << 20  # bytes that may come out whatever went in
_MOST_RATIO = 100
_MOST = 4 << 30
_CLIMBS = re.compile(r"[/\\]|[A-Za-z]:|(?:.*[/\\])?\.\.(?:[/\\]|$)", re.S)
_HIDDEN = re.compile(r"(?:.*/)?(?:\.[^/]|__MACOSX/)")
_LOCKED = 0x1  # general purpose bit 0, APPNOTE 4.4.4
# What the libraries raise at bytes that are no archive after all.
_BROKEN = (
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    ValueError,
)


class Untrusted(InputError):
    """A member that unpacks to far more than a text would, or to something else than was packed."""


def members(raw: BinaryIO, name: str, notices: list[Notice]) -> Iterator[tuple[str, BinaryIO]]:
    """The files of an archive, sorted by name, as streams; names are `archive.zip/inner/name`.

    Raises:
        InputError: it is corrupt, locked, or holds a name that climbs out of it.
        Untrusted: while a member is read, if too much comes out.
    """
    if not raw.seekable():
        raw = io.BytesIO(whole(raw, name, "an archive that comes through a pipe"))
    size = raw.seek(0, io.SEEK_END)
    try:
        with zipfile.ZipFile(raw) as archive:
            listed = sorted(archive.infolist(), key=lambda one: one.filename)
            _check(listed, name)
            meter = Meter(name, size)
            for one in listed:
                inner = f"{name}/{one.filename}"
                if one.is_dir():
                    continue
                if _HIDDEN.match(one.filename) or stat.S_ISLNK(one.external_attr >> 16):
                    notices.append(skipped(inner, "hidden, or a link"))
                    continue
                with archive.open(one) as member:
                    yield inner, meter.over(member)
    except _BROKEN as error:
        raise InputError(f"is a corrupt archive: {error}", name) from error


def _check(listed: list[zipfile.ZipInfo], name: str) -> None:
    for one in listed:
        if _CLIMBS.match(one.filename) or _CLIMBS.match(one.orig_filename):
            raise InputError(f"refused: its member {one.orig_filename!r} climbs out of its folder", name)
        if one.flag_bits & _LOCKED:
            raise InputError(f"is password-protected: its member {one.filename!r} cannot be read", name)


def skipped(name: str, reason: str) -> Notice:
    """The notice that a file of a folder or an archive was not read."""
    return Notice(code="skipped", text=f"{name}: skipped: {reason}")


class Meter:
    """How much came out of a compressed file of `size` bytes, over all its members."""

    def __init__(self, name: str, size: int) -> None:
        self._name = name
        self._most = min(_MOST, max(_FREE, _MOST_RATIO * size))
        self._out = 0

    def over(self, stream: Any) -> BinaryIO:  # noqa: ANN401
        """The same stream, metered."""
        return io.BufferedReader(_Metered(stream, self, self._name), HEAD)

    def count(self, length: int) -> None:
        """Note that `length` more bytes came out.

        Raises:
            Untrusted: that makes too many.
        """
        self._out += length
        if self._out > self._most:
            limit = f"{self._most >> 20} MiB, {_MOST_RATIO} times its size or the most that is read"
            raise Untrusted(f"refused: it unpacks to more than {limit}", self._name)


class _Metered(io.RawIOBase):
    def __init__(self, stream: BinaryIO, meter: Meter, name: str) -> None:
        self._stream = stream
        self._meter = meter
        self._name = name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401
        try:
            data = self._stream.read(len(buffer))
        except _BROKEN as error:
            raise Untrusted(f"is a corrupt archive: {error}", self._name) from error
        self._meter.count(len(data))
        buffer[: len(data)] = data
        return len(data)
