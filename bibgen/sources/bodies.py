"""Bodies of answers: unpacked as they come, never longer than they may be, never cut off unseen.

An answer is packed by gzip or not at all, which is what we say we take
(https://www.rfc-editor.org/rfc/rfc9110#name-content-codings). A few kilobytes of gzip may hold a
thousand times as much, so a piece is unpacked only as far as there is room.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

TAKEN = "gzip"
MOST = 64 << 20  # bytes; a thousand papers of arXiv take four million


class Odd(Exception):
    """The body cannot be taken; the message says why, after "answer that"."""


def unpacked(pieces: Iterable[bytes], coding: str, most: int = MOST) -> bytes:
    """A body out of its pieces.

    Args:
        coding: as the header Content-Encoding names it, "" if it does not.
        most: bytes.

    Raises:
        Odd: it is larger than that, cut off, or packed in a way that we do not take.
    """
    coding = coding.strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise Odd(f"is packed by {coding[:40]}, which was not asked for")
    unpack = zlib.decompressobj(wbits=31) if "gzip" in coding else None
    body = bytearray()
    for piece in pieces:
        try:
            body += unpack.decompress(piece, most - len(body) + 1) if unpack else piece
        except zlib.error:
            raise Odd("is called gzip and is not") from None
        if len(body) > most:
            raise Odd(f"is larger than {most >> 20} MB")
    if unpack and not unpack.eof:
        raise Odd("is cut off")
    return bytes(body)
