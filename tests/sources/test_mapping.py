"""arXiv's fields as a record: type, note, date and identifiers."""

from __future__ import annotations

import pytest

from bibgen import identifiers
from bibgen.model import PartialDate
from bibgen.sources import mapping
from bibgen.store import records


def made(**given):
    fields = {
        "source": "arxiv",
        "arxiv": identifiers.arxiv("0704.0001"),
        "title": "On Things",
        "authors": ["Ann Lee"],
        "abstract": "We see things.",
        "categories": ["hep-ph"],
        "submitted": PartialDate(year=2007, month=4, day=2),
        "updated": None,
    }
    return mapping.record(**(fields | given))


def test_a_reference_that_is_sure_makes_an_article_of_its_journals_year():
    found = made(journal_ref="Phys.Rev.D76:013009,2008", comment="37 pages; accepted by Phys. Rev. D")
    assert ("article-journal", "Phys. Rev. D", "013009") == (found.type, found.container_title, found.number)
    assert PartialDate(year=2008) == found.issued
    assert found.note is None, "what the entry says already is no note"
    assert "arxiv" == found.origin["container_title"] == found.origin["journal_ref"]


def test_an_erratum_stays_with_the_entry():
    found = made(journal_ref="Class.Quant.Grav.24:5343-5370,2007; Erratum-ibid.25:039801,2008")
    assert "Erratum-ibid.25:039801,2008" == found.note


def test_a_reference_in_tex_is_read_like_any_other():
    found = made(journal_ref=r"Nucl.\ Phys.\ {\bf B123} (2007) 1--20")
    assert ("Nucl. Phys. B", "123", "1-20") == (found.container_title, found.volume, found.page)


@pytest.mark.parametrize(
    ("given", "note"),
    [
        (
            {"journal_ref": "LNCS 4978, TAMC 2008, pp 282-293", "comment": "Accepted at TAMC 2008"},
            "LNCS 4978, TAMC 2008, pp 282-293",
        ),
        ({"comment": "9 pages. Accepted at ICML 2024"}, "Accepted at ICML 2024"),
        ({"comment": "Ph.D. thesis, 140 pages"}, "PhD thesis"),
        ({"comment": "12 pages, submitted to PRL"}, None),
        ({"comment": "This paper has been withdrawn; accepted at ICML 2024"}, None),
    ],
)
def test_a_preprints_note_says_where_it_appears_and_says_it_once(given, note):
    found = made(**given)
    assert ("article", note) == (found.type, found.note)
    assert ("note" in found.origin) == bool(note)


def test_a_thesis_has_its_school_kind_and_year():
    found = made(comment="PhD thesis, ETH Zurich, August 2006. 188 pages")
    assert ("thesis", "PhD thesis", "ETH Zurich") == (found.type, found.genre, found.publisher)
    assert PartialDate(year=2006) == found.issued
    assert PartialDate(year=2007, month=4, day=2) == found.submitted
    assert "arxiv" == found.origin["genre"] == found.origin["publisher"]
    assert records.load(records.dump(found)) == found


def test_a_thesis_of_no_year_is_dated_by_arxiv():
    assert 4 == made(comment="PhD thesis, ETH Zurich").issued.month


def test_a_thesis_that_came_out_in_a_journal_is_an_article():
    found = made(comment="PhD thesis, ETH Zurich", journal_ref="Phys. Rept. 440, 1-100 (2007)")
    assert ("article-journal", None) == (found.type, found.genre)


@pytest.mark.parametrize(
    ("field", "dois"),
    [
        ("10.1088/0264-9381/24/22/002 10.1088/0264-9381/25/3/039801", 2),
        ("10.1142/S0218216514500540; 10.1142/S0218216517920018", 2),
        ("10.1145/1101779.1101783 10.1145/1101779.1101783", 1),
        ("", 0),
        ("21.11130/00-1735-0000-0005-<146A>&-E", 0),
    ],
)
def test_each_doi_of_the_field_is_kept_once(field, dois):
    assert dois == sum(one.scheme == "doi" for one in made(dois=[field]).identifiers)


@pytest.mark.parametrize(
    ("field", "doi"),
    [
        ("10.1785/ 0120100293", "10.1785/0120100293"),
        ("10.1007/978-94-007-4902-3 55", "10.1007/978-94-007-4902-3_55"),
        ("10.1007/978-3-319-90050-6\\_8", "10.1007/978-3-319-90050-6_8"),
        ("10.1063/1.4821616]", "10.1063/1.4821616"),
        ('10.1007/s13735-018-0151-5"', "10.1007/s13735-018-0151-5"),
        ("10.1090/S0002-9939-2015-12610-X#sthash.pHkjNBMN.dpuf", "10.1090/S0002-9939-2015-12610-X"),
        ("10.1103/PhysRevD.76.01300910.1103/PhysRevD.77.1", "10.1103/PhysRevD.76.013009"),
        (
            "10.1175/1520-0469(1996)053<0946:ASTFHH>2.0.CO;2",
            "10.1175/1520-0469(1996)053<0946:ASTFHH>2.0.CO;2",
        ),
        (
            "10.1002/(SICI)1521-3951(199911)216:1<135::AID-PSSB135>3.0.CO;2-#",
            "10.1002/(SICI)1521-3951(199911)216:1<135::AID-PSSB135>3.0.CO;2-#",
        ),
    ],
)
def test_what_was_typed_around_a_doi_is_no_part_of_it(field, doi):
    assert doi == made(dois=[field]).identifier("doi").typed


def test_a_doi_in_the_journal_reference_counts_if_there_is_no_other():
    place = "Phys. Rev. B 76, 1 (2007); doi:10.1103/PhysRevB.76.1"
    assert "10.1103/physrevb.76.1" == made(journal_ref=place).identifier("doi").value
    assert "10.1000/1" == made(journal_ref=place, dois=["10.1000/1"]).identifier("doi").value
