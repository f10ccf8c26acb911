"""Which papers a .bib holds already."""

from __future__ import annotations

import pytest

from bibgen import identifiers, names, splice
from bibgen.manuscript.presence import Present
from bibgen.model import PartialDate, Record

PAPER = Record(
    type="article",
    title=r"The Poisson–Gödel transform of $\Lambda_{\alpha}$ categories",
    authors=(names.parse("Jürgen van der Meer"), names.parse("Ana Silva")),
    issued=PartialDate(year=1999),
    identifiers=(identifiers.parse("hep-th/9911123"), identifiers.parse("10.1103/PhysRevD.61.046006")),
)
TITLE = r"title = {The {P}oisson--{G}{\"o}del Transform of {$\Lambda_{\alpha}$} Categories}"


@pytest.mark.parametrize(
    "entry",
    [
        "@misc{a, eprint = {hep-th/9911123}}",
        "@misc{a, eprint = {hep-th/9911123v3}, archivePrefix = {arXiv}}",
        "@misc{a, url = {https://arxiv.org/abs/hep-th/9911123}}",
        "@article{a, doi = {10.1103/PHYSREVD.61.046006}}",
        "@article{a, " + TITLE + r", author = {J. van der Meer and A. Silva}, year = 1999}",
        "@article{a, " + TITLE + r", author = {van der Meer, J{\"u}rgen and others}}",
    ],
)
def test_a_paper_is_found_by_identifier_doi_or_title_and_authors(entry):
    assert Present(splice.parse(entry)).find(PAPER).key == "a"


@pytest.mark.parametrize(
    "entry",
    [
        "@article{a, " + TITLE + ", author = {Smith, Jane}, year = 2015}",
        "@article{a, " + TITLE.replace("Transform", "Transform. II") + ", author = {van der Meer, J.}}",
        "@misc{a, title = {Something else entirely}, author = {Noether, E.}, eprint = {hep-th/9911123}}",
        "@misc{a, note = {extends hep-th/9911123}, title = {Another paper}, author = {Silva, A.}}",
    ],
)
def test_another_paper_does_not_pass_for_it(entry):
    assert Present(splice.parse(entry)).find(PAPER) is None


def test_an_entry_that_names_it_and_describes_another_is_told():
    file = splice.parse(
        "@misc{a, title = {Something else}, author = {Noether, E.}, eprint = {hep-th/9911123}}"
    )
    assert Present(file).misnamed(PAPER).key == "a"
