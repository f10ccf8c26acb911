"""Theses and reports on arXiv: which comments make a paper one, and which only speak of one."""

from __future__ import annotations

import pytest

from bibgen.sources.theses import work

CITABLE = [
    ("PhD thesis, University of X, 2007", ("PhD thesis", "University of X", 2007)),
    ("Master's thesis at ETH Zurich", ("Master's thesis", "ETH Zurich", None)),
    ("Ph.D. Thesis (University of Crete)", ("PhD thesis", "University of Crete", None)),
    ("PhD Thesis, ETH Zurich, August 2010. 188 pages, a5", ("PhD thesis", "ETH Zurich", 2010)),
    (
        "Master's Thesis, 2014, Humboldt-Universität zu Berlin",
        ("Master's thesis", "Humboldt-Universität zu Berlin", 2014),
    ),
    (
        "123 pages, 9 figures Ph.D. Dissertation Cornell University, 2006",
        ("PhD thesis", "Cornell University", 2006),
    ),
    (
        "Ph.D. dissertation submitted to The Ohio State University, August 2025",
        ("PhD thesis", "The Ohio State University", 2025),
    ),
    (
        "Master Thesis in Computer Science at Federal University on Goias (UFG). Written in Portuguese",
        ("Master's thesis", "Federal University on Goias", None),
    ),
    (
        'PhD thesis (2005), Dipartimento di Matematica, Università di Roma "Tor Vergata"',
        ("PhD thesis", 'Università di Roma "Tor Vergata"', 2005),
    ),
    ("plain TeX, PhD thesis, UC Berkeley 1993", ("PhD thesis", "UC Berkeley", 1993)),
    ("B.Sc. thesis, University of Oslo", ("Bachelor's thesis", "University of Oslo", None)),
    ("Habilitation thesis, Université Paris-Sud, 2012", ("Habilitation", "Université Paris-Sud", 2012)),
]
WITHOUT_SCHOOL = [
    ("PhD thesis", "PhD thesis"),
    ("150 pages, 6 tables; Ph.D. thesis; citation added", "PhD thesis"),
    ("Habilitationsschrift Bochum 2003", "Habilitation"),
    ("PhD Thesis, supervised by Prof. Smith of the University of Y", "PhD thesis"),
    ("Masters Thesis, Electrical and Computer Engineering", "Master's thesis"),
]
ABOUT_ONE = [
    "",
    "36 pages; based on the PhD Thesis of the first author, University of Bonn",
    "Part of the author's PhD thesis, University of Bonn",
    "work from PhD thesis of William Tong",
    "PhD thesis work at the University of Bonn",
    "MSc thesis project, University of Trier",
    "25 pages, extended abstract of PHD Dissertation",
    "12 pages, 7 figures, thesis version",
    "The proof is in the master thesis of the second author (ETH Zurich)",
    "Technical report",
    "EXAONE Path 2.0 technical report",
]


@pytest.mark.parametrize(("comment", "expected"), CITABLE, ids=[comment for comment, _ in CITABLE])
def test_a_thesis_with_its_school_can_be_cited_as_one(comment, expected):
    found = work(comment)
    assert found.type == "thesis"
    assert expected == (found.genre, found.school, found.year)


@pytest.mark.parametrize(("comment", "genre"), WITHOUT_SCHOOL, ids=[comment for comment, _ in WITHOUT_SCHOOL])
def test_a_thesis_without_school_is_only_known_for_one(comment, genre):
    found = work(comment)
    assert (genre, "", None) == (found.genre, found.school, found.year)


@pytest.mark.parametrize("comment", ABOUT_ONE)
def test_a_paper_that_speaks_of_a_thesis_is_none(comment):
    assert work(comment) is None


def test_a_report_needs_institution_and_number():
    found = work("37 pages, University of Bergen, Scientific/Technical Report No. 1993-02")
    assert ("report", "Technical report") == (found.type, found.genre)
    assert ("University of Bergen", "1993-02") == (found.school, found.number)
    assert work("Technical Report No. 1993-02") is None
    assert work("University of Bergen, Technical Report") is None
