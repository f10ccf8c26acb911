"""A file compressed with gzip: the one file in it, under the same name."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from typing import BinaryIO

from bibgen.model import Notice
from bibgen.readers.documents.archives import Meter
from bibgen.readers.documents.formats import whole


def members(raw: BinaryIO, name: str, notices: list[Notice]) -> Iterator[tuple[str, BinaryIO]]:
    """The one file in it.

    Raises:
        Untrusted: while it is read, if too much comes out.
    """
    del notices
    if not raw.seekable():
        raw = io.BytesIO(whole(raw, name, "a compressed file that comes through a pipe"))
    size = raw.seek(0, io.SEEK_END)
    raw.seek(0)
    with gzip.GzipFile(fileobj=raw) as unpacked:
        yield name, Meter(name, size).over(unpacked)
