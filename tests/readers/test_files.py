import io
import os
import sys

import pytest

from bibgen.errors import InputError
from bibgen.model import Mention
from bibgen.readers import files


def decoded(data, notices=None):
    return "".join(files.decode(io.BytesIO(data), "f.txt", [] if notices is None else notices))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le"])
def test_a_byte_order_mark_or_utf8_decides(encoding):
    text = "Müller\r\n王\n"
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    assert text == decoded(mark + text.encode(encoding))


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


def read(name):
    (one,) = files.inputs([name])
    return list(one.items())


def test_a_file_that_exists_wins_over_an_identifier(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "2205.06175").write_text("arXiv:2204.14198\n")
    (found,) = read("2205.06175")
    assert isinstance(found, Mention)
    assert "2204.14198" == found.identifiers[0].value


@pytest.mark.parametrize(
    "name", ["2205.06175v2", "https://arxiv.org/abs/2205.06175", "10.1103/PhysRevD.76.013009"]
)
def test_an_argument_may_be_an_identifier(name):
    (found,) = read(name)
    assert isinstance(found, Mention)
    assert (name, 1, 1) == (found.span.file, found.span.first, found.span.last)


@pytest.mark.parametrize("name", ["nothing.txt", "", "a\0b", "x" * 5000, "nothing/at/all"])
def test_a_missing_file_is_named(name):
    with pytest.raises(InputError, match="no such file"):
        files.inputs([name])


def test_a_directory_is_refused(tmp_path):
    with pytest.raises(InputError, match="directory"):
        read(str(tmp_path))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_named(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text("x")
    path.chmod(0)
    with pytest.raises(InputError, match="Permission denied"):
        read(str(path))


def test_a_minus_is_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"arXiv:2204.14198\n")))
    (found,) = read("-")
    assert ("-", "idlist") == (found.span.file, found.reader)
