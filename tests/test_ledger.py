"""The ledger: what a person chose is neither lost nor made up, whatever befalls the file."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibgen.errors import StoreError
from bibgen.model import Choice, Identifier, Record
from bibgen.store import Ledger, salvage

RECORD = Record(
    type="article", title="A Generalist Agent", identifiers=(Identifier(scheme="arxiv", value="2205.06175"),)
)
TAKE, WRITTEN, SKIP = Choice(kind="take", record=RECORD), Choice(kind="written"), Choice(kind="skip")


def choose(ledger, fingerprint, choice):
    return ledger.choose(fingerprint, choice, said="Gato", place="listing.txt:12")


def test_choices_come_back_as_they_were_made_and_the_last_of_a_mention_counts(tmp_path):
    ledger = Ledger(tmp_path)
    assert choose(ledger, "a", SKIP)
    assert choose(ledger, "a", TAKE)
    assert choose(ledger, "b", WRITTEN)
    assert {"a": TAKE, "b": WRITTEN} == Ledger(tmp_path).choices(["a", "b", "c"])


def test_more_mentions_than_a_statement_has_parameters_are_no_trouble(tmp_path):
    ledger = Ledger(tmp_path)
    choose(ledger, "1999", SKIP)
    assert {"1999": SKIP} == ledger.choices(str(number) for number in range(2000))


def test_what_was_chosen_is_listed_oldest_first_and_can_be_forgotten(tmp_path):
    now = [10.0]
    ledger = Ledger(tmp_path, now=lambda: now[0])
    choose(ledger, "b", SKIP)
    now[0] = 20.0
    choose(ledger, "a", TAKE)
    first, second = ledger.chosen()
    assert ("b", SKIP, "Gato", "listing.txt:12", 10.0) == (
        first.fingerprint,
        first.choice,
        first.said,
        first.place,
        first.at,
    )
    assert TAKE == second.choice
    assert 1 == ledger.forget(["b", "b", "none"])
    assert ["a"] == [one.fingerprint for one in Ledger(tmp_path).chosen()]


def test_a_ledger_from_before_there_were_choices_keeps_what_it_knows(tmp_path):
    with sqlite3.connect(tmp_path / "ledger.sqlite") as db:
        db.execute("CREATE TABLE written (mark BLOB PRIMARY KEY) WITHOUT ROWID")
        db.execute("INSERT INTO written VALUES (?)", (b"mine",))
    ledger = Ledger(tmp_path)
    assert ledger.knows(b"mine")
    assert choose(ledger, "a", SKIP)
    assert {"a": SKIP} == Ledger(tmp_path).choices(["a"])


def test_a_ledger_of_a_newer_bibgen_is_refused(tmp_path):
    Ledger(tmp_path).close()
    with sqlite3.connect(tmp_path / "ledger.sqlite") as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match=r"newer bibgen.*BIBGEN_DATA_DIR"):
        Ledger(tmp_path)


def test_without_a_folder_to_write_in_choices_last_as_long_as_the_run(tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    for ledger in (Ledger(None), Ledger(file / "data")):
        assert not choose(ledger, "a", TAKE)
        assert {"a": TAKE} == ledger.choices(["a"])
        assert 1 == ledger.forget(["a"])
        assert not ledger.wrote([b"x"])
        assert not ledger.kept
        assert [] == ledger.notices


# What is run on a disk that takes nothing more; even a superuser is held to this limit.
FULL = """
import resource, sys
from pathlib import Path
from bibgen.model import Choice
from bibgen.store import Ledger
folder, skip = Path(sys.argv[1]), Choice(kind="skip")
early = Ledger(folder)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
for ledger in (early, Ledger(folder)):
    assert sorted(ledger.choices("abc")) == ["a"]
    assert not ledger.choose("b", skip, said="", place="")
    assert not ledger.kept
    assert sorted(ledger.choices("abc")) == ["a", "b"]
    assert not ledger.wrote([b"x"])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limit")
def test_a_full_disk_costs_no_choice_of_the_run_and_none_of_those_before(tmp_path):
    ledger = Ledger(tmp_path)
    choose(ledger, "a", TAKE)
    ledger.close()
    done = subprocess.run([sys.executable, "-c", FULL, str(tmp_path)], capture_output=True, check=False)
    assert 0 == done.returncode, done.stderr.decode()
    assert {"a": TAKE} == Ledger(tmp_path).choices(["a", "b"])


@pytest.mark.parametrize("damage", [b"no database at all " * 300, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_set_aside_and_told_and_the_run_goes_on(tmp_path, damage):
    (tmp_path / "ledger.sqlite").write_bytes(damage)
    ledger = Ledger(tmp_path)
    assert ["ledger-damaged"] == [notice.code for notice in ledger.notices]
    assert not ledger.knows(b"x")
    assert choose(ledger, "a", SKIP)
    assert [damage] == [path.read_bytes() for path in tmp_path.glob("*.damaged-*") if path.stat().st_size]


# -- what is saved of a damaged file


def filled(folder, number=200):
    """A ledger with some of everything, closed; its file."""
    ledger = Ledger(folder)
    for at in range(number):
        long = TAKE if at % 3 else SKIP
        ledger.choose(f"{at:032x}", long, said=f"Πaper {at} " * (at % 7 * 40), place=f"listing.txt:{at}")
    ledger.keep_keys("[auth]", {f"arxiv:{at}": f"reed{at}" for at in range(number)})
    ledger.wrote(at.to_bytes(32, "big") for at in range(number))
    ledger.close()
    return folder / "ledger.sqlite"


def held(ledger):
    """All that a ledger knows, but what the text said and where, which no decision rests on."""
    chosen = [one for one in ledger.chosen() if one.choice.record or one.choice.kind != "take"]
    choices = {(one.fingerprint, str(one.choice)) for one in chosen}
    return (
        choices
        | set(ledger.keys("[auth]").items())
        | {at for at in range(200) if ledger.knows(at.to_bytes(32, "big"))}
    )


def leaf(file, page):
    """Whether the page holds the beginnings of rows, and not only what is too long for such a page."""
    return file.read_bytes()[4096 * (page - 1)] == 10


def damaged(file, pages, filler=b"\xff"):
    """Overwrite pages, counted from 1."""
    with file.open("r+b") as spoilt:
        for page in pages:
            spoilt.seek(4096 * (page - 1))
            spoilt.write(filler * (4096 // len(filler)))


def test_damage_that_shows_only_when_it_is_read_costs_the_damaged_page_and_no_other(tmp_path):
    file = filled(tmp_path)
    whole = held(Ledger(tmp_path))
    pages = file.stat().st_size // 4096
    damaged(file, [page for page in range(5, pages + 1) if leaf(file, page)][:1])
    ledger = Ledger(tmp_path)
    saved = held(ledger)
    assert saved < whole
    assert len(saved) > 0.9 * len(whole)
    (notice,) = ledger.notices
    assert "ledger-damaged" == notice.code
    counts = [len(ledger.chosen()), len(ledger.keys("[auth]"))]
    assert f"with {counts[0]} choices and {counts[1]} keys and " in notice.text
    assert choose(ledger, "a", SKIP)
    assert held(Ledger(tmp_path)) == saved | {("a", str(SKIP))}
    assert [] == Ledger(tmp_path).notices


@pytest.mark.parametrize("page", [1, 2, 3, 4])
def test_neither_the_header_nor_the_root_of_a_table_is_needed_to_save_the_rest(tmp_path, page):
    file = filled(tmp_path)
    whole = held(Ledger(tmp_path))
    damaged(file, [page], b"\0")
    ledger = Ledger(tmp_path)
    saved = held(ledger)
    assert ["ledger-damaged"] == [notice.code for notice in ledger.notices]
    assert saved <= whole
    assert len(saved) > 0.9 * len(whole)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 60), max_size=8), st.sampled_from([b"\xff", b"\0", b"ab", bytes(range(256))]))
def test_whatever_pages_are_damaged_nothing_is_saved_that_was_not_there(pages, filler):
    with tempfile.TemporaryDirectory() as folder:
        file = filled(Path(folder))
        whole = held(Ledger(Path(folder)))
        count = file.stat().st_size // 4096
        damaged(file, [page for page in pages if page <= count], filler)
        ledger = Ledger(Path(folder))
        assert held(ledger) <= whole
        saved = held(ledger)  # the damage may have been found on the way
        assert saved <= whole
        assert choose(ledger, "a", SKIP)
        ledger.close()
        assert held(Ledger(Path(folder))) == saved | {("a", str(SKIP))}


def test_what_was_forgotten_and_what_was_chosen_again_stays_so(tmp_path):
    file = filled(tmp_path)
    ledger = Ledger(tmp_path, now=lambda: 2e9)
    ledger.forget(f"{at:032x}" for at in range(100))
    ledger.choose(f"{150:032x}", WRITTEN, said="", place="")
    ledger.close()
    whole = held(Ledger(tmp_path))
    damaged(file, [1])
    saved = held(Ledger(tmp_path))
    assert saved <= whole
    assert WRITTEN == Ledger(tmp_path).choices([f"{150:032x}"])[f"{150:032x}"]


def test_what_lies_in_the_log_only_is_saved_too(tmp_path):
    ledger = Ledger(tmp_path)
    choose(ledger, "old", SKIP)
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    choose(ledger, "new", TAKE)
    copy = tmp_path / "copy"
    copy.mkdir()
    for tail in ("", "-wal"):  # as a machine leaves them that loses power
        (copy / f"ledger.sqlite{tail}").write_bytes((tmp_path / f"ledger.sqlite{tail}").read_bytes())
    rows = [row[:2] for row in salvage.rows(copy / "ledger.sqlite") if len(row) == 6]
    assert {("old", "skip"), ("new", "take")} == set(rows)


def test_a_damaged_file_that_cannot_be_replaced_still_tells_what_was_chosen(tmp_path, monkeypatch):
    file = filled(tmp_path)
    whole = held(Ledger(tmp_path))
    damaged(file, [1])
    (tmp_path / "ledger.sqlite.new").mkdir()  # where the new file would be made
    before = file.read_bytes()
    ledger = Ledger(tmp_path)
    assert whole == held(ledger)
    assert not choose(ledger, "a", SKIP)
    assert not ledger.kept
    assert before == file.read_bytes()


def test_a_record_of_a_kind_that_is_not_known_yet_is_asked_for_again(tmp_path):
    ledger = Ledger(tmp_path)
    choose(ledger, "a", TAKE)
    with sqlite3.connect(tmp_path / "ledger.sqlite") as db:
        db.execute("""UPDATE choices SET record = '{"type": "article", "invented_later": 1}'""")
    assert {} == ledger.choices(["a"])
    assert ["take"] == [one.choice.kind for one in ledger.chosen()]


WORK = """
import sys
from pathlib import Path
from bibgen.model import Choice
from bibgen.store import Ledger
ledger = Ledger(Path(sys.argv[1]))
for number in range(30):
    assert ledger.choose(f"{sys.argv[2]}{number}", Choice(kind="skip"), said="", place="")
"""


def test_two_processes_may_choose_at_once(tmp_path):
    work = [sys.executable, "-c", WORK, str(tmp_path)]
    running = [subprocess.Popen([*work, name]) for name in "ab"]
    assert [0, 0] == [one.wait() for one in running]
    assert 60 == len(Ledger(tmp_path).chosen())


# -- keys


def test_keys_are_kept_by_pattern_and_paper_and_forgotten_on_demand(tmp_path):
    ledger = Ledger(tmp_path)
    assert ledger.keep_keys("[auth]", {"arxiv:1": "Reed", "arxiv:2": "Reeda"})
    assert ledger.keep_keys("[year]", {"arxiv:1": "Reed"})
    assert {"arxiv:1": "Reed", "arxiv:2": "Reeda"} == Ledger(tmp_path).keys("[auth]")
    assert ledger.keep_keys("[auth]", {"arxiv:2": "Reed"}, old=["arxiv:1", "arxiv:2"])
    assert {"arxiv:2": "Reed"} == Ledger(tmp_path).keys("[auth]")
    assert {"arxiv:1": "Reed"} == ledger.keys("[year]")


def test_what_was_given_first_stays_and_who_comes_late_is_told(tmp_path):
    early, late = Ledger(tmp_path), Ledger(tmp_path)
    assert early.keep_keys("p", {"arxiv:1": "reed"})
    assert not late.keep_keys("p", {"arxiv:2": "Reed"})
    assert not late.keep_keys("p", {"arxiv:1": "other"})
    assert {"arxiv:1": "reed"} == late.keys("p")


def test_without_a_folder_to_write_in_keys_last_as_long_as_the_run(tmp_path):
    ledger = Ledger(None)
    assert ledger.keep_keys("p", {"arxiv:1": "reed"})
    assert {"arxiv:1": "reed"} == ledger.keys("p")
    assert {} == Ledger(None).keys("p")


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limit")
def test_a_full_disk_costs_no_key_of_the_run_and_none_of_those_before(tmp_path):
    Ledger(tmp_path).keep_keys("p", {"arxiv:1": "reed"})
    code = FULL.split("for ledger")[0] + (
        "for ledger in (early, Ledger(folder)):\n"
        "    assert ledger.keep_keys('p', {'arxiv:2': 'reeda'})\n"
        "    assert {'arxiv:1': 'reed', 'arxiv:2': 'reeda'} == ledger.keys('p')\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, check=False)
    assert 0 == done.returncode, done.stderr.decode()
    assert {"arxiv:1": "reed"} == Ledger(tmp_path).keys("p")


def test_a_ledger_from_before_there_were_keys_keeps_its_choices(tmp_path):
    ledger = Ledger(tmp_path)
    choose(ledger, "a", SKIP)
    ledger.close()
    with sqlite3.connect(tmp_path / "ledger.sqlite") as db:
        db.execute("DROP TABLE keys")
        db.execute("PRAGMA user_version = 2")
    ledger = Ledger(tmp_path)
    assert {"a": SKIP} == ledger.choices(["a"])
    assert ledger.keep_keys("p", {"arxiv:1": "reed"})
