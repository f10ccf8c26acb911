import json
import subprocess
import sys
from dataclasses import replace

from bibgen import bibliography, keys, readers, writers
from bibgen.keys import Standing, Wanted, patterns
from bibgen.matching.evidence import match
from bibgen.matching.policy import Policy
from bibgen.model import Choice, Identifier, Mention, Outcome, PartialDate, Record, Resolution, Span
from bibgen.store import Ledger

RECORD = Record(
    type="article",
    title="A Generalist Agent",
    submitted=PartialDate(year=2022),
    identifiers=(Identifier(scheme="arxiv", value="2205.06175"),),
)
TEXT = (
    "CVMar 4, 2021\nA Paper That Nobody Has\n\nAda Lovelace et al.\n\nAn abstract of \\textit{few} words.\n"
)


def resolution(text, outcome, record=None):
    (mention,) = readers.read(text).mentions
    best = match(record, (), Policy()) if record else None
    return Resolution(mention=mention, outcome=outcome, best=best)


def compiled(*resolutions, keep=True):
    return bibliography.compile(resolutions, keep_unsettled=keep)


def test_mentions_of_one_paper_become_one_entry():
    made = compiled(
        resolution("2205.06175", Outcome.SETTLED, RECORD), resolution("2205.06175v2", Outcome.SETTLED, RECORD)
    )
    assert 1 == len(made.entries)
    assert made.entries[0].key == made.keys[0] == made.keys[1]


def test_a_doubtful_mention_whose_best_match_is_an_entry_gets_none_of_its_own():
    made = compiled(
        resolution(TEXT, Outcome.REVIEW, RECORD), resolution("2205.06175", Outcome.SETTLED, RECORD)
    )
    assert [RECORD] == [entry.record for entry in made.entries]
    assert (None, made.entries[0].key) == made.keys


def test_a_doubtful_mention_gives_its_own_words_and_nothing_of_the_guess():
    made = compiled(resolution(TEXT, Outcome.REVIEW, RECORD))
    (entry,) = made.entries
    record = entry.record
    assert ("A Paper That Nobody Has", "An abstract of few words.") == (record.title, record.abstract)
    assert record.et_al
    assert () == record.identifiers
    assert "Not identified by bibgen: a likely paper was found, but the evidence is thin" == record.note
    assert {"text"} == set(record.origin.values())
    assert "document" == record.type


def test_two_unknown_texts_that_say_the_same_are_one_entry():
    made = compiled(
        resolution(TEXT, Outcome.UNKNOWN),
        resolution(TEXT, Outcome.UNASKED),
        resolution("2205.99999", Outcome.UNKNOWN),
    )
    assert 2 == len(made.entries)
    assert made.keys[0] == made.keys[1] != made.keys[2]


def test_what_is_not_settled_may_be_dropped():
    made = compiled(
        resolution(TEXT, Outcome.UNKNOWN), resolution("2205.06175", Outcome.SETTLED, RECORD), keep=False
    )
    assert [RECORD] == [entry.record for entry in made.entries]
    assert None is made.keys[0]


def told(**fields):
    span = Span(file="x", first=1, last=1, start=0, end=10)
    return Mention(raw="On nothing", span=span, title="On nothing", **fields)


def test_an_article_nobody_knows_keeps_journal_volume_and_pages_in_every_format():
    mention = told(
        venue="Phys. Rev. D",
        said={"container-title": "Physical Review D", "volume": "12", "issue": "3", "page": "100--110"},
    )
    (entry,) = compiled(Resolution(mention=mention, outcome=Outcome.UNKNOWN)).entries
    bib = writers.write([entry], "bibtex").text
    assert "@article{" in bib
    for field in ("{Physical Review D}", "{12}", "{3}", "{100--110}"):
        assert field in bib
    (item,) = json.loads(writers.write([entry], "csl-json").text)
    assert ("Physical Review D", "12", "3", "100-110") == tuple(
        item[name] for name in ("container-title", "volume", "issue", "page")
    )
    ris = writers.write([entry], "ris").text
    assert "T2  - Physical Review D" in ris
    assert "EP  - 110" in ris


def test_a_paper_nobody_knows_keeps_its_venue_and_its_page_on_the_web():
    page = Identifier(scheme="url", value="https://openreview.net/forum?id=abc")
    mention = told(venue="ICLR 2024", identifiers=(page,))
    (entry,) = compiled(Resolution(mention=mention, outcome=Outcome.UNKNOWN)).entries
    for format in ("bibtex", "biblatex", "csl-json", "ris"):
        text = writers.write([entry], format).text
        assert "ICLR 2024" in text, format
        assert "https://openreview.net/forum?id=abc" in text, format


# -- keys that stay

OLDER = replace(RECORD, identifiers=(Identifier(scheme="arxiv", value="2201.00001"),))


def keyed(ledger, *records, keep_unsettled=True, **wishes):
    made = bibliography.keyed(
        [resolution(one.arxiv_id, Outcome.SETTLED, one) for one in records],
        ledger,
        keep_unsettled=keep_unsettled,
        wanted=Wanted(**wishes),
    )
    return made.keys


def test_a_key_given_in_one_run_stays_in_the_next_and_in_other_files(tmp_path):
    assert ("anon2022generalist",) == keyed(Ledger(tmp_path), RECORD)
    assert ("anon2022generalista", "anon2022generalist") == keyed(Ledger(tmp_path), OLDER, RECORD)
    assert ("anon2022generalista",) == keyed(Ledger(tmp_path), OLDER)


def test_each_pattern_has_keys_of_its_own(tmp_path):
    ledger = Ledger(tmp_path)
    assert ("anon2022generalist",) == keyed(ledger, RECORD)
    assert ("2022",) == keyed(ledger, OLDER, pattern=patterns.parse("[year]"))
    assert ("2022a",) == keyed(ledger, RECORD, pattern=patterns.parse("[year]"))


def test_a_reset_gives_the_papers_of_the_file_their_keys_anew(tmp_path):
    ledger = Ledger(tmp_path)
    keyed(ledger, RECORD)
    keyed(ledger, OLDER)
    assert ("anon2022generalist", "anon2022generalista") == keyed(ledger, OLDER, RECORD, reset=True)
    assert ("anon2022generalista",) == keyed(Ledger(tmp_path), RECORD)


def test_the_keys_of_the_file_that_is_replaced_stay_and_the_ledger_keeps_its_own(tmp_path):
    ledger = Ledger(tmp_path)
    standing = Standing(given={"arxiv:2205.06175": "Gato"}, taken=frozenset({"gato"}))
    assert ("Gato",) == keyed(ledger, RECORD, standing=standing)
    assert ("anon2022generalist",) == keyed(ledger, RECORD)


def test_a_text_that_was_not_identified_leaves_its_key_to_the_paper(tmp_path):
    text = Resolution(mention=told(), outcome=Outcome.UNKNOWN)
    ledger = Ledger(tmp_path)
    made = bibliography.keyed([text], ledger, keep_unsettled=True)
    assert ("anonndnothing",) == made.keys
    assert {} == ledger.keys(keys.USUAL.text)


def test_an_entry_that_a_person_wants_as_it_is_written_keeps_its_key(tmp_path):
    written = Resolution(mention=told(), outcome=Outcome.SETTLED, choice=Choice(kind="written"))
    ledger = Ledger(tmp_path)
    bibliography.keyed([written], ledger, keep_unsettled=True)
    assert {"words:onnothing ": "anonndnothing"} == ledger.keys(keys.USUAL.text)


class Quick(Ledger):
    """A ledger into which another process writes just before this one does."""

    def keep_keys(self, pattern, new, old=()):
        super().keep_keys(pattern, {"arxiv:2201.00001": "anon2022generalist"})
        return super().keep_keys(pattern, new, old)


def test_a_process_that_is_quicker_keeps_the_key(tmp_path):
    assert ("anon2022generalista",) == keyed(Quick(tmp_path), RECORD)
    assert "anon2022generalista" == Ledger(tmp_path).keys(keys.USUAL.text)["arxiv:2205.06175"]


AT_ONCE = """
import sys
from pathlib import Path
from bibgen import keys
from bibgen.model import Identifier, Mention, Outcome, Record, Resolution, Span
from bibgen.bibliography import keyed
from bibgen.matching.evidence import match
from bibgen.matching.policy import Policy
from bibgen.store import Ledger
ledger = Ledger(Path(sys.argv[1]))
for number in map(int, sys.argv[2].split(",")):
    record = Record(type="article", title="T", identifiers=(Identifier(scheme="arxiv", value=f"2205.0{number:04}"),))
    mention = Mention(raw="T", span=Span(file="x", first=1, last=1, start=0, end=1))
    best = match(record, (), Policy())
    made = keyed([Resolution(mention=mention, outcome=Outcome.SETTLED, best=best)], ledger, keep_unsettled=True)
    assert ledger.keys(keys.USUAL.text)[f"arxiv:2205.0{number:04}"] == made.keys[0]
"""


class InStep(Ledger):
    """A ledger into which another process writes whenever this one has read it: both run in step."""

    def __init__(self, folder):
        super().__init__(folder)
        self.other = Ledger(folder)

    def keep_keys(self, pattern, new, old=()):
        self.other.keep_keys(pattern, {f"of the other:{key}": key for key in new.values()})
        return super().keep_keys(pattern, new, old)


def test_processes_in_step_do_not_leave_one_of_them_without_a_key_of_its_own(tmp_path):
    for _ in range(9):
        (key,) = keyed(InStep(tmp_path), RECORD)
    assert key == Ledger(tmp_path).keys(keys.USUAL.text)["arxiv:2205.06175"]


def test_two_processes_at_once_never_give_one_key_to_two_papers(tmp_path):
    numbers = [list(map(str, range(1 + rest, 60, 2))) for rest in (0, 1)]
    running = [
        subprocess.Popen([sys.executable, "-c", AT_ONCE, str(tmp_path), ",".join(one)]) for one in numbers
    ]
    assert [0, 0] == [one.wait() for one in running]
    given = Ledger(tmp_path).keys(keys.USUAL.text)
    assert 59 == len(given) == len(set(given.values()))


# -- what is not identified


THESIS = """@phdthesis{a, author={Reed, Scott}, title={A Generalist Agent}, school={{\\\"O}rebro University}, year=2021}
@mastersthesis{b, author={Doe, Ann}, title={Roman Glass in Gaul}, school={Lund}, year=1999}
@book{c, author={Doe, Ann}, title={Roman Glass}, publisher={Springer}, series={Old Things}, year=2001}
@inproceedings{d, author={Doe, Ann}, title={Glass}, booktitle={Proc. of Glass}, pages={1--9}, year=2002}
@phdthesis{e, author={Doe, Ann}, title={Without a School}, year=2003}
"""


def test_what_nobody_knows_stays_the_thesis_or_book_that_it_is():
    made = [
        bibliography.as_written(Resolution(mention=one, outcome=Outcome.UNKNOWN))
        for one in readers.read(THESIS).mentions
    ]
    assert ["thesis", "thesis", "book", "paper-conference", "document"] == [one.type for one in made]
    assert ["Örebro University", "Lund", "Springer", None, None] == [one.publisher for one in made]
    assert ["PhD thesis", "Master's thesis", None, None, "PhD thesis"] == [one.genre for one in made]
    assert "Old Things" == made[2].collection_title


def test_a_thesis_beside_the_paper_of_its_title_gets_an_entry_of_its_own():
    paper = resolution("2205.06175", Outcome.SETTLED, RECORD)
    thesis = replace(
        resolution("2205.06175", Outcome.REVIEW, RECORD),
        mention=readers.read(THESIS).mentions[0],
        reasons=("title", "other-publication"),
    )
    made = bibliography.compile([paper, thesis], keep_unsettled=True)
    assert ["article", "thesis"] == [one.record.type for one in made.entries]
    assert "another publication of this title" in made.entries[1].record.note
