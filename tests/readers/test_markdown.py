"""Markdown: whose title a link, a bold text or the words before a link are."""

from __future__ import annotations

import time

import pytest

from bibgen.readers import read
from bibgen.readers.markup import inline, wording

PAPER = "https://arxiv.org/abs/2205.06175"


def only(text):
    (mention,) = read(text).mentions
    assert "markdown" == mention.reader
    return mention


@pytest.mark.parametrize(
    "text",
    [
        f"- [A Generalist Agent]({PAPER})",
        f"1. **[A Generalist Agent.]({PAPER})** *Scott Reed, Konrad Zolna.* arXiv 2022.",
        f"+ [x] [**A _Generalist_ Agent**]({PAPER}v2) <br> Scott Reed",
        f"- A Generalist Agent, TMLR 2022 [[Paper]({PAPER})] [[Code](https://github.com/a/b)]",
        f"- (*TMLR'22*) A Generalist Agent [`arXiv`]({PAPER})",
        f"- [2022.05] **A Generalist Agent** | [PDF]({PAPER})",
        f'* Scott Reed et al., "A Generalist Agent", 2022 [pdf]({PAPER})',
        f"- Scott Reed. A Generalist Agent. TMLR. 2022. [[Link]({PAPER})]",
        f"- [[TMLR 2022]]({PAPER}) A Generalist Agent",
        f"- [A Generalist Agent](https://example.org/gato). Scott Reed, Konrad Zolna. [[arXiv]({PAPER})]",
        f'<a href="{PAPER}">A Generalist Agent</a>',
        f"### [A Generalist Agent]({PAPER})",
        f"### A Generalist Agent\n\nScott Reed, Konrad Zolna\n[[arXiv]({PAPER})]",
        f"- **A Generalist Agent**\n  - Scott Reed, Konrad Zolna\n  - [[Paper]({PAPER})]",
        f"- [A Generalist Agent] ({PAPER})",
        f"- [A Generalist Agent][1]\n\n[1]: {PAPER}",
        f"- :fire: **A Generalist Agent** [![arXiv](https://img.shields.io/badge/arXiv-2205.06175-red.svg)]({PAPER})",
        f"| Model | Title | Link |\n|---|---|---|\n| Big Gato | A Generalist Agent | [arXiv]({PAPER}) |",
    ],
)  # fmt: skip
def test_the_title_however_an_item_is_set(text):
    mention = only(text)
    assert "A Generalist Agent" == mention.title
    assert ["2205.06175"] == [one.value for one in mention.identifiers]


@pytest.mark.parametrize(
    "text",
    [
        f"- [Gato]({PAPER}) in PyTorch",
        f"- An implementation of [this paper]({PAPER})",
        f"- [Reed et al., 2022]({PAPER})",
        f"- [Paper link]({PAPER})",
        f"- [NeurIPS 2023 Oral]({PAPER})",
        f"We use [chain of thought]({PAPER}) throughout.",
        f"- Runs with [chain of thought]({PAPER})",
        f"| Model | Paper |\n|---|---|\n| Stable Beaver | [arXiv]({PAPER}) |",
        f"## Papers we like\n\n[pdf]({PAPER})",
    ],
)
def test_no_title_is_better_than_a_wrong_one(text):
    assert only(text).title is None


def test_links_to_no_paper_are_left_over():
    text = "- [A blog about agents](https://example.org)\n- **A Generalist Tool** [[code](https://github.com/a/b)]"
    assert not read(text).mentions


def test_two_papers_in_an_item_are_two_mentions():
    text = f"- [A Generalist Agent]({PAPER}), after [Attention Is All You Need](https://arxiv.org/abs/1706.03762)"
    first, second = read(text).mentions
    assert ("A Generalist Agent", "Attention Is All You Need") == (first.title, second.title)
    assert second.raw == "[Attention Is All You Need](https://arxiv.org/abs/1706.03762)"


def test_one_paper_by_its_doi_and_its_preprint():
    text = f"- [A Generalist Agent](https://doi.org/10.1000/xyz(1)) [[arXiv]({PAPER}v2)] [[abs]({PAPER})]"
    doi, arxiv = only(text).identifiers
    assert ("10.1000/xyz(1)", "2205.06175", 2) == (doi.value, arxiv.value, arxiv.version)


def test_an_openreview_page_is_an_address():
    mention = only("- [A Generalist Agent](https://openreview.net/pdf?id=1ikK0kHjvj)")
    assert ["https://openreview.net/forum?id=1ikK0kHjvj"] == [one.value for one in mention.identifiers]


def test_authors_venue_and_year_of_an_item():
    mention = only(
        f"- **A Generalist Agent.** *Scott Reed, Konrad Zolna, et al.* (NeurIPS'22) [pdf]({PAPER})"
    )
    assert ["Reed", "Zolna"] == [name.family for name in mention.authors]
    assert (True, "NeurIPS", 2022) == (mention.et_al, mention.venue, mention.issued.year)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (r"On $\ell_1$ and $x_i^*$ in C\_n", r"On $\ell_1$ and $x_i^*$ in C_n"),
        (r"Schr\"odinger and Poincar\'e", r"Schr\"odinger and Poincar\'e"),
        ("[Re] A Study of A* Search", "[Re] A Study of A* Search"),
        ("(2+1)-Dimensional Yang-Mills Theory", "(2+1)-Dimensional Yang-Mills Theory"),
        ("**[CVPR 2023]** Are We Done Yet? (Oral)", "Are We Done Yet?"),
        ("Linked Data (Extended Version)", "Linked Data (Extended Version)"),
        ("The R&amp;D of <b>Agents</b> 🔥[^1]", "The R&D of Agents"),
    ],
)
def test_titles_without_markup_but_with_their_mathematics(text, title):
    assert title == wording.clean(text)


@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "[x](",
        "[[x](u)",
        "**a ",
        "<a href=",
        "- [a b](http://arxiv.org/abs/2205.06175)\n",
        "[a][b]\n",
        "|a|\n|-|\n",
    ],
)
def test_odd_markup_takes_no_more_than_its_length(unit):
    assert read(unit * 2000) is not None


def test_a_badge_names_a_paper_without_a_link():
    (link,) = inline.hyperlinks("![](https://img.shields.io/badge/arXiv-2205.06175-b31b1b.svg)", {})
    assert "2205.06175" == inline.badge(link.url).value


def test_a_publishers_page_without_a_doi_is_an_address():
    text = "- **Re-FRAME the Meeting** [[paper](https://aclanthology.org/2025.emnlp-main.123/)]\n"
    (mention,) = read(text).mentions
    assert "Re-FRAME the Meeting" == mention.title
    assert "https://aclanthology.org/2025.emnlp-main.123/" == mention.identifiers[0].value
    assert () == read("- [anthology](https://aclanthology.org/) of the ACL\n").mentions


def test_a_number_in_brackets_is_no_link_to_a_definition_elsewhere():
    text = "See [the list][1].\n\n[1]: https://arxiv.org/abs/2510.19400\n\n[1] S. Wang. Fluids, 2017. doi:10.1145/1\n"
    assert ["2510.19400"] == [
        one.value for mention in read(text).mentions for one in mention.identifiers if one.scheme == "arxiv"
    ]


def test_a_short_name_and_what_it_does_are_no_title():
    text = "- [REAM](https://arxiv.org/abs/2604.04356): merge experts\n"
    text += "- [CUICurate](https://arxiv.org/abs/2602.17949) - GraphRAG for concepts\n"
    assert [None, None] == [one.title for one in read(text).mentions]


def test_a_link_as_long_as_a_page_takes_no_more_than_a_moment():
    # Found by tests.fuzz: blanks stand where links stood, and every run of them was searched from each place.
    text = "".join(
        f"- [{word * 2400}](https://arxiv.org/abs/1901.0520{at}) " for at, word in enumerate(("y ", "z "))
    )
    began = time.process_time()
    read(text)
    assert time.process_time() - began < 5
