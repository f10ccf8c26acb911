"""Looking after the cache and sharing it: what is dropped, what is taken over, and what never is."""

from __future__ import annotations

import gzip
import json
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibgen import readers
from bibgen.errors import InputError, OutputError, SourceNonsense, StoreError
from bibgen.model import Identifier, Record
from bibgen.sources import READING, Answer
from bibgen.store import Store, Told, sharing, upkeep
from bibgen.store.records import dump, load
from bibgen.store.tables import ASIDE

DAY = 86400.0
NOW = 1_700_000_000.0


def record(arxiv_id, title="A paper", version=1):
    return Record(
        type="article",
        title=title,
        version=version,
        identifiers=(Identifier(scheme="arxiv", value=arxiv_id),),
    )


def raw(*records):
    """An answer in a language that `read` knows."""
    return "\n".join(dump(one) for one in records).encode()


def read(body):
    if body.startswith(b"<html>"):
        raise SourceNonsense("no feed", "arxiv")
    return tuple(load(line) for line in body.decode().splitlines())


READERS = {"arxiv": read, "crossref": read}


def keep(store, *questions, records=(), source="arxiv", at=None, request="http://x/?id_list=1"):
    answer = Answer(asked=questions, records=records, request=request, raw=raw(*records))
    store.keep(source, answer, READING, at)


def found(store, arxiv_id):
    (mention,) = readers.read(f"arXiv:{arxiv_id}").mentions
    return [one.title for one in store.find(mention)]


@pytest.fixture
def store(tmp_path):
    with closing(Store(tmp_path / "cache", now=lambda: NOW)) as made:
        yield made


@pytest.fixture
def other(tmp_path):
    with closing(Store(tmp_path / "other", now=lambda: NOW)) as made:
        yield made


# -- counting and dropping


def test_a_census_tells_sources_and_kinds_apart_and_what_would_be_asked_again(store):
    keep(store, "id:2101.00001", "id:2101.00002", records=[record("2101.00001")], at=NOW - 2 * DAY)
    keep(store, "title:Two words", "title:Id: a paper AND author=Doe", at=NOW - 3600)
    keep(store, "doi:10.1/x", source="crossref")
    census = upkeep.census(store)
    told = [(one.source, one.kind, one.questions, one.stale) for one in census.counts]
    assert [
        ("arxiv", "papers", 1, 0),
        ("arxiv", "searches", 2, 0),
        ("arxiv", "unknown", 1, 1),
        ("crossref", "unknown", 1, 0),
    ] == told
    assert (3, 1, 0, 0) == (census.answers, census.papers, census.accounts, census.set_aside)
    assert NOW - 2 * DAY == census.counts[0].oldest == census.counts[0].newest
    assert census.size > 0


def test_pruning_drops_what_is_stale_and_what_nothing_points_to_and_no_more(store):
    keep(store, "id:2101.00001", records=[record("2101.00001")], at=NOW - 31 * DAY)
    keep(store, "id:2101.00002", records=[record("2101.00002")], at=NOW - 29 * DAY)
    keep(store, "title:x", at=NOW - 2 * DAY)
    keep(store, "title:y", at=NOW - 60)
    keep(store, "title:y", at=NOW)
    keep(store, *(f"title:{n}" for n in range(3000)), at=NOW - 2 * DAY)
    file = store.database.file
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = file.stat().st_size
    freed = upkeep.prune(store)
    assert freed == before - file.stat().st_size > 50_000
    assert [] == found(store, "2101.00001")
    assert ["A paper"] == found(store, "2101.00002")
    assert {"title:x"} == store.unanswered("arxiv", ["id:2101.00002", "title:x", "title:y"])
    assert [(2,)] == store.database.rows("SELECT count(*) FROM answers")
    assert [] == store.database.rows("SELECT * FROM hints WHERE paper NOT IN (SELECT id FROM papers)")
    assert 0 == upkeep.prune(store)


def test_clearing_drops_all_answers_and_what_was_set_aside(store):
    keep(store, "id:2101.00001", records=[record("2101.00001")])
    store.database.file.with_name("answers.damaged-5").write_bytes(b"x" * 5000)
    assert 1 == upkeep.census(store).set_aside
    assert upkeep.clear(store) > 5000
    assert ["answers.sqlite"] == [path.name for path in store.database.file.parent.glob("answers*e")]
    census = upkeep.census(store)
    assert (0, 0, 0, ()) == (census.answers, census.papers, census.set_aside, census.counts)
    keep(store, "id:2101.00001", records=[record("2101.00001")])
    assert ["A paper"] == found(store, "2101.00001")


# -- sharing


def test_what_is_exported_is_found_after_an_import_as_if_it_had_been_asked(store, other, tmp_path):
    keep(store, "id:2101.00001", "id:2101.00009", records=[record("2101.00001", "Σ one")], at=NOW - 5)
    keep(store, "title:two", records=[record("2101.00002", "Two"), record("2101.00003", "Three")])
    file = str(tmp_path / "team.gz")
    assert 2 == sharing.export(store, file)
    taken = sharing.take(other, file, READERS)
    assert (2, 3, 3) == (taken.answers, taken.questions, taken.papers)
    for arxiv_id in ("2101.00001", "2101.00002", "2101.00003"):
        assert found(store, arxiv_id) == found(other, arxiv_id) != []
    questions = ["id:2101.00001", "id:2101.00009", "title:two", "title:three"]
    assert {"title:three"} == other.unanswered("arxiv", questions)
    assert store.asked(questions) == other.asked(questions)
    again = sharing.take(other, file, READERS)
    assert (2, 0, 0) == (again.answers, again.questions, again.papers)
    assert [(2,)] == other.database.rows("SELECT count(*) FROM answers")
    assert ["answers.sqlite"] == [
        one.name for one in (tmp_path / "other").iterdir() if one.suffix == ".sqlite"
    ]
    assert not list((tmp_path / "other").glob("import-*"))


def test_an_older_answer_never_replaces_a_newer_one(store, other, tmp_path):
    keep(store, "id:2101.00001", "id:2101.00002", records=[record("2101.00001", "Old")], at=NOW - DAY)
    keep(other, "id:2101.00001", records=[record("2101.00001", "New")], at=NOW)
    file = str(tmp_path / "old.gz")
    sharing.export(store, file)
    assert 1 == sharing.take(other, file, READERS).questions
    assert ["New"] == found(other, "2101.00001")
    sharing.export(other, str(tmp_path / "new.gz"))
    sharing.take(store, str(tmp_path / "new.gz"), READERS)
    assert ["New"] == found(store, "2101.00001")


def test_the_latest_version_has_the_name_whichever_comes_in(store, other, tmp_path):
    keep(store, "id:2101.00001", records=[record("2101.00001", "Second", 2)], at=NOW)
    keep(other, "id:2101.00001", records=[record("2101.00001", "First", 1)], at=NOW - DAY)
    sharing.export(store, str(tmp_path / "x.gz"))
    sharing.take(other, str(tmp_path / "x.gz"), READERS)
    assert {"Second", "First"} == set(found(other, "2101.00001"))
    names = other.database.rows("SELECT name FROM papers ORDER BY name")
    assert [("arxiv:2101.00001",), ("arxiv:2101.00001v1",)] == names


def test_nothing_in_the_file_tells_of_a_person_and_the_same_cache_gives_the_same_bytes(store, tmp_path):
    url = "https://api.crossref.org/works/10.1/x?mailto=ada@example.org&rows=2"
    keep(store, "doi:10.1/x", source="crossref", request=url)
    keep(store, "doi:10.1/y", source="crossref", request="http://x/?rows=2&mailto=ada@example.org")
    one = Told(file="/home/ada/secret.txt", first=1, last=1, key="k", papers=("arxiv:1",), account={"a": 1})
    store.tell([one])
    for name in ("one.gz", "two.gz"):
        sharing.export(store, str(tmp_path / name))
    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "two.gz").read_bytes()
    text = gzip.decompress((tmp_path / "one.gz").read_bytes()).decode()
    assert "ada" not in text
    assert '"https://api.crossref.org/works/10.1/x?rows=2"' in text


def test_a_body_that_is_no_text_comes_through(store, other, tmp_path):
    answer = Answer(asked=("title:x",), request="u", raw=b"\xff\x00")
    store.keep("arxiv", answer, READING)
    sharing.export(store, str(tmp_path / "x.gz"))
    sharing.take(other, str(tmp_path / "x.gz"), {"arxiv": lambda _: ()})
    assert other.database.rows("SELECT request FROM answers") == [("u",)]


def test_answers_that_are_kept_beside_the_papers_are_shared_and_become_no_papers(store, other, tmp_path):
    keep(store, f"{ASIDE}title:x", source="crossref", at=NOW)
    nameless = Answer(
        asked=(f"{ASIDE}title:y",), request="u", raw=raw(Record(type="article", title="No name"))
    )
    store.keep("crossref", nameless, 0)
    body = Answer(asked=(f"{ASIDE}title:z",), request="u", raw=raw(record("2101.00001")))
    store.keep("crossref", body, 0)
    sharing.export(store, str(tmp_path / "x.gz"))
    taken = sharing.take(other, str(tmp_path / "x.gz"), READERS)
    assert (3, 3, 0) == (taken.answers, taken.questions, taken.papers)
    assert [] == found(other, "2101.00001")


def test_an_export_replaces_an_export_and_nothing_else(store, tmp_path):
    file = tmp_path / "x.gz"
    sharing.export(store, str(file))
    sharing.export(store, str(file))
    for text in (b"", b"my notes", gzip.compress(b"[1]\n"), gzip.compress(b'{"a": 1}\n')):
        file.write_bytes(text)
        with pytest.raises(OutputError, match="no export of a cache"):
            sharing.export(store, str(file))
        assert text == file.read_bytes()
    for path in (tmp_path, tmp_path / "none" / "x.gz"):
        with pytest.raises(OutputError):
            sharing.export(store, str(path))


def test_an_answer_that_is_damaged_is_left_out(store, other, tmp_path):
    keep(store, "title:x")
    keep(store, "title:y")
    store.database.rows("UPDATE answers SET body = x'00' WHERE id = 1")
    assert 1 == sharing.export(store, str(tmp_path / "x.gz"))
    assert 1 == sharing.take(other, str(tmp_path / "x.gz"), READERS).answers


GOOD = {"source": "arxiv", "request": "u", "at": NOW, "asked": ["id:2101.00001"], "body": ""}
HEAD = {"bibgen-cache": 1}


def written(path, *lines):
    path.write_bytes(gzip.compress("".join(json.dumps(line) + "\n" for line in lines).encode()))
    return str(path)


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": "nobody"},
        {"source": 1},
        {"at": "yesterday"},
        {"at": -1},
        {"at": float("inf")},
        {"at": float("nan")},
        {"asked": []},
        {"asked": [1]},
        {"asked": "id:1"},
        {"request": None},
        {"body": None},
        {"body": "<html>log in</html>"},
        {"body": "not a record"},
        {"body": "[]"},
        {"body": dump(Record(type="article", title="Nameless"))},
        {"body": None, "base64": "!!"},
    ],
)
def test_one_bad_answer_and_nothing_is_taken_over(other, tmp_path, wrong):
    file = written(tmp_path / "x.gz", HEAD, GOOD, GOOD | wrong, {"answers": 2})
    with pytest.raises(InputError, match="answer 2"):
        sharing.take(other, file, READERS)
    assert [(0,)] == other.database.rows("SELECT count(*) FROM answers")
    assert not list((tmp_path / "other").glob("import-*"))


def packed(text):
    return gzip.compress(text, mtime=0)  # the time would be in the test's name


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"no such file at all",
        packed(b""),
        packed(b"[1]\n"),
        packed(b'{"bibgen-cache": "1"}\n'),
        packed(b"[" * 100_000),
        packed(b'{"bibgen-cache": 1}\n'),
        packed(b'{"bibgen-cache": 1}\n{"answers": 1}\n'),
        packed(b'{"bibgen-cache": 1}\n{"answers": 0}\n{"answers": 0}\n'),
        packed(b'{"bibgen-cache": 1}\n{"answers": 0}\n' * 50)[:-9],
    ],
)
def test_what_is_no_export_is_refused_in_one_line(other, tmp_path, text):
    (tmp_path / "x").write_bytes(text)
    with pytest.raises(InputError) as caught:
        sharing.take(other, str(tmp_path / "x"), READERS)
    assert "\n" not in str(caught.value)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_damage_of_a_file_goes_in_and_none_is_a_bug(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("fuzz")
    with closing(Store(folder / "a", now=lambda: NOW)) as store:
        keep(store, "id:2101.00001", records=[record("2101.00001")])
        sharing.export(store, str(folder / "x.gz"))
    packed = bytearray((folder / "x.gz").read_bytes())
    plain = bytearray(gzip.decompress(packed))
    part = data.draw(st.sampled_from([packed, plain]))
    for at in data.draw(st.lists(st.integers(0, len(part) - 1), min_size=1, max_size=3)):
        part[at] = data.draw(st.integers(0, 255))
    (folder / "y").write_bytes(packed if part is packed else gzip.compress(plain))
    with closing(Store(folder / "b", now=lambda: NOW)) as store:
        try:
            sharing.take(store, str(folder / "y"), READERS)
        except (InputError, StoreError):
            assert [(0,)] == store.database.rows("SELECT count(*) FROM answers")


def test_a_file_of_a_newer_bibgen_is_refused(other, tmp_path):
    with pytest.raises(StoreError, match="newer bibgen"):
        sharing.take(other, written(tmp_path / "x.gz", {"bibgen-cache": 2}, {"whatever": 1}), READERS)


def test_an_answer_of_tomorrow_counts_from_now(other, tmp_path):
    line = GOOD | {"at": NOW + 300 * DAY}
    sharing.take(other, written(tmp_path / "x.gz", HEAD, line, {"answers": 1}), READERS)
    assert [(NOW,)] == other.database.rows("SELECT at FROM asked")


def test_where_nothing_lasts_nothing_is_taken_over(tmp_path):
    (tmp_path / "file").write_text("")
    for folder in (None, tmp_path / "file" / "cache"):
        with pytest.raises(StoreError, match="cannot be written"):
            sharing.take(Store(folder), "x.gz", READERS)


WORK = """
import sys
from pathlib import Path
from bibgen.store import Store, sharing, upkeep
from tests.test_cache import READERS, found, keep, record
folder, role = Path(sys.argv[1]), sys.argv[2]
store = Store(folder)
for number in range(40):
    arxiv_id = f"2101.{number:05}"
    if role == "runs":
        keep(store, f"id:{arxiv_id}", records=[record(arxiv_id)])
        store.tell([])
    elif number % 4 == 0:
        upkeep.prune(store)
    elif number % 4 == 1:
        sharing.export(store, str(folder.parent / f"{number}.gz"))
    elif number % 4 == 2:
        sharing.take(store, str(folder.parent / f"{number - 1}.gz"), READERS)
    elif number == 19:
        upkeep.clear(store)
assert store.notices == [], store.notices
"""


def test_no_command_disturbs_a_run_nor_a_run_the_commands(tmp_path):
    command = [sys.executable, "-c", WORK, str(tmp_path / "cache")]
    running = [subprocess.Popen([*command, role]) for role in ("runs", "looks-after", "runs")]
    assert [0, 0, 0] == [one.wait() for one in running]
    with closing(sqlite3.connect(tmp_path / "cache" / "answers.sqlite")) as db:
        assert ("ok",) == db.execute("PRAGMA integrity_check").fetchone()
        orphans = "SELECT count(*) FROM asked WHERE answer NOT IN (SELECT id FROM answers)"
        assert (0,) == db.execute(orphans).fetchone()
