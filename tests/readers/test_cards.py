"""Cards of authors' and venues' pages: what must be one, and what must not."""

from __future__ import annotations

import pytest

from bibgen.readers import read
from bibgen.readers.pages import people

PROSE = """\
We met in the morning and talked about attention and about
Ann Lee, Bob Ray, and about what the others think of it.

A longer list was read by John Smith, Mary Jones and others, 2019
and it was cited by 12 people, as the PDF shows. Save it for later.
"""


def titles(text):
    return [one.title for one in read(text).mentions]


def test_prose_with_names_and_words_of_pages_is_no_card():
    assert titles(PROSE) == []


def test_one_title_over_names_is_no_list():
    assert titles("The speakers of this evening\nAnn Lee, Bob Ray\n\nWe begin at seven.\n") == []


def test_a_committee_is_no_list_of_papers():
    text = (
        "Program chairs of the conference\nAnn Lee, Bob Ray\nArea chairs of the conference\nJo Fox, Al Roe\n"
    )
    assert titles(text) == []


def test_a_new_button_ends_a_card_and_the_next_reads_on():
    card = "{}\nO Vinyals, S Bengio\nNIPS, 2015\n{}"
    text = card.format("Order matters for sets", "Ask our assistant\n") + card.format("Pointer networks", "")
    assert titles(text) == ["Order matters for sets", "Pointer networks"]


@pytest.mark.parametrize(
    "row", ["NIPS, 2015\t12\t2015", "NIPS, 2015\n\t12*\t2015", "NIPS, 2015\n12\n2015", "\t\t2015"]
)
def test_counts_and_years_of_scholar_stand_anywhere(row):
    (one,) = read(f"Pointer networks\nO Vinyals, M Fortunato, ...\n{row}\n").mentions
    assert (one.title, one.et_al, one.issued.year) == ("Pointer networks", True, 2015)


def test_the_profile_above_a_list_of_articles_is_no_card():
    text = "Oriol Vinyals\nGoogle DeepMind\nVerified email at google.com\nMachine Learning\nTitle\nCited by\nYear\n"
    assert titles(text + "Pointer networks\nO Vinyals, M Fortunato\nNIPS, 2015\n") == ["Pointer networks"]


@pytest.mark.parametrize(
    ("entry", "title", "venue"),
    [
        ("Wei Wang 0001, Bo Li: Is it so? A test. ICML 2022: 1-9", "Is it so? A test", "ICML"),
        ("Wei Wang 0001, Bo Li: Lee vs. Sedol. Nat. 518(1): 5-9 (2015)", "Lee vs. Sedol", "Nat."),
        ("Bo Li: On Sets. J. Mach. Learn. Res. 21: 140:1-140:67 (2020)", "On Sets", "J. Mach. Learn. Res."),
        ("Bo Li: Logic: a view. CoRR cs.LO/0301001 (2003)", "Logic: a view", "CoRR"),
    ],
)
def test_dblp_titles_end_where_the_venue_begins(entry, title, venue):
    (one,) = read(entry).mentions
    assert (one.title, one.venue) == (title, venue)
    assert not any(char.isdigit() for name in one.authors for char in name.family)


def test_a_paper_in_a_conference_and_in_corr_is_two_mentions():
    text = "[c1]Bo Li: On Sets. ICML 2022: 1-9\n[i1]Bo Li: On Sets. CoRR abs/2205.06175 (2022)\n"
    first, second = read(text).mentions
    assert first.title == second.title
    assert not first.identifiers
    assert second.identifiers[0].value == "2205.06175"


def test_an_id_in_an_abstract_or_a_comment_is_another_paper():
    text = "On Sets\nCode\nMay 12, 2022\nBo Li\nAbstract: See arXiv:2001.00001.\n* follows arXiv:2001.00002\nVia\n"
    (one,) = read(text).mentions
    assert one.identifiers == ()
    assert one.comment == "follows arXiv:2001.00002"


def test_a_title_that_looks_like_a_name_is_not_taken_for_the_author_above():
    text = (
        "Community\nA Generalist Agent\nAdd code\nMay 12, 2022\nScott Reed, Jo Fox\nAbstract: We do.\nVia\n"
    )
    assert titles(text) == ["A Generalist Agent"]


def test_a_list_of_hugging_face_shows_institutions_but_no_names():
    text = "Submitted by\ntaesiri\n45\nSegment Anything\nMeta AI Research\n·\n12 authors\n"
    (one,) = read(text).mentions
    assert (one.title, one.authors) == ("Segment Anything", ())


@pytest.mark.parametrize(
    ("line", "several"),
    [
        ("C. -P. Yuan, A.B.Kaidalov", True),
        ("Scott Reed¹*, Konrad Zolna², +19 authors, Nando de Freitas", True),
        ("Ann Lee (MIT) · Bob Ray (Stanford University)", True),
        ("Roy Lemmon, for the ALICE Collaboration", True),
        ("Deep Learning, Neural Networks and Support Vector Machines", False),
        ("Attention Is All You Need", False),
        ("Ann Lee, 12 May 2020", False),
        ("", False),
    ],
)
def test_lines_of_names_are_told_from_titles(line, several):
    assert people.are(line) is several
