"""Sections of references: where they begin, where each item ends, and what is none."""

from __future__ import annotations

import pytest

from bibgen.model import Mention
from bibgen.readers import read
from tests.readers.cover import check_cover, items

ONE = "A. Vaswani and N. Shazeer. Attention is all you need. In NIPS, 2017."
TWO = "K. He, X. Zhang, and J. Sun. Deep residual learning for image recognition. In CVPR, 2016."
THREE = "D. P. Kingma and J. Ba. Adam: A method for stochastic optimization. In ICLR, 2015."
TITLES = ["Attention is all you need", "Deep residual learning for image recognition"]
TITLES.append("Adam: A method for stochastic optimization")


def titles(text):
    check_cover(text)
    return [item.title for item in items(text) if isinstance(item, Mention)]


@pytest.mark.parametrize("mark", ["[{}] ", "{}. ", "({}) ", "{}) ", "[{}]", "[{}]\n", "{} "])
@pytest.mark.parametrize("heading", ["References\n", "7. REFERENCES\n\n", "R EFERENCES\n", ""])
def test_every_kind_of_number_with_and_without_a_heading(mark, heading):
    listed = "\n".join(mark.format(number) + text for number, text in enumerate((ONE, TWO, THREE), 1))
    assert titles(heading + listed) == TITLES


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n12\nPublished as a conference paper at ICLR 2024\n"])
def test_items_without_numbers(between):
    assert titles("Bibliography\n" + between.join((ONE, TWO, THREE))) == TITLES


def test_a_page_ends_inside_a_title():
    broken = TWO.replace(
        "residual learning",
        "residual learn-\n\n7\n\n\fUnder review as a conference paper at ICLR 2025\n\ning",
    )
    assert titles(f"References\n[1] {ONE}\n[2] {broken}\n[3] {THREE}") == TITLES


@pytest.mark.parametrize(
    "heading", ["A Proofs", "Appendix", "Supplementary Material", "NeurIPS Paper Checklist"]
)
def test_the_section_ends_at_the_next_heading(heading):
    text = f"References\n{ONE}\n{TWO}\n{THREE}\n{heading}\nWe prove the claim."
    assert titles(text) == TITLES
    assert heading in read(text).leftovers[-1].text


def test_papers_of_one_number_are_several():
    text = (
        "[1] J. Maldacena, Adv. Theor. Math. Phys. 2, 231 (1998), arXiv:hep-th/9711200; E. Witten,\n"
        "Adv. Theor. Math. Phys. 2, 253 (1998), arXiv:hep-th/9802150.\n"
        "[2] S. W. Hawking, Commun. Math. Phys. 43, 199 (1975)."
    )
    found = read(text).mentions
    assert [one.authors[0].family for one in found] == ["Maldacena", "Witten", "Hawking"]
    assert [len(one.identifiers) for one in found] == [1, 1, 0]


@pytest.mark.parametrize(
    "text",
    [
        "1. Introduction\n2. Related work of 2017\n3. Methods\n",
        "To do:\n1. Ask Smith, J. about the 2017 data\n2. Send the draft to M. Curie, before May\n",
        "[1] Boil the water.\n[2] Add salt and 500 g of pasta (2016 harvest).\n",
        "1) In 2015 the group moved.\n2) In 2018, Lee, Kim and Park joined.\n",
        "References\n\nare available on request.\n",
    ],
)
def test_numbers_that_count_no_references(text):
    assert titles(text) == []


def test_a_numbered_list_of_ids_is_a_list_of_ids():
    found = read("1. arXiv:1706.03762\n2. 2205.06175\n").mentions
    assert [one.reader for one in found] == ["idlist", "idlist"]


def test_an_item_that_names_no_paper_is_left_over():
    reading = read(f"References\n[1] {ONE}\n[2] P. Dirac, private communication.\n[3] {THREE}")
    assert len(reading.mentions) == 2
    assert any("private" in left.text for left in reading.leftovers)


def test_dashes_stand_for_the_authors_above_and_lose_no_paper():
    text = """References
George, E. I., Liang, F. and Xu, X. (2006). Improved minimax predictive densities. Ann. Statist. 34 78-91.
——— (2008). From minimax shrinkage estimation to minimax shrinkage prediction. Statist. Sci. 23 10-20.
Rinaldo, A. (2009). Properties and refinements of the fused lasso. Ann. Statist. 37 2922-2952.
"""
    found = read(text).mentions
    assert [2006, 2008, 2009] == [one.issued.year for one in found]
    assert found[0].authors == found[1].authors
    assert "From minimax shrinkage estimation to minimax shrinkage prediction" == found[1].title


@pytest.mark.parametrize(
    "text",
    [
        "Amancio, D. R. (2016). Network analysis of named entities in texts. EPL, 114(5), 58005.",
        "[1] S. K. Jensen and C. Thomsen, “Time series management systems: A survey,” IEEE Trans. X, 2017.",
        "Becker, C. et al. Oscillations and interactions of dark solitons. Nature Phys. 4, 496–501 (2008).",
    ],
)
def test_one_reference_pasted_by_itself_is_read(text):
    assert 1 == len(read(text).mentions)
    assert 1 == len(read(f"Dear Anna,\n\n{text}\n\nbest\n").mentions)
    assert () == read("Smith, J. (2010) was the first to see it. He came to London in 2012.").mentions


def test_labels_of_letters_alone_mark_items_too():
    text = """References
[BN] K. Bittner, E. Dautbegovic. Wavelet algorithm for circuit simulation. Math. Ind. 17 (2012), 5-11.
[DSY] G. Denham, A. I. Suciu, S. Yuzvinsky. Abelian duality and resonance. Selecta 23 (2017), 1-20.
[N] G. Nemes. Error bounds for the Hurwitz zeta function. Proc. A 473 (2017), 1-16.
"""
    assert 3 == len(read(text).mentions)


@pytest.mark.parametrize("heading", ["References", "R EFERENCES", "REFERENCES", "7. References"])
@pytest.mark.parametrize("above", ["November 21, 2026\nWe show it.", "The authors thank J. Smith.", ""])
def test_a_heading_is_nobodys_name(heading, above):
    text = f"""{above}
{heading}
[1] S. K. Jensen and C. Thomsen, “Time series management systems: A survey,” IEEE Trans. X, 2017.
[2] S. Shon, S. Mun, “Autoencoder based domain adaptation,” in Proc. ICASSP, 2017, pp. 1-5.
"""
    assert ["references"] * 2 == [one.reader for one in read(text).mentions]


def test_astronomers_references_have_no_titles_but_are_references():
    text = """REFERENCES
Beresnyak A., Lazarian A., 2010, ApJ, 722, L110
Beresnyak, A., & Lazarian, A. 2010, ApJL, 722, L110, doi: 10.1088/2041-8205/722/1/L110
Schlegel D. J., Finkbeiner D. P., Davis M., 1998, ApJ, 500, 525
Planck Collaboration VI, 2020, A&A, 641, A6
"""
    found = read(text).mentions
    assert ["references"] * 4 == [one.reader for one in found]
    assert [("722", "L110"), ("500", "525")] == [
        (one.said["volume"], one.said["page"]) for one in (found[0], found[2])
    ]


def test_a_section_pasted_into_one_line_is_still_a_section():
    text = (
        "References [1] Y. Shen and Z. Huang. Intentionreasoner: Facilitating adaptive safeguards. arXiv preprint "
        "arXiv:2508.20151, 2025. [2] Zhexiong Liu and Diane Litman. Efficient layer-wise fine-tuning for revision "
        "intention prediction. In EMNLP, 2025. 2, 5 [3] B. Wang and G. Wu. Diffail: Diffusion adversarial "
        "imitation learning. In AAAI, pages 15447–15455, 2024. 1\n"
    )
    check_cover(text)
    headed = text.replace("References [1]", "References\n[1]")
    assert 3 == len(read(headed).mentions)
    assert [
        "Intentionreasoner: Facilitating adaptive safeguards",
        "Efficient layer-wise fine-tuning for revision intention prediction",
        "Diffail: Diffusion adversarial imitation learning",
    ] == [one.title for one in read(text).mentions]
    assert () == read("We use [1] for a, [2] for b and [3] for c, as " + "others do too " * 30).mentions


def test_an_item_that_is_only_an_identifier_is_a_reference_all_the_same():
    text = f"References\n[1] {ONE}\n[2] arXiv:0704.0644\n[3] https://doi.org/10.1103/PhysRevD.76.013009\n[4] {TWO}\n"
    assert titles(text) == [TITLES[0], None, None, TITLES[1]]
    found = [item for item in items(text) if isinstance(item, Mention)]
    assert ["0704.0644", "10.1103/physrevd.76.013009"] == [one.identifiers[0].value for one in found[1:3]]


@pytest.mark.parametrize(
    "beside", [", see also {}", ", Part I: {}", " (cf. {})", ". Code for {}", "; comment on {}"]
)
def test_the_number_of_another_paper_is_not_that_of_the_reference(beside):
    text = f"References\n\n[1] J. Roulet, S. Choi, Phys. Rev. D 150, 204113 (2019){beside.format('arXiv:1902.04661')}.\n"
    one, other = read(text).mentions
    assert ((), "204113") == (one.identifiers, one.said["page"])
    assert (["1902.04661"], ()) == ([held.value for held in other.identifiers], other.authors)
