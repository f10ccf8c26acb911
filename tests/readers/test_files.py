"""Inputs opened: what is a file, what an identifier, what stands in folders and archives."""

import gzip
import io
import os
import sys
import threading
import zipfile

import pytest

from bibgen import pipeline
from bibgen.errors import InputError
from bibgen.model import Mention
from bibgen.readers import files
from bibgen.readers.documents import formats

LINE = "{}\n"


def opened(name, **options):
    (one,) = files.inputs([str(name)], **options)
    return one


def read(name, **options):
    return list(opened(name, **options).items())


def ids(name, **options):
    """The values that an input names, and the files that its mentions stand in."""
    found = [item for item in read(name, **options) if isinstance(item, Mention)]
    return [one.identifiers[0].value for one in found], [one.span.file for one in found]


def skipped(name):
    one = opened(name)
    list(one.items())
    return [notice.text for notice in one.notices if notice.code == "skipped"]


def archive(path, members, **options):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return path


def test_a_file_that_exists_wins_over_an_identifier(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "2205.06175").write_text("arXiv:2204.14198\n")
    assert ["2204.14198"] == ids("2205.06175")[0]


@pytest.mark.parametrize(
    "name",
    [
        "2205.06175v2",
        "https://arxiv.org/abs/2205.06175",
        "https://arxiv.org/pdf/2205.06175v1.pdf",
        "https://arxiv.org/html/2205.06175v1",
        "https://www.alphaxiv.org/abs/2205.06175",
        "https://ar5iv.labs.arxiv.org/html/2205.06175",
        "https://huggingface.co/papers/2205.06175",
        "https://www.semanticscholar.org/arxiv/2205.06175",
        "https://doi.org/10.48550/arXiv.2205.06175",
        "https://doi.org/10.1103/PhysRevD.76.013009",
        "10.1103/PhysRevD.76.013009",
    ],
)
def test_an_argument_may_be_an_identifier(name):
    (found,) = read(name)
    assert isinstance(found, Mention)
    assert found.identifiers[0].value in ("2205.06175", "10.1103/physrevd.76.013009")
    assert (name, 1, 1) == (found.span.file, found.span.first, found.span.last)


@pytest.mark.parametrize("name", ["nothing.txt", "", "a\0b", "x" * 5000, "nothing/at/all"])
def test_a_missing_file_is_named(name):
    with pytest.raises(InputError, match="no such file"):
        files.inputs([name])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("https://paperswithcode.com/paper/attention-is-all-you-need", "paper without an id"),
        ("https://example.org/papers", "opens no web pages"),
        ("www.example.org", "opens no web pages"),
    ],
)
def test_an_address_that_names_no_paper_is_not_opened(name, said):
    with pytest.raises(InputError, match=said):
        files.inputs([name])


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_named(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text("x")
    path.chmod(0)
    for name in (path, tmp_path):
        with pytest.raises(InputError, match="Permission denied") as caught:
            read(name)
        assert str(path) == caught.value.file


def test_one_unreadable_input_among_several_ends_the_run(tmp_path):
    good, bad = tmp_path / "good.txt", tmp_path / "bad.pdf"
    good.write_text(LINE.format("2205.06175"))
    bad.write_bytes(b"%PDF-1.7 and then nothing")
    with pytest.raises(InputError, match=r"bad\.pdf"):
        pipeline.read([str(good), str(bad)])


def test_a_minus_is_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"arXiv:2204.14198\n")))
    (found,) = read("-")
    assert ("-", "idlist") == (found.span.file, found.reader)


def test_the_content_decides_not_the_suffix(tmp_path):
    page = tmp_path / "page.txt"
    page.write_text('<!doctype html><p>I like <a href="/abs/2205.06175">this</a></p>')
    (before, mention, *_) = read(page)
    assert ("I like", "this") == (before.text, mention.raw)
    assert "<!doctype" in read(page, only="text")[0].text, "forced to be text"
    text = tmp_path / "text.html"
    text.write_text(LINE.format("2204.14198"))
    assert ["2204.14198"] == ids(text)[0]


def test_a_layout_may_be_forced_within_a_format(tmp_path):
    path = tmp_path / "page.html"
    path.write_text('<p>I like <a href="/abs/2205.06175">this</a></p>')
    assert ["2205.06175"] == ids(path, only="anchors")[0]
    assert [] == ids(path, only="idlist")[0]


def test_every_format_can_be_loaded_and_is_named_once():
    names = [name for name, _ in formats.known()]
    assert len(names) == len(set(names))
    for one in (*formats.FORMATS, formats.TEXT):
        assert hasattr(one.load("x"), "members" if one.name in ("zip", "gzip") else "items")


def test_a_folder_gives_its_files_in_order_and_tells_what_it_skips(tmp_path):
    folder = tmp_path / "papers"
    (folder / "b").mkdir(parents=True)
    (folder / "a.txt").write_text(LINE.format("2205.06175"))
    (folder / "b" / "c.html").write_text('<p><a href="/abs/2204.14198">x</a></p>')
    (folder / "z.zip").write_bytes(
        archive(tmp_path / "z", {"in.txt": LINE.format("1706.03762")}).read_bytes()
    )
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text(LINE.format("1207.7214"))
    values, places = ids(folder)
    assert ["2205.06175", "2204.14198", "1706.03762"] == values
    assert [f"{folder}/a.txt", f"{folder}/b/c.html", f"{folder}/z.zip/in.txt"] == places
    hidden, picture = skipped(folder)
    assert ".git: skipped: hidden" in hidden
    assert "picture.png: skipped: holds zero bytes: not a text file" in picture


def test_a_folder_of_papers_is_no_empty_input(tmp_path):
    (tmp_path / "a.txt").write_text(LINE.format("2205.06175"))
    reading = pipeline.read([str(tmp_path)])
    pipeline._refuse_empty([str(tmp_path), f"{tmp_path}/"], reading)
    with pytest.raises(InputError, match="no paper"):
        pipeline._refuse_empty([str(tmp_path / "b")], reading)


@pytest.mark.skipif(os.name != "posix", reason="needs symbolic links and pipes")
def test_links_that_lead_in_a_circle_end_and_pipes_are_not_waited_for(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "a.txt").write_text(LINE.format("2205.06175"))
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "again").symlink_to(tmp_path / "a")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    os.mkfifo(tmp_path / "pipe")
    assert ["2205.06175"] == ids(tmp_path)[0]
    assert 4 == len(skipped(tmp_path))


@pytest.mark.skipif(os.name != "posix", reason="needs pipes")
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_named_pipe_is_read_as_a_stream(tmp_path, pack):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(pack(b"2205.06175\n" * 300),))
    writer.start()
    assert 300 == len(ids(path)[0])
    writer.join()


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="needs a device")  # noqa: PTH110
def test_a_device_is_refused():
    with pytest.raises(InputError, match="device"):
        read("/dev/zero")


def test_a_file_that_changes_while_it_is_read_is_told(tmp_path):
    path = tmp_path / "growing.txt"
    path.write_text(LINE.format("2205.06175") * 3)
    one = opened(path)
    items = one.items()
    next(items)
    with path.open("a") as more:
        more.write(LINE.format("2204.14198"))
    assert 2 == len(list(items))
    assert ["changed"] == [notice.code for notice in one.notices]


def test_a_quiet_file_gives_no_notice(tmp_path):
    path = tmp_path / "quiet.txt"
    path.write_text(LINE.format("2205.06175"))
    one = opened(path)
    assert 1 == len(list(one.items()))
    assert not one.notices


def test_a_compressed_text_is_read_under_its_name(tmp_path):
    path = tmp_path / "list.txt.gz"
    path.write_bytes(gzip.compress(LINE.format("2205.06175").encode()))
    assert (["2205.06175"], [str(path)]) == ids(path)
    page = tmp_path / "page.html.gz"
    page.write_bytes(gzip.compress(b'<p><a href="/abs/2204.14198">x</a>'))
    assert ["2204.14198"] == ids(page)[0]


def test_a_format_that_is_read_whole_names_its_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(formats, "_MOST_WHOLE", 1000)
    path = tmp_path / "page.html"
    path.write_text("<!doctype html>" + "<p>x" * 1000)
    with pytest.raises(InputError, match="larger than 256 MiB"):
        read(path)
