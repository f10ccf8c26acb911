import json

from bibgen import bibliography, readers, writers
from bibgen.matching.evidence import match
from bibgen.matching.policy import Policy
from bibgen.model import Identifier, Mention, Outcome, PartialDate, Record, Resolution, Span

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
