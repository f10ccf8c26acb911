import os

import pytest

from bibgen import splice
from bibgen.errors import FileChanged, InputError, OutputError

ENTRY = "@misc{a,\r\n  title = {Über {α}},\r\n}\r\n"


def written(tmp_path, data, name="refs.bib"):
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (ENTRY.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + ENTRY.encode(), "utf-8"),
        ("@misc{a, title = {Über}}\r".encode("latin-1"), "cp1252"),
        (b"@misc{a, title = {\x81 \x9d}}\n", "latin-1"),
        ("% Encoding: ISO8859_2\n@misc{a, title = {Łódź}}\n".encode("iso8859_2"), "ISO8859_2"),
        ("% Encoding: UTF-8\n@misc{a, title = {caf\xe9}}\n".encode("latin-1"), "cp1252"),
        (b"", "utf-8"),
    ],
)
def test_nothing_to_change_writes_nothing_and_gives_the_same_bytes(tmp_path, data, encoding):
    path = written(tmp_path, data)
    before = path.stat().st_mtime_ns
    file = splice.load(str(path))
    assert file.encoding == encoding
    assert splice.save(file, file.text) is None
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (data, before)


def test_mark_of_utf8_and_line_ends_stay_where_an_entry_is_added(tmp_path):
    data = b"\xef\xbb\xbf" + ENTRY.encode()
    path = written(tmp_path, data)
    file = splice.load(str(path))
    splice.save(
        file, splice.apply(file.text, splice.insert_entries(file, ["@misc{b,\n  year = {2000},\n}\n"]))
    )
    assert path.read_bytes() == data + b"\r\n@misc{b,\r\n  year = {2000},\r\n}\r\n"


def test_a_letter_that_the_encoding_lacks_is_said_and_nothing_written(tmp_path):
    path = written(tmp_path, "@misc{a, title = {Über}}\n".encode("latin-1"))
    file = splice.load(str(path))
    with pytest.raises(OutputError, match="cp1252"):
        splice.save(file, file.text.replace("Über", "Łódź"))
    assert path.read_bytes() == "@misc{a, title = {Über}}\n".encode("latin-1")


def test_a_file_that_somebody_else_changed_is_left_as_they_left_it(tmp_path):
    path = written(tmp_path, b"@misc{a, year=1}\n")
    file = splice.load(str(path))
    path.write_bytes(b"@misc{a, year=2}\n")
    with pytest.raises(FileChanged):
        splice.save(file, file.text + "% more\n", backup=True)
    assert [path] == list(tmp_path.iterdir()), "no backup of what was not changed"
    path.unlink()
    with pytest.raises(FileChanged):
        splice.save(file, file.text + "% more\n")
    assert not path.exists()


def test_a_link_stays_a_link_and_a_file_keeps_its_mode(tmp_path):
    path = written(tmp_path, b"@misc{a, year=1}\n", "real.bib")
    path.chmod(0o640)
    link = tmp_path / "refs.bib"
    link.symlink_to("real.bib")
    file = splice.load(str(link))
    splice.save(file, file.text + "% more\n")
    assert link.is_symlink()
    assert path.read_text() == "@misc{a, year=1}\n% more\n"
    assert path.stat().st_mode & 0o777 == 0o640


def test_each_backup_is_kept(tmp_path):
    path = written(tmp_path, b"1\n")
    for text in ("2\n", "3\n"):
        splice.save(splice.load(str(path)), text, backup=True)
    assert (tmp_path / "refs.bib.bak").read_text() == "1\n"
    assert (tmp_path / "refs.bib.bak2").read_text() == "2\n"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("@misc{a}".encode("utf-16"), "UTF-16"),
        (b"@misc{a}\n\0", "refs.bib:2: is no text"),
        (b"@misc{a}\n<<<<<<< HEAD\n@misc{b}\n=======\n>>>>>>> x\n", "refs.bib:2: holds a conflict"),
    ],
)
def test_what_cannot_be_changed_safely_is_refused_in_one_line(tmp_path, data, told):
    path = written(tmp_path, data)
    with pytest.raises(InputError) as error:
        splice.load(str(path))
    assert told in str(error.value)


@pytest.mark.parametrize("name", ["paper.tex", "run.sh", "notes"])
def test_a_file_that_is_no_bib_is_not_taken_for_an_empty_one(tmp_path, name):
    path = written(tmp_path, b"echo 1 @ home\n", name)
    with pytest.raises(InputError, match=r"is no \.bib"):
        splice.load(str(path))
    with pytest.raises(InputError, match=r"a name in \.bib"):
        splice.load(str(tmp_path / f"new-{name}"), create=True)


def test_standard_input_is_no_file_to_change():
    with pytest.raises(InputError, match="cannot be changed"):
        splice.load("-", create=True)


@pytest.mark.skipif(os.name != "posix" or os.getuid() == 0, reason="root may write everything")
def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    path = written(tmp_path, b"@misc{a}\n")
    file = splice.load(str(path))
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OutputError):
            splice.save(file, "% more\n")
    finally:
        tmp_path.chmod(0o700)
