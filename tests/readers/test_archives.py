"""Archives that somebody else made: nothing in them is believed."""

import gzip
import io
import zipfile

import pytest

from bibgen.errors import InputError
from bibgen.readers.documents import archives
from tests.readers.test_files import LINE, archive, ids, read, skipped

BLANK = b" " * (1 << 20) + b"\n"


def test_members_are_read_in_order_by_their_kind(tmp_path):
    path = archive(
        tmp_path / "papers.zip",
        {
            "b.txt": LINE.format("2204.14198"),
            "a/a.html": '<p><a href="/abs/2205.06175">x</a></p>',
            "__MACOSX/._b.txt": LINE.format("1207.7214"),
            "picture.jpg": b"\xff\xd8\xff\0\0",
            "more.zip": b"PK\x05\x06" + b"\0" * 18,
        },
    )
    assert (["2205.06175", "2204.14198"], [f"{path}/a/a.html", f"{path}/b.txt"]) == ids(path)
    told = skipped(path)
    assert 3 == len(told)
    assert any("archive within an archive" in text for text in told)


@pytest.mark.parametrize(
    "name", ["../out.txt", "/etc/x.txt", "a/../../x.txt", "C:\\x.txt", "..\\x.txt", "a/.."]
)
def test_a_name_that_climbs_out_refuses_the_archive(tmp_path, name):
    path = archive(tmp_path / "climbs.zip", {"good.txt": LINE.format("2205.06175"), name: "x"})
    with pytest.raises(InputError, match="climbs out") as caught:
        read(path)
    assert str(path) == caught.value.file


def test_a_bomb_is_refused_while_it_unpacks(tmp_path):
    path = archive(tmp_path / "bomb.zip", {"a.txt": BLANK * 90}, compresslevel=9)
    assert path.stat().st_size < 1 << 20
    with pytest.raises(archives.Untrusted, match="refused: it unpacks to more than 64 MiB"):
        read(path)


def test_a_bomb_in_many_pieces_or_in_a_folder_is_refused_too(tmp_path):
    archive(tmp_path / "bomb.zip", {f"{at}.txt": BLANK * 9 for at in range(10)}, compresslevel=9)
    with pytest.raises(archives.Untrusted):
        read(tmp_path)


def test_a_compressed_bomb_is_refused(tmp_path):
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(BLANK * 90))
    with pytest.raises(InputError, match="unpacks to more"):
        read(path)


def test_a_size_that_lies_does_not_help(tmp_path):
    made = bytearray(archive(tmp_path / "x.zip", {"a.txt": LINE.format("2205.06175") * 9}).read_bytes())
    at = made.index(b"PK\x01\x02") + 24
    made[at : at + 4] = (5).to_bytes(4, "little")
    path = tmp_path / "lies.zip"
    path.write_bytes(made)
    with pytest.raises(InputError, match="corrupt"):
        read(path)


def test_a_locked_member_is_named(tmp_path):
    made = bytearray(archive(tmp_path / "x.zip", {"a.txt": "x"}).read_bytes())
    made[made.index(b"PK\x03\x04") + 6] |= 1
    made[made.index(b"PK\x01\x02") + 8] |= 1
    path = tmp_path / "locked.zip"
    path.write_bytes(made)
    with pytest.raises(InputError, match=r"password-protected: its member 'a\.txt'"):
        read(path)


@pytest.mark.parametrize("cut", [30, 60, 200, -1, -10, -25])
def test_a_torn_archive_is_corrupt(tmp_path, cut):
    whole = archive(tmp_path / "x.zip", {"a.txt": LINE.format("2205.06175") * 90, "b.txt": "b"}).read_bytes()
    path = tmp_path / "torn.zip"
    path.write_bytes(whole[:cut])
    with pytest.raises(InputError, match="corrupt"):
        read(path)


def test_any_changed_byte_is_an_error_or_harmless(tmp_path):
    whole = archive(tmp_path / "x.zip", {"a.txt": LINE.format("2205.06175"), "b.txt": "b"}).read_bytes()
    path = tmp_path / "changed.zip"
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes((whole[at] ^ 0xFF,)) + whole[at + 1 :])
        try:
            read(path)
        except InputError as error:
            assert "changed.zip" in str(error)  # noqa: PT017


def test_a_torn_compressed_file_is_corrupt(tmp_path):
    path = tmp_path / "torn.txt.gz"
    path.write_bytes(gzip.compress(LINE.format("2205.06175").encode() * 90)[:-20])
    with pytest.raises(InputError, match="corrupt"):
        read(path)


@pytest.mark.parametrize("first", ["mimetype", "[Content_Types].xml", "META-INF/MANIFEST.MF"])
def test_books_and_spreadsheets_are_no_archives_of_texts(tmp_path, first):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr(first, "x")
        packed.writestr("xl/sheet.xml", "arXiv:2205.06175")
    path = tmp_path / "book.xlsx"
    path.write_bytes(made.getvalue())
    with pytest.raises(InputError, match="not a text file"):
        read(path)


def test_an_empty_archive_holds_nothing(tmp_path):
    assert [] == read(archive(tmp_path / "empty.zip", {}))
