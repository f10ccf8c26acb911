"""Bytes to lines: encodings, and what is no text."""

import io
import tracemalloc

import pytest

from bibgen.errors import InputError
from bibgen.readers import stream_lines
from bibgen.readers.documents import text


def decoded(data, notices=None):
    return "".join(text.decode(io.BytesIO(data), "f.txt", [] if notices is None else notices))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le"])
def test_a_byte_order_mark_or_utf8_decides(encoding):
    written = "Müller\r\n王\n"
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    assert written == decoded(mark + written.encode(encoding))


def test_one_windows_line_does_not_spoil_the_others_and_is_named():
    notices = []
    data = "Šrámek\n".encode() + b"caf\xe9 \x96 \x81\n" + "ok é".encode()
    assert "Šrámek\ncafé – \x81\nok é" == decoded(data, notices)
    (notice,) = notices
    assert "encoding" == notice.code
    assert "f.txt:2: byte 4" in notice.text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04\x00\x00", "zero bytes"),
        (b"\xff\xfea", "UTF-16"),
        (b"\x00" * 10, "zero bytes"),
        (b"x" * 70_000 + b"\0", "zero bytes"),
    ],
)
def test_what_is_no_text_is_refused_by_name(data, said):
    with pytest.raises(InputError, match=said) as caught:
        decoded(data)
    assert str(caught.value).startswith("f.txt: ")


def test_an_empty_file_is_an_empty_text():
    assert "" == decoded(b"")


def test_text_without_line_ends_is_not_copied_over_and_over():
    assert 3_000_000 == len(decoded(b"ab " * 1_000_000))
    assert 3_000_000 == len(decoded(b"abc" * 1_000_000))


class Endless(io.RawIOBase):
    """Two gigabytes of one piece of text, made as they are read."""

    def __init__(self, piece):
        self.piece = piece
        self.left = 2 << 30

    def read(self, size=-1):
        size = min(size, self.left)
        self.left -= size
        return (self.piece * (size // len(self.piece) + 1))[:size]


@pytest.mark.parametrize("piece", [b"x", b"word ", "éa ".encode()])
def test_a_line_of_two_gigabytes_is_refused_before_it_fills_memory(piece):
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match="line of more than 16 MiB"):
            list(text.items(Endless(piece), "f.txt", [], stream_lines))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 150 << 20
