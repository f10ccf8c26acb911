import sqlite3
import stat
import threading

import pytest

from bibgen import readers
from bibgen.errors import SourceRefused, StoreError
from bibgen.model import Identifier, Name, PartialDate, Record
from bibgen.sources import READING, Answer, Query, Term, ask_key
from bibgen.store import Cached, Ledger, Store
from bibgen.store.records import dump, load

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
