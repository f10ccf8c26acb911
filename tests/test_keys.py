import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibgen import keys, names
from bibgen.errors import UsageError
from bibgen.keys import Standing, Wanted, patterns
from bibgen.model import Identifier, PartialDate, Record

KEY = re.compile(r"[A-Za-z0-9]+(?:[-_.:/+][A-Za-z0-9]+)*")


def record(arxiv="2205.06175", title="A Generalist Agent", author="Scott Reed", year=2022):
    return Record(
        type="article",
        title=title,
        authors=(names.parse(author),) if author else (),
        submitted=PartialDate(year=year) if year else None,
        identifiers=(Identifier(scheme="arxiv", value=arxiv),) if arxiv else (),
    )


def test_a_key_is_family_year_and_first_significant_word():
    assert "reed2022generalist" == keys.base_key(record())


def test_letters_outside_ascii_become_what_their_language_writes():
    assert ["mueller2020x", "oebro2020x", "velickovic2020x", "wang2020x", "vandenoord2020x"] == [
        keys.base_key(record(author=author, title="x", year=2020))
        for author in ("Jürgen Müller", "Mikkel Øbro", "Petar Veličković", "王小明", "Aäron van den Oord")
    ]


def test_a_group_goes_by_its_name():
    assert "gemma2024gemma" == keys.base_key(
        record(author="Gemma Team", title="Gemma 3 Technical Report", year=2024)
    )


def test_stop_words_formulae_and_numbers_do_not_open_a_key():
    assert "reed2022padic" == keys.base_key(record(title="On the 2 $p$-adic $\\Lambda$ numbers"))


def test_what_is_unknown_is_said():
    assert "anonndagent" == keys.base_key(record(author="", year=0, title="Agent"))


def test_the_order_of_the_input_never_changes_a_key():
    papers = [record(arxiv=f"2205.0617{n}") for n in range(5)]
    forward = dict(zip((one.arxiv_id for one in papers), keys.assign(papers), strict=True))
    backward = dict(zip((one.arxiv_id for one in reversed(papers)), keys.assign(papers[::-1]), strict=True))
    assert forward == backward
    assert ["reed2022generalist" + suffix for suffix in ("", "a", "b", "c", "d")] == list(forward.values())


def test_after_z_comes_aa():
    papers = [record(arxiv=f"2205.06{n:03}") for n in range(100, 130)]
    assert ["z", "aa", "ab"] == [key.removeprefix("reed2022generalist") for key in keys.assign(papers)[26:29]]


def test_keys_of_another_file_are_not_given_again_in_any_case():
    assert ["reed2022generalista"] == keys.assign([record()], taken=["Reed2022Generalist"])


def test_the_same_case_in_another_pattern_is_a_clash_too():
    papers = [record(author="Ann Bell"), record(arxiv="2205.06176", author="Ann BELL")]
    assert ["Bell2022", "BELL2022a"] == keys.assign(papers, pattern=patterns.parse("[auth][year]"))


def test_thousands_of_papers_of_one_key_take_no_time():
    papers = [record(arxiv=f"2205.{n:05}") for n in range(1, 5000)]
    assert len(papers) == len(set(keys.assign(papers, pattern=patterns.parse("[year]"))))


def test_two_versions_of_one_paper_have_keys_in_the_order_of_the_versions():
    papers = [versioned(2), versioned(1)]
    assert ["reed2022generalista", "reed2022generalist"] == keys.assign(papers)


def versioned(number):
    return Record(
        type="article",
        title="A Generalist Agent",
        authors=(names.parse("Scott Reed"),),
        submitted=PartialDate(year=2022),
        identifiers=(Identifier(scheme="arxiv", value="2205.06175", version=number),),
    )


def test_a_paper_of_which_a_pattern_says_nothing_has_its_usual_key():
    assert "reed2022generalist" == keys.base_key(record(), patterns.parse("[journal:abbr][volume]"))


def test_a_paper_without_words_goes_by_its_identifier_whatever_the_pattern():
    bare = record(title=None, author="", year=0)
    assert "arxiv220506175" == keys.base_key(bare)
    assert "arxiv220506175" == keys.base_key(bare, patterns.parse("[auth]_[year]"))
    assert "2205.06175" == keys.base_key(bare, patterns.parse("[arxivid]"))


# -- keys that papers have already


def given_to(*records, **wishes):
    wanted = Wanted(**{name: wishes.pop(name) for name in ("standing", "reset") if name in wishes})
    return keys.give(records, **{"sure": range(len(records)), "wanted": wanted} | wishes)


def test_a_key_once_given_stays_when_an_older_paper_would_have_it():
    first = given_to(record(arxiv="2205.06175"))
    assert {"arxiv:2205.06175": "reed2022generalist"} == first.new
    again = given_to(record(arxiv="2205.00001"), record(arxiv="2205.06175"), ledger=first.new)
    assert ("reed2022generalista", "reed2022generalist") == again.keys
    assert {"arxiv:2205.00001": "reed2022generalista"} == again.new


def test_a_key_of_a_paper_in_another_file_is_not_given_to_this_one():
    made = given_to(record(arxiv="2205.00001"), ledger={"arxiv:2205.06175": "Reed2022Generalist"})
    assert ("reed2022generalista",) == made.keys


def test_a_paper_that_was_known_by_its_doi_keeps_its_key_when_its_arxiv_id_is_found():
    doi = Identifier(scheme="doi", value="10.1/x")
    paper = Record(type="article", title="T", identifiers=(*record().identifiers, doi))
    made = given_to(paper, ledger={"doi:10.1/x": "mine"})
    assert (("mine",), {}) == (made.keys, made.new)


def test_entries_of_the_file_keep_the_keys_they_have_there_even_against_the_ledger():
    standing = Standing(given={"arxiv:2205.06175": "Gato"}, taken=frozenset({"gato"}))
    made = given_to(record(), ledger={"arxiv:2205.06175": "reed2022generalist"}, standing=standing)
    assert (("Gato",), {}) == (made.keys, made.new)


def test_no_paper_takes_a_key_that_stands_in_the_file_for_something_else():
    standing = Standing(
        given={"arxiv:2001.00001": "Reed2022Generalist"}, taken=frozenset({"reed2022generalist"})
    )
    for ledger in ({}, {"arxiv:2205.06175": "reed2022generalist"}):
        made = given_to(record(), ledger=ledger, standing=standing)
        assert ("reed2022generalista",) == made.keys
        # What the ledger knows is not changed for the sake of one file.
        assert set(made.new) == ({"arxiv:2205.06175"} - set(ledger))


def test_keys_that_only_one_of_two_papers_can_have_go_to_the_first():
    doi = Identifier(scheme="doi", value="10.1/x")
    one, other = (
        Record(type="article", title="T", identifiers=(*record(arxiv=id).identifiers, doi))
        for id in ("2205.00001", "2205.00002")
    )
    standing = Standing(given={"doi:10.1/x": "both"}, taken=frozenset({"both"}))
    assert ("anonndt", "both") == given_to(other, one, standing=standing).keys


def test_versions_of_a_paper_keep_their_keys_apart_and_the_older_has_the_papers_own():
    made = given_to(versioned(2), versioned(1))
    assert {"arxiv:2205.06175": "reed2022generalist", "arxiv:2205.06175v2": "reed2022generalista"} == made.new
    again = given_to(versioned(1), versioned(2), ledger=made.new)
    assert ("reed2022generalist", "reed2022generalista") == again.keys
    assert ("reed2022generalist",) == given_to(record(), ledger=made.new).keys


def test_what_was_not_identified_comes_last_and_leaves_no_key_behind():
    text = record(arxiv="1001.0001")
    made = given_to(text, record(), sure={1})
    assert ("reed2022generalista", "reed2022generalist") == made.keys
    assert ["arxiv:2205.06175"] == list(made.new)


def test_an_identifier_that_the_words_contradict_brings_no_key_of_the_paper_it_names():
    text = record(title="Something Else")
    ledger = {"arxiv:2205.06175": "reed2022generalist"}
    assert ("reed2022something",) == given_to(text, sure=(), doubted={0}, ledger=ledger).keys
    assert ("reed2022generalist",) == given_to(text, sure=(), ledger=ledger).keys


def test_a_text_that_could_not_be_asked_for_has_the_key_that_its_paper_would_have():
    text = Record(
        type="document", title="A Generalist Agent", authors=record().authors, issued=PartialDate(year=2022)
    )
    ledger = {"arxiv:2205.06175": "reed2022generalist"}
    made = given_to(text, sure=(), ledger=ledger)
    assert (("reed2022generalist",), {}) == (made.keys, made.new)
    assert ("reed2022generalista",) == given_to(
        text, sure=(), standing=Standing(taken=frozenset(ledger.values()))
    ).keys


def test_two_keys_of_a_file_that_differ_in_case_only_are_not_both_kept():
    standing = Standing(
        given={"arxiv:2205.06175": "Gato", "arxiv:2001.00001": "gato"}, taken=frozenset({"gato"})
    )
    made = given_to(record(), record(arxiv="2001.00001"), sure={0}, standing=standing)
    assert ("Gato", "reed2022generalist") == made.keys


def test_a_text_that_is_identified_later_keeps_the_key_it_has_in_the_file():
    standing = Standing(given={"words:ageneralistagent reed": "mine"}, taken=frozenset({"mine"}))
    assert ("mine",) == given_to(record(), standing=standing).keys


def test_a_reset_forgets_the_keys_of_these_papers_and_of_no_others():
    ledger = {"arxiv:2205.06175": "reed2022generalista", "arxiv:2001.00001": "other"}
    standing = Standing(
        given={"arxiv:2205.06175": "mine", "arxiv:2001.00002": "reed2022generalist"},
        taken=frozenset({"mine", "reed2022generalist"}),
    )
    made = given_to(record(), ledger=ledger, reset=True)
    assert (("reed2022generalist",), ("arxiv:2205.06175",)) == (made.keys, made.old)
    assert {"arxiv:2205.06175": "reed2022generalist"} == made.new
    assert ("reed2022generalista",) == given_to(record(), ledger=ledger, standing=standing, reset=True).keys


def test_a_person_says_reset_or_a_pattern_or_both():
    assert Wanted() == keys.wanted(())
    assert Wanted(reset=True) == keys.wanted(["reset"])
    both = keys.wanted(["[auth][year]", "Reset"])
    assert ("[auth][year]", True) == (both.pattern.text, both.reset)
    with pytest.raises(UsageError, match="one pattern, not 2"):
        keys.wanted(["[auth]", "[year]"])


ODD = st.text(st.sampled_from("AaBÄ王김йα €$-{}%\\,~'\"#"), max_size=6)
PAPERS = st.lists(
    st.tuples(ODD, ODD, st.sampled_from([0, 1, 1999, 2022])), max_size=25, unique_by=lambda row: row[:2]
)
PATTERNS = st.sampled_from(
    "[authFirstFull:lower][year][veryshorttitle:lower] [auth]_[shortyear] [authEtAl]-[title] [year] "
    "[authorsAlpha]:[month] [shorttitle:upper:truncate3]/[arxivid] a[journal:(x)]".split()
)


def odd_papers(rows):
    return [record(arxiv=f"2205.0{n:04}", author=a, title=t, year=y) for n, (a, t, y) in enumerate(rows, 1)]


@given(PAPERS, PATTERNS)
def test_keys_are_unique_without_case_and_no_program_chokes_on_them(rows, pattern):
    made = keys.assign(odd_papers(rows), pattern=patterns.parse(pattern))
    assert len(made) == len({key.lower() for key in made})
    assert all(KEY.fullmatch(key) and len(key) < patterns.LONGEST + 5 for key in made)


@given(PAPERS, PATTERNS, st.randoms(use_true_random=False), st.integers(0, 25))
def test_keys_stay_whatever_comes_later_and_in_whatever_order(rows, pattern, chance, first):
    papers, wanted = odd_papers(rows), Wanted(pattern=patterns.parse(pattern))
    early = papers[:first]
    before = keys.give(early, sure=range(len(early)), wanted=wanted)
    held = dict(zip((one.arxiv_id for one in early), before.keys, strict=True))
    mixed = chance.sample(papers, len(papers))
    after = keys.give(mixed, sure=range(len(papers)), wanted=wanted, ledger=before.new)
    again = keys.give(papers, sure=range(len(papers)), wanted=wanted, ledger=before.new)
    by_paper = dict(zip((one.arxiv_id for one in mixed), after.keys, strict=True))
    assert held.items() <= by_paper.items()
    assert by_paper == dict(zip((one.arxiv_id for one in papers), again.keys, strict=True))
    assert len(papers) == len({key.lower() for key in after.keys})
