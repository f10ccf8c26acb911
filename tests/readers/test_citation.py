"""References in the styles that people use, and with the damage that PDFs do."""

from __future__ import annotations

import time

import pytest

from bibgen import names
from bibgen.readers.citations import authorlist, citation, venues
from bibgen.readers.citations.damage import repair

ATTENTION = "Attention is all you need"
STYLES = {
    "plain": "Ashish Vaswani, Noam Shazeer, and Niki Parmar. Attention is all you need. In Advances in Neural Information Processing Systems, pages 5998–6008, 2017.",
    "abbrv": "A. Vaswani, N. Shazeer, and N. Parmar. Attention is all you need. CoRR, abs/1706.03762, 2017.",
    "ieee": "A. Vaswani, N. Shazeer, and N. Parmar, “Attention is all you need,” in Proc. NIPS, 2017, pp. 5998–6008.",
    "ieee-tex-quotes": "A. Vaswani, N. Shazeer, and N. Parmar, ``Attention is all you need,'' Nature, vol. 3, no. 2, pp. 1–2, Jan. 2017.",
    "apa": "Vaswani, A., Shazeer, N., & Parmar, N. (2017). Attention is all you need. Advances in Neural Information Processing Systems, 30, 5998–6008.",
    "apa-cut": "Vaswani, A., Shazeer, N., . . . Parmar, N. (2017, June). Attention is all you need. arXiv. https://arxiv.org/abs/1706.03762",
    "chicago": "Vaswani, Ashish, Noam Shazeer, and Niki Parmar. 2017. “Attention Is All You Need.” Nature 3 (2): 1–11.",
    "mla": 'Vaswani, Ashish, et al. "Attention Is All You Need." Nature, vol. 3, no. 2, 2017, pp. 1-11.',
    "harvard": "Vaswani, A., Shazeer, N. and Parmar, N., 2017. Attention is all you need. Nature, 3(2), pp.1-11.",
    "harvard-quotes": "Vaswani, A. and Shazeer, N. (2017) ‘Attention is all you need’, Nature, 3(2), pp. 1–11.",
    "nature": "Vaswani, A. et al. Attention is all you need. Adv. Neural Inf. Process. Syst. 30, 5998–6008 (2017).",
    "science": "A. Vaswani, N. Shazeer, Attention is all you need. Science 3, 5998–6008 (2017).",
    "vancouver": "Vaswani A, Shazeer N, Parmar N. Attention is all you need. Adv Neural Inf Process Syst. 2017;30:5998–6008.",
    "acm": "Ashish Vaswani and Noam Shazeer. 2017. Attention is all you need. In NIPS (NIPS’17). ACM, New York, NY, USA, 1–11.",
    "lncs": "Vaswani, A., Shazeer, N., Parmar, N.: Attention is all you need. In: NIPS, pp. 5998–6008 (2017)",
    "elsevier": "A. Vaswani, N. Shazeer, N. Parmar, Attention is all you need, in: Advances in NIPS, 2017, pp. 5998–6008.",
    "aaai": "Vaswani, A.; Shazeer, N.; and Parmar, N. 2017. Attention is all you need. In NIPS, 5998–6008.",
    "revtex": "A. Vaswani, N. Shazeer, and N. Parmar, Attention is all you need, Phys. Rev. Lett. 30, 5998 (2017).",
    "jhep": "A. Vaswani and N. Shazeer, Attention is all you need, JHEP 30 (2017) 5998 [arXiv:1706.03762].",
    "springer": "Vaswani A, Shazeer N (2017) Attention is all you need. Adv Neural Inf Process Syst 30:5998–6008",
    "informal": "Vaswani et al. Attention is all you need. arXiv 1706.03762v5, 2017",
    "natbib-url": "Ashish Vaswani and Noam Shazeer. Attention is all you need. 2017. URL https://arxiv.org/abs/1706.03762.",
    "thesis": "A. Vaswani. Attention is all you need. PhD thesis, University of Southern California, 2017.",
    "book": "A. Vaswani and N. Shazeer. Attention is all you need. MIT Press, 2017.",
    "group": "Google Brain Team. Attention is all you need. arXiv preprint arXiv:1706.03762, 2017.",
}


@pytest.mark.parametrize("style", STYLES)
def test_a_title_comes_out_whole_and_alone(style):
    cited = citation.parse(STYLES[style])
    assert cited.title.casefold() == ATTENTION.casefold()
    assert cited.issued.year == 2017
    assert cited.authors
    assert cited.is_reference


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "M. T. Ribeiro and C. Guestrin. Why should I trust you? Explaining the predictions of any classifier. In KDD, 2016.",
            "Why should I trust you? Explaining the predictions of any classifier",
        ),
        (
            "M. T. Ribeiro and C. Guestrin. “Why should I trust you?”: Explaining any classifier. In KDD, 2016.",
            "“Why should I trust you?”: Explaining any classifier",
        ),
        (
            "Lee, J. (2019). Cats vs. dogs in the U.S. market: a survey. Journal of Pets, 3(1), 1–9.",
            "Cats vs. dogs in the U.S. market: a survey",
        ),
        (
            "J. Haxton and A. Rescigno, Electron attachment to water. I. Potential surfaces, Phys. Rev. A 69, 062713 (2004).",
            "Electron attachment to water. I. Potential surfaces",
        ),
        ("J. Doe. Who framed the net? Nature, 518(3):1–2, 2015.", "Who framed the net?"),
        ("J. Maldacena, Adv. Theor. Math. Phys. 2, 231 (1998), arXiv:hep-th/9711200 [hep-th]", None),
        ("B. P. Abbott et al. (LIGO Scientific Collaboration), Phys. Rev. Lett. 116, 061102 (2016).", None),
        ("Abbott B. P., et al., 2016, PhRvL, 116, 061102", None),
    ],
)
def test_titles_with_stops_and_references_without_titles(text, title):
    assert citation.parse(text).title == title


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("G¨odel, Go¨del and Sch ¨olkopf", "Gödel, Gödel and Schölkopf"),
        ("Er´e, ˇCech, ´Alvarez, Herna´ndez, Jeli´c", "Eré, Čech, Álvarez, Hernández, Jelić"),
        ("Mart´ınez, Franc¸ois, Erd˝os, Jo˜ao", "Martínez, François, Erdős, João"),
        ("eﬃcient ﬁelds of ﬂow", "efficient fields of flow"),
        ("trans-\nformers with self-\nattention", "transformers with self-attention"),
        ("Zinn-\nJustin and GPT-\n4", "Zinn-Justin and GPT-4"),
        ("arXiv:1706.\n03762", "arXiv:1706.03762"),
        ("https://doi.org/10.1109/\nTPAMI.2018.2858826", "https://doi.org/10.1109/TPAMI.2018.2858826"),
        ("hep-\nth/9711200, pages 12–\n15", "hep-th/9711200, pages 12–15"),
        ("soft\u00adware, don´t", "software, don´t"),
    ],
)
def test_damage_is_repaired(damaged, whole):
    assert repair(damaged) == whole


@pytest.mark.parametrize(
    ("text", "spoken", "cut"),
    [
        (
            "van den Oord, A., Li, Y., & 't Hooft, G. (2018).",
            ["A. van den Oord", "Y. Li", "G. 't Hooft"],
            False,
        ),
        ("Webber Jr., C. L. & Zbilut, J. P. (1994).", ["C. L. Webber Jr.", "J. P. Zbilut"], False),
        ("J.-P. Serre, A. Yu. Kitaev, and F. Li. On", ["J.-P. Serre", "A. Yu. Kitaev", "F. Li"], False),
        ("Kingma, Diederik P., and Jimmy Ba. “Adam", ["Diederik P. Kingma", "Jimmy Ba"], False),
        (
            "Jean-Baptiste Alayrac, Jeff Donahue, et al. Flamingo",
            ["Jean-Baptiste Alayrac", "Jeff Donahue"],
            True,
        ),
        ("ATLAS Collaboration, Observation", ["ATLAS Collaboration"], False),
        ("OpenAI (2023). GPT-4", ["OpenAI"], False),
    ],
)
def test_names_at_the_head_of_a_reference(text, spoken, cut):
    authors = authorlist.read(text)
    assert [names.display(one) for one in authors.names] == spoken
    assert authors.et_al is cut


@pytest.mark.parametrize(
    "text",
    [
        "Buy milk, eggs and 3 (2) apples",
        "Introduction 12",
        "Ask Smith, J. about it",
        "See Fig. 3 of 2017",
        "",
    ],
)
def test_what_is_no_reference_has_no_evidence(text):
    assert not citation.parse(text).is_reference


def test_volume_issue_and_pages_are_said():
    cited = citation.parse(STYLES["harvard"])
    assert cited.said == {"volume": "3", "issue": "2", "page": "1-11"}
    assert cited.venue == "Nature"
    assert venues.parts("In Proc. CVPR, pages 1–9, 2016.")[1] == {"page": "1–9"}


@pytest.mark.parametrize("letter", ["N", "a", "A.", "A-", "Ab ", "of ", "(A) "])
def test_no_run_of_letters_takes_more_than_a_moment(letter):
    # Found by tests.fuzz: forty capitals in a row took minutes.
    began = time.process_time()
    for text in (letter * 200, f"Smith, J. a{letter * 60}bout the 2017 data. In Nature 5, 12 (1791)."):
        citation.parse(text)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("text", "title", "first"),
    [
        ("J. G. Körner and M. Krämer, Prog. Part. Nucl. Phys. 33, 787 (1994).", None, "Körner"),
        ("X. Andrade and A. Aspuru-Guzik, ibid. 107, 183002 (2011).", None, "Andrade"),
        ("For a review see F. Toppan, Int. J. Mod. Phys. A 10, 895 (1995).", None, "Toppan"),
        ("See also, e.g., F. Toppan, Int. J. Mod. Phys. A 10, 895 (1995).", None, "Toppan"),
        (
            "P. M. Sołtan: A remark on the spectrum of the analytic generator. Rep. Math. Phys. 48 (2001), 407.",
            "A remark on the spectrum of the analytic generator",
            "Sołtan",
        ),
    ],
)
def test_what_stands_around_a_title_is_not_taken_for_it(text, title, first):
    cited = citation.parse(text)
    assert (title, first) == (cited.title, cited.authors[0].family)


def test_supplemental_material_is_no_paper():
    text = "See Supplemental Material at http://link.aps.org/supplemental/10.1103/PhysRevB.76.100406."
    assert not citation.parse(text).is_reference
