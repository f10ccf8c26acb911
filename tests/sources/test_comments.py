"""Comments on arXiv: where the paper appears, and all that only looks like it."""

from __future__ import annotations

import pytest

from bibgen.sources.comments import fate

TOLD = [
    ("Accepted at ICML 2024", "Accepted at ICML 2024"),
    ("12 pages, 3 figures; accepted at ICML 2024 (oral). Code: https://a.b", "Accepted at ICML 2024 (oral)"),
    ("Accepted by CVPR'26 | Project Page: https://github.com/x/y", "Accepted by CVPR'26"),
    ("4 pages, 2 figures. Accepted EMNLP 2025 main", "Accepted EMNLP 2025 main"),
    ("Our paper has been accepted to CVPR 2026", "Accepted to CVPR 2026"),
    ("9 pages, 4 figures This work has been accepted by IJCAI 2025", "Accepted by IJCAI 2025"),
    ("Accepted as a Poster at SIGGRAPH 2026", "Accepted as a Poster at SIGGRAPH 2026"),
    ("Accepted (Oral) at TRUE-V Workshop CVPR 2026", "Accepted (Oral) at TRUE-V Workshop CVPR 2026"),
    ("Accepted for publication, Phys. Rev. B (2018)", "Accepted for publication, Phys. Rev. B (2018)"),
    (
        "accepted for publication in J. Phys. B (publication date: Sep 7, 2007)",
        "Accepted for publication in J. Phys. B",
    ),
    ("To appear in Phys. Rev. D. Minor changes", "To appear in Phys. Rev. D"),
    ("20 pages, to be published in J. Phys. A: Math. Gen", "To be published in J. Phys. A: Math. Gen"),
    ("Final version to appear in Adv. Math", "To appear in Adv. Math"),
    ("v2: typos. v3: accepted for PRA. Change style to PRA", "Accepted for PRA"),
    ("In press in Complexity (Wiley)", "In press in Complexity (Wiley)"),
    (
        "Published in at http://dx.doi.org/10.1214/09-AAP607 the Annals of Applied Probability "
        "(http://www.imstat.org/aap/) by the Institute of Mathematical Statistics (http://www.imstat.org)",
        "Published in the Annals of Applied Probability by the Institute of Mathematical Statistics",
    ),
    (
        "published in SIGMA (Symmetry, Integrability and Geometry) at http://x.y",
        "Published in SIGMA (Symmetry, Integrability and Geometry)",
    ),
    ("(presented at ICRA 2025)", "Presented at ICRA 2025"),
    ("Presented at MaxEnt93. Appeared in Foundations of Physics 12", "Appeared in Foundations of Physics 12"),
    ("Accepted to the MICCAI Workshop, New York, USA", "Accepted to the MICCAI Workshop, New York, USA"),
]
NOT_TOLD = [
    "",
    "12 pages, 3 figures",
    "Submitted to Phys. Rev. Lett",
    "Accepted for publication",
    "published version",
    "To be published",
    "minor changes to match the version published in PRD",
    "A preliminary version appeared in ICALP 2015",
    "Full version of a paper accepted at ICALP 2015",
    "Extended version of our paper, accepted at CVPR 2025",
    "An extended abstract of this paper was presented at STOC 2010",
    "Part of this work was published in PRL",
    "v1 was published in PRL; v2 has more",
    "Short version of this paper was accepted at IEEE ISBI 2025",
    "Supplement to a paper published in Nature",
    "Published in English in another journal",
    "Published in March 2007",
    "Not accepted at ICML 2024",
    "Paper accepted by Prof. Smith",
    "IEEE copyright applies if accepted for publication in IEEE journals",
    "Accepted in Astropart. Physics",
]


@pytest.mark.parametrize(("comment", "clause"), TOLD, ids=[comment for comment, _ in TOLD])
def test_the_clause_that_tells_where_a_paper_appears_comes_out_alone(comment, clause):
    assert clause == fate(comment)


@pytest.mark.parametrize("comment", NOT_TOLD)
def test_no_remark_is_made_of_what_tells_no_place_or_of_another_text(comment):
    assert "" == fate(comment)


@pytest.mark.parametrize("text", ["accepted " * 20_000, "(" * 100_000, "to appear in A, " * 10_000])
def test_hostile_comments_take_no_longer_than_others(text):
    assert len(fate(text)) <= 200  # quadratic patterns would never come back
