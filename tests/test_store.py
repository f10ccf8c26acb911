import random
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
from contextlib import closing, nullcontext
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibgen import matching, readers
from bibgen.errors import SourceRefused, SourceUnreachable, StoreError
from bibgen.model import Identifier, Name, Outcome, PartialDate, Record
from bibgen.sources import READING, Answer, Query, Term, ask_key
from bibgen.store import Cached, Ledger, Store, Told, files
from bibgen.store.records import dump, load
from bibgen.store.tables import ASIDE

RECORD = Record(
    type="article-journal",
    title="Perceivers and their $Λ_α$ bottlenecks",
    authors=(Name(family="Oord", given="Aäron", particle="van den"), Name(literal="CDF Collaboration")),
    et_al=True,
    issued=PartialDate(year=2022),
    submitted=PartialDate(year=2021, month=3, day=4),
    container_title="Nature",
    identifiers=(
        Identifier(scheme="arxiv", value="2103.03206"),
        Identifier(scheme="doi", value="10.1000/x", typed="10.1000/X"),
    ),
    categories=("cs.CV",),
    version=2,
    abstract="Biological systems understand the world by processing inputs from modalities as diverse as vision.",
    origin={"title": "arxiv"},
)
QUERY = Query(terms=(Term(field="title", text="Perceivers"),))


class Source:
    """Answers everything with one record, and counts."""

    name = "arxiv"

    def __init__(self, record=RECORD):
        self.asked = []
        self.record = record

    def turn(self):
        return nullcontext()

    def packet(self, questions):
        return len(questions)

    def ask_ids(self, ids):
        self.asked += ids
        yield Answer(asked=tuple(map(ask_key, ids)), records=(self.record,), request="u", raw=b"<feed/>")

    def ask(self, queries):
        self.asked += queries
        yield Answer(asked=tuple(map(ask_key, queries)), records=(self.record,), request="u", raw=b"<feed/>")

    def records(self, raw):
        assert raw == b"<feed/>"
        return (self.record,)


def cached(store, source, reading=READING):
    return Cached(store, "arxiv", reading, lambda: source)


def mention(text):
    return readers.read(text).mentions[0]


def test_a_record_comes_back_as_it_went():
    assert load(dump(RECORD)) == RECORD
    assert load(dump(RECORD)).identifiers[1].typed == "10.1000/X"


def test_what_was_answered_is_not_asked_again_not_even_by_another_process(tmp_path):
    source = Source()
    store = Store(tmp_path)
    list(cached(store, source).ask_ids(["2103.03206"]))
    list(cached(store, source).ask([QUERY]))
    store.close()
    again = Store(tmp_path)
    list(cached(again, source).ask_ids(["2103.03206"]))
    list(cached(again, source).ask([QUERY]))
    assert ["2103.03206", QUERY] == source.asked


@pytest.mark.parametrize("text", ["2103.03206", "doi:10.1000/X", "Abstract: " + RECORD.abstract])
def test_a_paper_at_hand_is_found_by_whatever_it_is_named(tmp_path, text):
    store = Store(tmp_path)
    list(cached(store, Source()).ask_ids(["2103.03206"]))
    assert [RECORD] == store.find(mention(text))


def test_an_unknown_id_is_asked_again_the_next_day_and_a_known_one_a_month_later(tmp_path):
    now = [1_000_000.0]
    store = Store(tmp_path, now=lambda: now[0])
    source = Source()
    asked = cached(store, source)
    list(asked.ask_ids(["2103.03206", "2103.99999"]))
    now[0] += 2 * 86400
    list(asked.ask_ids(["2103.03206", "2103.99999"]))
    assert ["2103.03206", "2103.99999", "2103.99999"] == source.asked
    now[0] += 31 * 86400
    assert [] == store.find(mention("2103.03206"))
    list(asked.ask_ids(["2103.03206"]))
    assert 4 == len(source.asked)


def test_a_clock_set_back_a_year_makes_nothing_fresh_for_ever(tmp_path):
    now = [100_000_000.0]
    store = Store(tmp_path, now=lambda: now[0])
    source = Source()
    list(cached(store, source).ask_ids(["2103.03206"]))
    now[0] -= 365 * 86400
    list(cached(store, source).ask_ids(["2103.03206"]))
    assert 2 == len(source.asked)


def test_failures_are_never_kept(tmp_path):
    class Refusing(Source):
        def ask_ids(self, ids):
            self.asked += ids
            yield Answer(asked=tuple(map(ask_key, ids)), failure=SourceRefused("no", "arxiv"))

    source = Refusing()
    asked = cached(Store(tmp_path), source)
    list(asked.ask_ids(["2103.03206"]))
    list(asked.ask_ids(["2103.03206"]))
    assert 2 == len(source.asked)


def test_a_better_reading_needs_no_new_request(tmp_path):
    store = Store(tmp_path)
    list(cached(store, Source()).ask_ids(["2103.03206"]))
    better = Record(type="article", title="Better", identifiers=RECORD.identifiers)
    source = Source(better)
    asked = cached(store, source, READING + 1)
    list(asked.ask_ids(["2103.03206"]))
    assert [better] == store.find(mention("2103.03206"))
    assert [] == source.asked


def test_a_store_of_a_newer_bibgen_is_refused_kindly(tmp_path):
    Store(tmp_path).close()
    with sqlite3.connect(tmp_path / "answers.sqlite") as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="newer bibgen"):
        Store(tmp_path)


@pytest.mark.parametrize(
    "damage", [b"this is no database at all " * 100, b"SQLite format 3\0" + b"\xff" * 5000]
)
def test_a_damaged_store_is_set_aside_and_told(tmp_path, damage):
    (tmp_path / "answers.sqlite").write_bytes(damage)
    store = Store(tmp_path)
    assert ["cache-damaged"] == [notice.code for notice in store.notices]
    list(cached(store, Source()).ask_ids(["2103.03206"]))
    assert [damage] == [path.read_bytes() for path in tmp_path.glob("*.damaged-*")]


def test_without_a_folder_to_write_in_it_works_and_says_so(tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    store = Store(file / "cache")
    assert ["no-cache"] == [notice.code for notice in store.notices]
    list(cached(store, Source()).ask_ids(["2103.03206"]))
    assert [RECORD] == store.find(mention("2103.03206"))


def test_no_home_is_no_trouble():
    store = Store(None)
    assert [] == store.notices
    list(cached(store, Source()).ask_ids(["2103.03206"]))


def test_two_processes_may_keep_answers_at_once(tmp_path):
    def work(start):
        store = Store(tmp_path)
        for n in range(start, start + 20):
            record = Record(
                type="article",
                title=f"Paper {n}",
                identifiers=(Identifier(scheme="arxiv", value=f"2103.{n:05}"),),
            )
            list(cached(store, Source(record)).ask_ids([f"2103.{n:05}"]))
        store.close()

    threads = [threading.Thread(target=work, args=(start,)) for start in (100, 200, 300)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with sqlite3.connect(tmp_path / "answers.sqlite") as db:
        assert (60,) == db.execute("SELECT count(*) FROM papers").fetchone()
        assert ("ok",) == db.execute("PRAGMA integrity_check").fetchone()


def test_the_ledger_remembers_what_bibgen_wrote(tmp_path):
    Ledger(tmp_path).wrote([b"a", b"b", b"a"])
    assert Ledger(tmp_path).knows(b"a")
    assert not Ledger(tmp_path).knows(b"c")
    assert not Ledger(None).knows(b"a")


def test_a_ledger_that_cannot_be_kept_knows_nothing(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    ledger = Ledger(folder / "deeper")
    ledger.wrote([b"a"])
    folder.chmod(stat.S_IRWXU)


# -- what befalls the file while a run goes on


def ask(store, *ids, source=None):
    """Ask through the store; which of the ids the source was asked."""
    source = source or Source()
    list(cached(store, source).ask_ids(ids))
    return source.asked


def paper(number):
    identifier = Identifier(scheme="arxiv", value=f"2103.{number:05}")
    return Record(type="article", title=f"Paper {number}", identifiers=(identifier,), version=1)


def fill(store, numbers):
    for number in numbers:
        ask(store, f"2103.{number:05}", source=Source(paper(number)))


def spoil(file, first=4096):
    """Overwrite all but the first page, as a broken disk may."""
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with file.open("r+b") as held:
        size = held.seek(0, 2)
        held.seek(first)
        held.write(b"\xff" * (size - first))


def aside(folder):
    """The names of the files that were set aside."""
    names = [path.name for path in folder.glob("*.damaged-*")]
    return sorted(name for name in names if not name.endswith(("-wal", "-shm")))


def test_damage_in_mid_run_costs_the_cache_and_not_the_run(tmp_path):
    store = Store(tmp_path)
    fill(store, range(1, 40))
    spoil(tmp_path / "answers.sqlite")
    another = Store(tmp_path)  # this one has no page of it in memory
    assert [] == another.find(mention("2103.00007"))
    assert ["cache-damaged"] == [notice.code for notice in another.notices]
    assert ["2103.03206"] == ask(another, "2103.03206")
    assert [RECORD] == another.find(mention("2103.03206"))
    assert ["2103.00050"] == ask(store, "2103.00050", source=Source(paper(50)))
    another.close()
    store.close()
    assert 1 == len(aside(tmp_path))
    again = Store(tmp_path)  # the first process has followed to the new file
    assert [] == ask(again, "2103.03206", "2103.00050")


class Papers(Source):
    """Answers each id with its paper, in bodies that are long as a service's are."""

    def ask_ids(self, ids):
        self.asked += ids
        records = tuple(paper(int(one.split(".")[1])) for one in ids)
        noise = random.Random(ids[0]).randbytes(3000).hex()  # does not get shorter by packing
        raw = "\n".join([noise, *map(dump, records)]).encode()
        yield Answer(asked=tuple(map(ask_key, ids)), records=records, request="u", raw=raw)

    def records(self, raw):
        return tuple(map(load, raw.decode().splitlines()[1:]))


def answered(folder, count=60):
    """A store with so many answers of three papers each, and accounts, closed; the ids."""
    ids = [f"2103.{number:05}" for number in range(1, 3 * count + 1)]
    store = Store(folder)
    for at in range(0, len(ids), 3):
        ask(store, *ids[at : at + 3], source=Papers())
    told = Told(file="/x.txt", first=1, last=1, key="k", papers=("arxiv:1",), account={"a": 1})
    store.tell([told])
    store.close()
    return ids


def garbage(file, first, pages, filler=b"\xff"):
    """Overwrite pages, counted from 1."""
    with file.open("r+b") as held:
        held.seek(4096 * (first - 1))
        held.write((filler * 4096 * pages)[: 4096 * pages])


def test_garbage_in_the_middle_of_the_cache_costs_the_answers_there_and_no_other(tmp_path):
    ids = answered(tmp_path)
    file = tmp_path / "answers.sqlite"
    middle = file.stat().st_size // 8192
    leaf = next(at for at in range(middle, 200) if file.read_bytes()[4096 * (at - 1)] == 10)
    garbage(file, leaf - 6, 7)
    store, source = Store(tmp_path), Papers()
    asking = cached(store, source)
    for one in ids:
        list(asking.ask_ids([one]))
    (notice,) = store.notices
    saved = int(re.search(r"with (\d+) answers and \d+ questions answered", notice.text)[1])
    assert "cache-damaged" == notice.code
    assert 50 < saved < 60
    # What is asked again is what was lost, and every paper that counts as answered is at hand.
    assert 0 < len(source.asked) < 110
    assert [[paper(int(one.split(".")[1]))] for one in ids] == [store.find(mention(one)) for one in ids]
    store.close()
    again, source = Store(tmp_path), Papers()
    list(cached(again, source).ask_ids(ids))
    assert ([], []) == (source.asked, again.notices)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 160), min_size=1, max_size=6), st.sampled_from([b"\xff", b"\0", b"ab"]))
def test_whatever_pages_of_the_cache_are_damaged_no_paper_that_is_there_counts_as_unknown(pages, filler):
    with tempfile.TemporaryDirectory() as scratch:
        folder, ids = Path(scratch), answered(Path(scratch), 20)
        for page in pages:
            if page * 4096 <= (folder / "answers.sqlite").stat().st_size:
                garbage(folder / "answers.sqlite", page, 1, filler)
        store, source = Store(folder), Papers()
        asking = cached(store, source)
        for one in ids:
            found = [paper(int(one.split(".")[1]))] == store.find(mention(one))
            assert found or store.unanswered("arxiv", [ask_key(one)])
        list(asking.ask_ids(ids))
        for one in ids:
            assert [paper(int(one.split(".")[1]))] == store.find(mention(one))


def test_a_question_never_goes_with_an_answer_that_was_given_its_number_anew(tmp_path):
    store = Store(tmp_path, now=lambda: 1e9)
    ask(store, "2103.00001", source=Papers())
    store.close()
    with closing(sqlite3.connect(tmp_path / "answers.sqlite", isolation_level=None)) as db:
        db.execute("UPDATE answers SET at = at + 60")
        db.execute("UPDATE papers SET at = at + 60")
    garbage(tmp_path / "answers.sqlite", 1, 1, b"\0")
    store = Store(tmp_path, now=lambda: 1e9 + 120)
    assert ["cache-damaged"] == [notice.code for notice in store.notices]
    assert ["2103.00001"] == ask(store, "2103.00001", source=Papers())


def test_what_is_kept_beside_the_papers_is_saved_and_never_read_into_them(tmp_path):
    store = Store(tmp_path)
    raw = "\n".join(["", dump(paper(1))]).encode()
    store.keep("arxiv", Answer(asked=(f"{ASIDE}title:x",), request="u", raw=raw), 0)
    store.close()
    garbage(tmp_path / "answers.sqlite", 1, 1, b"\0")
    store = Store(tmp_path)
    assert "with 1 answers and 1 questions answered" in store.notices[0].text
    cached(store, Papers())
    assert [] == store.find(mention("2103.00001"))
    assert set() == store.unanswered("arxiv", [f"{ASIDE}title:x"])


@pytest.mark.parametrize("made", [Store, Ledger])
def test_a_file_that_was_emptied_is_a_loss_and_told(tmp_path, made):
    made(tmp_path).close()
    (file,) = tmp_path.glob("*.sqlite")
    file.write_bytes(b"")
    again = made(tmp_path)
    (notice,) = again.notices
    assert "was damaged; it is set aside as" in notice.text
    assert "nothing could be saved" in notice.text
    again.close()
    assert [] == made(tmp_path).notices


def test_a_log_that_is_left_without_its_file_spoils_no_new_one(tmp_path):
    store = Store(tmp_path)
    ask(store, "2103.03206")
    log = (tmp_path / "answers.sqlite-wal").read_bytes()
    store.close()
    (tmp_path / "answers.sqlite").unlink()
    (tmp_path / "answers.sqlite-wal").write_bytes(log)
    again = Store(tmp_path)
    assert ["2103.03206"] == ask(again, "2103.03206")
    assert [] == again.notices


def test_damage_found_by_two_at_once_sets_one_file_aside(tmp_path):
    fill(Store(tmp_path), range(1, 40))
    stores = [Store(tmp_path) for _ in range(2)]
    spoil(tmp_path / "answers.sqlite")
    for store in stores:
        assert ["2103.03206"] == ask(store, "2103.03206") or store is stores[1]
    assert 1 == len(aside(tmp_path))
    assert [RECORD] == stores[0].find(mention("2103.03206")) == stores[1].find(mention("2103.03206"))


def test_what_was_set_aside_is_never_written_over(tmp_path):
    for _ in range(3):
        (tmp_path / "answers.sqlite").write_bytes(b"this is no database at all " * 100)
        Store(tmp_path, now=lambda: 5.0).close()
    names = ["answers.damaged-5", "answers.damaged-5-2", "answers.damaged-5-3"]
    assert names == aside(tmp_path)


def test_a_cache_that_is_deleted_in_mid_run_is_begun_anew(tmp_path):
    store = Store(tmp_path / "cache")
    ask(store, "2103.03206")
    shutil.rmtree(tmp_path / "cache")
    assert ["2103.03206"] == ask(store, "2103.03206")
    assert store.kept
    assert [] == ask(Store(tmp_path / "cache"), "2103.03206")


def test_a_record_whose_text_is_damaged_is_asked_for_and_never_shown(tmp_path):
    store = Store(tmp_path)
    ask(store, "2103.03206")
    with closing(sqlite3.connect(tmp_path / "answers.sqlite", isolation_level=None)) as db:
        db.execute("UPDATE papers SET record = CAST(replace(record, 'bottleneck', x'ff') AS TEXT)")
    assert [] == Store(tmp_path).find(mention("2103.03206"))
    better = Store(tmp_path)
    list(cached(better, Source(), READING + 1).ask_ids(["2103.03206"]))  # the raw answer is whole
    assert [RECORD] == better.find(mention("2103.03206"))


def test_a_locked_file_is_waited_for_and_then_done_without(tmp_path, monkeypatch):
    ask(Store(tmp_path), "2103.03206")
    monkeypatch.setattr(files, "_BUSY", 0.1)
    store = Store(tmp_path)
    with closing(sqlite3.connect(tmp_path / "answers.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert ["2103.00001"] == ask(store, "2103.00001", source=Source(paper(1)))
        assert ["no-cache"] == [notice.code for notice in store.notices]
        assert "locked" in store.notices[0].text
        assert [] == ask(store, "2103.03206", "2103.00001")
        other.execute("ROLLBACK")
    assert ["2103.00001"] == ask(Store(tmp_path), "2103.00001", source=Source(paper(1)))


def test_a_file_locked_to_all_is_done_without_from_the_start(tmp_path, monkeypatch):
    before = Store(tmp_path)
    ask(before, "2103.03206")
    before.close()
    monkeypatch.setattr(files, "_BUSY", 0.05)
    monkeypatch.setattr(files, "_TRIES", 1)
    with closing(sqlite3.connect(tmp_path / "answers.sqlite", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        store = Store(tmp_path)
        assert ["no-cache"] == [notice.code for notice in store.notices]
        assert ["2103.03206"] == ask(store, "2103.03206")


def test_a_lock_that_is_let_go_is_waited_for(tmp_path):
    store = Store(tmp_path)
    other = sqlite3.connect(tmp_path / "answers.sqlite", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.2, lambda: other.execute("ROLLBACK"))
    timer.start()
    ask(store, "2103.03206")
    timer.join()
    other.close()
    assert [] == store.notices
    assert [] == ask(Store(tmp_path), "2103.03206")


# Run on a disk that takes nothing more; even a superuser is held to such a limit.
FULL = """
import resource, sys
from pathlib import Path
from bibgen.store import Cached, Store, upkeep
from tests.test_store import RECORD, READING, Source, ask, cached, fill, mention, paper
folder, kind = Path(sys.argv[1]), sys.argv[2]
early = None if kind == "open" else Store(folder)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
store = early or Store(folder, refresh=True)
if kind == "tell":
    store.tell([])
elif kind == "reread":
    list(cached(store, Source(), READING + 1).ask_ids(["2103.03206"]))
elif kind == "refreshed":
    store._since = 1.0
    store.refreshed()
elif kind == "prune":
    upkeep.prune(store)
elif kind == "clear":
    upkeep.clear(store)
if kind != "clear":
    assert store.find(mention("2103.03206")) == ([] if kind == "open" else [RECORD]), kind
ask(store, "2103.00001", source=Source(paper(1)))
assert store.find(mention("2103.00001")) == [paper(1)]
assert [notice.code for notice in store.notices] == ["no-cache"], store.notices
assert not store.kept
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limit")
@pytest.mark.parametrize("kind", ["open", "keep", "tell", "reread", "refreshed", "prune", "clear"])
def test_a_full_disk_ends_no_run_whatever_it_was_about_to_write(tmp_path, kind):
    ask(Store(tmp_path), "2103.03206")
    done = subprocess.run([sys.executable, "-c", FULL, str(tmp_path), kind], capture_output=True, check=False)
    assert 0 == done.returncode, done.stderr.decode()
    assert [RECORD] == Store(tmp_path).find(mention("2103.03206"))


def test_a_file_that_may_not_grow_is_a_full_disk(tmp_path):
    store = Store(tmp_path)
    ask(store, "2103.03206")
    pages = store.database.rows("PRAGMA page_count")[0][0]
    store.database.rows(f"PRAGMA max_page_count = {pages}")
    fill(store, range(1, 60))
    assert ["no-cache"] == [notice.code for notice in store.notices]
    assert "full" in store.notices[0].text
    assert [] == ask(store, "2103.03206", *(f"2103.{number:05}" for number in range(1, 60)))


READ_ONLY = """
import os, sys
from pathlib import Path
from bibgen.store import Cached, Store
from tests.test_store import RECORD, Source, ask, mention, paper
ask(Store(None), "2103.03206")  # loads what only the owner may read
Store(None).find(mention("2103.03206"))
if os.geteuid() == 0:
    os.setuid(65534)
store = Store(Path(sys.argv[1]))
assert [notice.code for notice in store.notices] == ["no-cache"], store.notices
assert store.find(mention("2103.03206")) == [RECORD]
assert ask(store, "2103.03206") == []
assert ask(store, "2103.00001", source=Source(paper(1))) == ["2103.00001"]
assert ask(store, "2103.00001") == []
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no such owners")
def test_answers_in_a_folder_of_another_user_are_read_and_new_ones_held_in_memory():
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home, "cache")
        store = Store(folder)
        ask(store, "2103.03206")
        store.close()
        Path(home).chmod(0o755)
        folder.chmod(0o555)
        (folder / "answers.sqlite").chmod(0o444)
        done = subprocess.run(
            [sys.executable, "-c", READ_ONLY, str(folder)], capture_output=True, check=False
        )
        folder.chmod(0o755)
    assert 0 == done.returncode, done.stderr.decode()


# -- refreshing

DAY = 86400


def test_a_refresh_asks_again_what_is_fresh_and_a_run_after_it_does_not(tmp_path):
    now = [1_000_000.0]
    ask(Store(tmp_path, now=lambda: now[0]), "2103.03206")
    now[0] += 60
    store = Store(tmp_path, now=lambda: now[0], refresh=True)
    assert [] == store.find(mention("2103.03206"))
    assert ["2103.03206"] == ask(store, "2103.03206")
    assert [RECORD] == store.find(mention("2103.03206"))
    store.refreshed()
    assert [] == ask(Store(tmp_path, now=lambda: now[0]), "2103.03206")
    now[0] += 60
    assert ["2103.03206"] == ask(Store(tmp_path, now=lambda: now[0], refresh=True), "2103.03206")


def test_a_refresh_that_was_killed_goes_on_where_it_stopped_for_a_day(tmp_path):
    now = [1_000_000.0]
    fill(Store(tmp_path, now=lambda: now[0]), (1, 2))
    now[0] += 60
    killed = Store(tmp_path, now=lambda: now[0], refresh=True)
    fill(killed, (1,))
    killed.close()
    now[0] += 60
    again = Store(tmp_path, now=lambda: now[0], refresh=True)
    assert ["2103.00002"] == ask(again, "2103.00001", "2103.00002", source=Source(paper(2)))
    now[0] += DAY
    late = Store(tmp_path, now=lambda: now[0], refresh=True)
    assert ["2103.00001", "2103.00002"] == ask(late, "2103.00001", "2103.00002")


class Dead(Source):
    def ask_ids(self, ids):
        raise SourceUnreachable("cannot be reached", "arxiv")
        yield


@pytest.mark.parametrize(("refresh", "days"), [(True, 1), (False, 40)])
def test_what_cannot_be_asked_anew_is_shown_as_it_was_and_told(tmp_path, refresh, days):
    now = [1_000_000.0]
    ask(Store(tmp_path, now=lambda: now[0]), "2103.03206")
    now[0] += days * DAY
    store = Store(tmp_path, now=lambda: now[0], refresh=refresh)
    assert [] == store.find(mention("2103.03206"))
    with pytest.raises(SourceUnreachable):
        ask(store, "2103.03206", source=Dead())
    assert [] == store.notices
    assert [RECORD] == store.find(mention("2103.03206"))
    assert ["old-answers"] == [notice.code for notice in store.notices]
    assert "1970-01-12" in store.notices[0].text


def test_no_age_of_a_record_makes_it_fresh_where_the_source_answers(tmp_path):
    now = [1_000_000.0]
    ask(Store(tmp_path, now=lambda: now[0]), "2103.03206")
    now[0] += 40 * DAY
    store = Store(tmp_path, now=lambda: now[0])
    assert ["2103.03206"] == ask(store, "2103.03206")
    assert [] == store.notices


def test_a_store_of_before_there_were_refreshes_keeps_its_answers(tmp_path):
    ask(Store(tmp_path), "2103.03206")
    with closing(sqlite3.connect(tmp_path / "answers.sqlite", isolation_level=None)) as db:
        db.execute("DROP TABLE refreshes")
        db.execute("PRAGMA user_version = 2")
    assert [] == ask(Store(tmp_path, refresh=False), "2103.03206")


def test_a_file_of_another_program_is_left_alone_and_done_without(tmp_path):
    with closing(sqlite3.connect(tmp_path / "answers.sqlite")) as db:
        db.execute("CREATE TABLE answers (something_else)")
    store = Store(tmp_path)
    assert ["no-cache"] == [notice.code for notice in store.notices]
    assert ["2103.03206"] == ask(store, "2103.03206")
    assert [] == list(tmp_path.glob("*.damaged-*"))


def test_a_refresh_that_cannot_ask_settles_by_what_is_old(tmp_path):
    ask(Store(tmp_path, now=lambda: 1e9), "2103.03206")
    store = Store(tmp_path, now=lambda: 1e9 + 60, refresh=True)
    (resolution,) = matching.resolve(
        [mention("2103.03206")], shelves=[store], source=cached(store, Dead()), publishers=None
    )
    assert Outcome.SETTLED is resolution.outcome
    assert RECORD == resolution.best.record
    assert ["old-answers"] == [notice.code for notice in store.notices]


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limit")
def test_a_disk_that_is_full_before_a_cache_is_whole_leaves_no_torn_one(tmp_path):
    code = """
import resource, sys
from pathlib import Path
from bibgen.store import Store
for most in range(0, 120_000, 4096):
    folder = Path(sys.argv[1], str(most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    Store(folder).close()
"""
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, check=False)
    assert 0 == done.returncode, done.stderr.decode()
    made = list(tmp_path.glob("*/answers.sqlite"))
    assert 0 < len(made) < 30
    assert [] == list(tmp_path.glob("*/*.new*"))
    for file in made:
        with closing(sqlite3.connect(file)) as db:
            assert (3,) == db.execute("PRAGMA user_version").fetchone()
            assert ("ok",) == db.execute("PRAGMA integrity_check").fetchone()
