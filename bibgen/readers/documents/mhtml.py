"""Pages saved as one file (MHTML), and mails saved as files: the page or the text in them.

Both are MIME (RFC 2045 and 2557): parts with a transfer encoding and a character set each. Of a mail
that comes as text and as HTML the text is read, because lists and digests are sent as text; of a saved
page the first HTML part, which is the page itself. The numbers of lines are those of the decoded part.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from bibgen.errors import InputError
from bibgen.model import Notice
from bibgen.readers.cover import Item
from bibgen.readers.documents import html, text
from bibgen.readers.documents.formats import ReadLines, whole


def items(raw: BinaryIO, name: str, notices: list[Notice], read_lines: ReadLines) -> Iterator[Item]:
    """What the page or the text says.

    Raises:
        InputError: it is larger than 256 MiB, or holds neither.
    """
    message = email.message_from_bytes(whole(raw, name, "MIME"), policy=email.policy.default)
    part = message.get_body(preferencelist=("plain", "html"))
    if message.get_content_type() == "multipart/related" or part is None:
        part = next((one for one in message.walk() if one.get_content_type() == "text/html"), part)
    payload = part.get_payload(decode=True) if part else None
    if part is None or not isinstance(payload, bytes):
        raise InputError("holds neither HTML nor text", name)
    data = _as_utf8(payload, part.get_content_charset())
    read = html.items if part.get_content_type() == "text/html" else text.items
    yield from read(BytesIO(data), name, notices, read_lines)


def _as_utf8(payload: bytes, charset: str | None) -> bytes:
    """The part in the character set that readers expect, unless it is not in the one that it names."""
    try:
        return payload.decode(charset).encode() if charset else payload
    except (LookupError, UnicodeError):
        return payload
