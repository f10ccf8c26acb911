"""Papers of one title by one author that are two entries."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bibgen import identifiers, names, readers, splice
from bibgen.manuscript.presence import Present
from bibgen.matching import resolve
from bibgen.matching.sameness import contradiction
from bibgen.model import Outcome, PartialDate, Record

PAPER = Record(
    type="article-journal",
    title="d-wave superconductivity from electron-phonon interactions",
    authors=(names.parse("J. P. Hague"),),
    issued=PartialDate(year=2006),
    submitted=PartialDate(year=2007),
    container_title="Phys. Rev. B",
    volume="73",
    page="060503",
    identifiers=(identifiers.parse("0704.0633"), identifiers.parse("10.1103/PhysRevB.73.060503")),
)
SAID = (
    "title={d-wave superconductivity from electron-phonon interactions}, author={Hague, J. P.}, year={2007}"
)


class Shelf:
    answers = True

    def __init__(self, records):
        self._records = records

    def find(self, mention):
        return self._records


@pytest.mark.parametrize(
    ("entry", "against"),
    [
        ("@article{a, journal={Physica C}, volume={460}, pages={1121}, ", "another journal"),
        ("@article{a, journal={Scientific American}, ", "another journal"),
        ("@article{a, journal={Physica C}, doi={10.1016/j.physc.2007.03.045}, ", "another DOI"),
        ("@inproceedings{a, booktitle={Proc. M2S}, doi={10.1016/j.physc.2007.03.045}, ", "another DOI"),
        ("@phdthesis{a, school={Purdue}, ", "a thesis"),
        ("@book{a, publisher={Springer}, isbn={978-3-16-148410-0}, ", "a book"),
        ("@misc{a, howpublished={Poster presented at the APS March Meeting}, ", "a talk"),
        ("@misc{a, howpublished={Invited talk, Leicester}, ", "a talk"),
        ("@misc{a, note={{PhD} thesis, Leicester}, ", "a thesis"),
        ("@misc{a, howpublished={\\url{https://github.com/hague/dwave}}, ", "software"),
        ("@misc{a, publisher={Zenodo}, doi={10.5281/zenodo.1234567}, ", "a data set or software"),
        ("@dataset{a, publisher={Zenodo}, ", "a data set"),
        ("@incollection{a, booktitle={Frontiers in Magnetism}, year={2012}, ", "another place"),
    ],
)
def test_a_thesis_or_another_publication_of_the_same_title_is_not_the_paper(entry, against):
    said = SAID.partition(", year")[0] if "year" in entry else SAID
    file = splice.parse(f"{entry}{said}}}")
    assert contradiction(file.entries[0].mention, PAPER).startswith(against)
    assert Present(file).find(PAPER) is None


@pytest.mark.parametrize(
    "entry",
    [
        "@article{a, ",
        "@misc{a, howpublished={arXiv preprint}, ",
        "@article{a, journal={Physical Review B}, volume={73}, pages={060503}, ",
        "@article{a, journal={PRB}, volume={73}, ",
        "@article{a, journal={Phys. Rev. B}, volume={37}, ",  # a slip, which an audit tells
        "@article{a, journal={Physical Review B - Condensed Matter}, volume={73}, pages={060503}, ",
        "@inproceedings{a, booktitle={Proceedings of M2S}, ",
        "@article{a, note={Poster with a talk}, ",
        "@misc{a, note={Submitted}, ",
        "@article{a, journal={Physica C}, doi={10.1103/physrevb.73.060503}, ",
    ],
)
def test_the_paper_is_found_however_its_place_is_written(entry):
    file = splice.parse(f"{entry}{SAID}}}")
    assert "" == contradiction(file.entries[0].mention, PAPER)
    assert Present(file).find(PAPER).key == "a"


# -- in a text


TITLE = "J. P. Hague, d-wave superconductivity from electron-phonon interactions"


@pytest.mark.parametrize(
    ("said", "against"),
    [
        (f"{TITLE}, PhD thesis, University of Leicester, 2006.", {"other-kind"}),
        (f"{TITLE}, Physica C 460, 1121 (2007).", {"other-publication"}),
        (f"{TITLE}, 2006. doi:10.1016/j.physc.2007.03.045", {"other-publication"}),
        (f"{TITLE}, Phys. Rev. B 73, 060503 (2006).", set()),
        (f"{TITLE}, Physical Review B 73, 060503 (2006). doi:10.1103/PhysRevB.73.06", set()),
        (f"{TITLE}, PhD thesis, 2006, arXiv:0704.0633.", set()),
    ],
)
def test_a_reference_to_another_publication_of_a_title_is_shown_and_not_settled(said, against):
    (one,) = resolve(readers.read(f"References\n[1] {said}\n").mentions, shelves=[Shelf([PAPER])])
    assert against == {"other-kind", "other-publication"} & set(one.reasons)
    assert (Outcome.REVIEW if against else Outcome.SETTLED) is one.outcome
    assert PAPER == one.best.record


def test_a_thesis_on_arxiv_is_found_by_its_title():
    thesis = replace(PAPER, type="article", container_title=None, comment="PhD thesis, 180 pages")
    (one,) = resolve(
        readers.read(f"References\n[1] {TITLE}, PhD thesis, Leicester, 2006.\n").mentions,
        shelves=[Shelf([thesis])],
    )
    assert Outcome.SETTLED is one.outcome
