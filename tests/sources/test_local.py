import gzip
import json

import pytest

from bibgen import readers
from bibgen.errors import InputError
from bibgen.sources.local import Snapshot, parse
from tests.conftest import SAMPLES

PAPER = {
    "id": "0704.0001",
    "authors": "C. Bal\\'azs, E. L. Berger",
    "title": "Calculation of prompt\n  diphoton production",
    "comments": None,
    "journal-ref": "Phys.Rev.D76:013009,2007",
    "doi": "10.1103/PhysRevD.76.013009",
    "categories": "hep-ph hep-ex",
    "abstract": "  A fully differential calculation.\n",
    "versions": [
        {"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"},
        {"version": "v2", "created": "Tue, 24 Jul 2007 20:10:27 GMT"},
    ],
    "update_date": "2008-11-26",
    "authors_parsed": [["Balázs", "C.", ""], ["Berger", "E. L.", "Jr."]],
}


def test_a_line_of_arxivs_snapshot_becomes_a_record():
    record = parse(json.dumps(PAPER).encode())
    assert record is not None
    assert "Calculation of prompt diphoton production" == record.title
    assert [("C.", "Balázs", ""), ("E. L.", "Berger", "Jr.")] == [
        (one.given, one.family, one.suffix) for one in record.authors
    ]
    assert ("hep-ph", "hep-ex") == record.categories
    assert (2007, 4, 2) == (record.submitted.year, record.submitted.month, record.submitted.day)
    assert (2, 7) == (record.version, record.updated.month)
    assert "Phys. Rev. D" == record.container_title


def test_authors_come_from_the_one_string_if_there_are_no_others():
    record = parse(json.dumps(PAPER | {"authors_parsed": None}).encode())
    assert ["Balázs", "Berger"] == [one.family for one in record.authors]


@pytest.mark.parametrize(
    "line",
    [b"", b"{", b"[]", b"{}", b'{"id": 704.0001, "title": null}', b'{"id": "x", "title": "y"}', b"\xff\xfe"],
)
def test_a_line_that_is_no_paper_is_none(line):
    assert parse(line) is None


def test_everything_but_id_and_title_may_be_null():
    record = parse(b'{"id": "0704.0001", "title": "T"}')
    assert ("T", (), None, None) == (record.title, record.authors, record.submitted, record.abstract)


def test_a_broken_line_is_named_and_the_others_are_used(tmp_path):
    path = tmp_path / "snapshot.jsonl"
    path.write_text(json.dumps(PAPER) + "\n{half a li\n\n" + json.dumps(PAPER | {"id": "0704.0002"}) + "\n")
    snapshot = Snapshot(str(path))
    assert 2 == len(snapshot)
    (notice,) = snapshot.notices
    assert f"{path}:2:" in notice.text


def test_a_packed_snapshot_reads_the_same(tmp_path):
    packed = tmp_path / "snapshot.jsonl.gz"
    packed.write_bytes(gzip.compress((SAMPLES / "arxiv-snapshot.jsonl").read_bytes()))
    assert 75 == len(Snapshot(str(packed)))


@pytest.mark.parametrize(
    "content",
    [
        b"not packed",
        gzip.compress(b'{"id": "0704.0001"}' * 1000, mtime=0)[:60],
        gzip.compress(b"x\ny\n", mtime=0),
    ],
)
def test_a_snapshot_that_is_none_is_refused(tmp_path, content):
    path = tmp_path / "snapshot.jsonl.gz"
    path.write_bytes(content)
    with pytest.raises(InputError, match="snapshot"):
        Snapshot(str(path))


def test_a_missing_snapshot_is_named(tmp_path):
    with pytest.raises(InputError, match="No such file"):
        Snapshot(str(tmp_path / "none.jsonl"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2205.06175", "2205.06175"),
        ("10.1109/ICASSP.2019.8683277", "1910.06464"),
        (
            "CVSep 14, 2022\nPaLI: A Jointly-Scaled Multilingual Language-Image ModelXi Chen, Xiao Wang, A B et al.\nx y",
            "2209.06794",
        ),
        (
            "Abstract: Inspired by progress in large-scale language modeling, we apply a similar approach towards a single agent",
            "2205.06175",
        ),
    ],
)
def test_finds_by_id_doi_title_and_abstract(text, expected):
    (mention,) = readers.read(text).mentions
    assert expected == Snapshot(str(SAMPLES / "arxiv-snapshot.jsonl")).find(mention)[0].arxiv_id
