"""arXiv's own pages: what must not be mixed up, and what pasting does to them."""

from __future__ import annotations

import pytest

from bibgen.model import PartialDate
from bibgen.readers import read

ITEM = """[1] arXiv:2401.00001 [pdf, html, other]
Title: A Generalist Agent
Scott Reed, Konrad Zolna
Comments: 5 pages
Subjects: Artificial Intelligence (cs.AI); Robotics (cs.RO)
"""
PROSE = "We show in this paragraph of many words that nobody can tell whose it is if its head is gone.\n"


def only(text):
    (mention,) = read(text).mentions
    return mention


def ids(text):
    return [[one.value for one in mention.identifiers] for mention in read(text).mentions]


def test_an_abstract_without_its_head_does_not_take_the_next_paper():
    mentions = read(PROSE + "\n" + ITEM.replace("[1] ", "")).mentions
    assert [(one.title, one.abstract) for one in mentions] == [("A Generalist Agent", None)]


def test_an_id_at_the_start_of_a_wrapped_comment_begins_no_item():
    text = ITEM.replace("5 pages", "text overlap with\narXiv:cs/0607039")
    assert only(text).comment == "text overlap with arXiv:cs/0607039"
    assert ids(text) == [["2401.00001"]]


@pytest.mark.parametrize(
    "head", ["arXiv:2401.00001\n[pdf,\nother]", "arXiv:2401.00001v2 (cross-list from\ncs.LG) [pdf]"]
)
def test_a_head_may_wrap(head):
    mention = only(ITEM.replace("arXiv:2401.00001 [pdf, html, other]", head))
    assert (mention.title, mention.identifiers[0].value) == ("A Generalist Agent", "2401.00001")


def test_subjects_glued_to_a_title():
    mention = only("arXiv:2401.00001 [pdf]\nTitle:What Is MAML?Subjects: Fluid Dynamics (physics.flu-dyn)\n")
    assert (mention.title, mention.categories) == ("What Is MAML?", ("physics.flu-dyn",))


def test_glued_tags_of_a_search_result_are_told_apart():
    text = """1. arXiv:2205.06175 [pdf, other] cs.AIphysics.opticshep-exdoi10.1000/xyz
A Generalist Agent
Authors: Scott Reed, et al. (12 additional authors not shown)
Abstract: …cut ▽ More
The whole. △ Less
Submitted 11 November, 2022; v1 submitted 12 May, 2022; originally announced May 2022.
"""
    mention = only(text)
    assert mention.categories == ("cs.AI", "physics.optics", "hep-ex")
    assert [one.value for one in mention.identifiers] == ["2205.06175", "10.1000/xyz"]
    assert (mention.abstract, mention.et_al) == ("The whole.", True)
    assert mention.issued == PartialDate(year=2022, month=5, day=12)


def test_a_replacement_in_the_digest_has_no_date_of_submission():
    text = """\\\\
Paper: hep-th/9901001
replaced with revised version Thu, 12 May 1999 16:03:29 GMT   (24kb)

Title: A Title
  That Wraps
Authors: E. Schr\\"odinger (1), Paul Erd{\\H o}s ((1) MIT)
\\\\ ( http://arXiv.org/abs/hep-th/9901001 ,  24kb)
"""
    mention = only(text)
    assert (mention.title, mention.issued) == ("A Title That Wraps", None)
    assert [name.family for name in mention.authors] == ["Schrödinger", "Erdős"]


def test_prose_behind_a_list_without_abstracts_is_nobodys_abstract():
    reading = read(ITEM + ITEM.replace("2401.00001", "2401.00002") + "\n" + PROSE)
    assert [one.abstract for one in reading.mentions] == [None, None]
    assert len(reading.leftovers) == 1
