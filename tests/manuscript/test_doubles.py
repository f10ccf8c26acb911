"""`bibgen.manuscript.doubles` and `merging`: one paper is one, two are two, and merging loses no key."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from bibgen import bib, splice, tex
from bibgen.errors import FileChanged, UsageError
from bibgen.manuscript import doubles, merging
from bibgen.splice.disk import decoded
from tests import bibfiles
from tests.bibfiles import exporters
from tests.bibfiles.papers import papers

# Exports that cite one and the same form of each paper, so that nothing in them parts it from itself.
AGREEING = "zotero better-biblatex mendeley google-scholar dblp ads arxiv jabref semantic-scholar".split()
SHOW = "title = {Show and Tell: Lessons Learned from the 2015 {MSCOCO} Challenge}, author = {Vinyals, Oriol and Toshev, Alexander}"


def keyed(text, key):
    return re.sub(r"^(\s*@\w+\s*\{\s*)[^,]*,", lambda head: f"{head[1]}{key},", text, count=1)


def found(text):
    return doubles.find([splice.parse(text)])


def pairs(text):
    """The keys of entries that are one paper for certain."""
    return {frozenset(entry.held.key for entry in one.entries) for one in found(text) if one.certain}


@pytest.mark.parametrize(("one", "other"), [*pairwise([*AGREEING, AGREEING[0]])])
def test_every_paper_is_found_in_two_exports_and_no_two_papers_are_one(one, other):
    write = exporters.EXPORTERS[one][0], exporters.EXPORTERS[other][0]
    legible = [paper for paper in papers() if '"' not in paper.title]  # parsers stumble over "{ " }"
    text = "\n".join(
        keyed(export(paper), f"{name}{at}")
        for at, paper in enumerate(legible)
        for name, export in zip("ab", write, strict=True)
    )
    assert {frozenset((f"a{at}", f"b{at}")) for at in range(len(legible))} == pairs(text)


@pytest.mark.parametrize("slip", ["Leraning", "learning", "Learnning"])
def test_a_slip_of_the_pen_parts_no_paper(slip):
    one = "@misc{a, title = {Vector Quantized Learning of Models for Planning}, author = {Ozair, Sherjil}, year = 2021}"
    assert {frozenset("ab")} == pairs(one + one.replace("Learning", slip).replace("{a,", "{b,"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("title = {On the sums of odd squares. Part I}", "title = {On the sums of odd squares. Part II}"),
        ("title = {The MineRL 2019 Competition on Reinforcement}", "title = {The MineRL 2020 Competition on Reinforcement}"),
        ("author = {Li, Yan}", "author = {Li, Yang}"),
        ("author = {Reed, Scott}", "author = {Reed, Scott and Zolna, Konrad}"),
        ("eprint = {2205.06175}", "eprint = {2205.06176}"),
        ("doi = {10.1103/PhysRevA.1.1}", "doi = {10.1103/PhysRevA.1.2}"),
        ("journal = {Nature}, volume = 3, pages = {1--9}", "journal = {Nature}, volume = 4, pages = {1--9}"),
        ("journal = {Nature}, volume = 3, pages = {1--9}", "journal = {Nature}, volume = 3, pages = {10--12}"),
        ("journal = {Physical Review A}", "journal = {Physical Review B}"),
        ("edition = {First}, journal = {X}", "edition = {Second}, journal = {X}"),
        ("year = 2007, journal = {Annual Review}", "year = 2008, journal = {Annual Review}"),
        ("year = 2007", "year = 2013, journal = {Nature}"),
    ],
)  # fmt: skip
def test_two_papers_that_are_much_alike_stay_two(one, other):
    usual = (
        "title = {The Large Limit of Superconformal Field Theories}",
        "author = {Mal, Juan}",
        "year = 2007",
    )
    made = [
        f"@article{{{key}, {said}, "
        + ", ".join(field for field in usual if field.split(" =")[0] not in said)
        + "}"
        for key, said in (("a", one), ("b", other))
    ]
    assert set() == pairs("\n".join(made))
    assert {frozenset("ab")} == pairs("\n".join([made[0], made[0].replace("{a,", "{b,")]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("@phdthesis{a, school = {Leiden}", "@article{b, journal = {Nature}"),
        ("@techreport{a, institution = {CERN}", "@article{b, journal = {Nature}"),
        ("@inproceedings{a, booktitle = {Proc. CVPR}", "@article{b, journal = {Nature}"),
        ("@book{a, publisher = {Springer}", "@incollection{b, booktitle = {Essays}"),
    ],
)
def test_another_kind_of_work_is_another_work(one, other):
    assert set() == pairs(f"{one}, {SHOW}, year = 2017}}\n{other}, {SHOW}, year = 2017}}\n")


def test_versions_of_one_paper_are_told_as_such():
    text = f"@misc{{a, {SHOW}, eprint = {{1609.06647v1}}}}\n@misc{{b, {SHOW}, eprint = {{1609.06647v3}}}}\n"
    (one,) = found(text)
    assert "versions of arXiv:1609.06647" == one.why


def test_an_identifier_of_another_paper_is_a_doubt_and_merges_nothing():
    text = (
        f"@misc{{a, {SHOW}, eprint = {{1609.06647}}}}\n"
        "@misc{b, title = {A Generalist Agent}, author = {Reed, Scott}, eprint = {1609.06647}}\n"
    )
    (one,) = found(text)
    assert not one.certain
    assert "the same arXiv identifier, but another title" == one.why
    assert "look at it yourself" in merging.plan([one]).rows[0].why


def test_who_is_not_one_with_all_joins_no_group():
    a = f"@misc{{a, {SHOW}, year = 2017, eprint = {{1609.06647}}}}\n"
    b = f"@misc{{b, {SHOW}, year = 2017}}\n"
    c = f"@misc{{c, {SHOW}, year = 2017, eprint = {{1609.99999}}}}\n"
    assert len(pairs(a + b + c)) == 1


def test_what_differs_is_told_for_all_entries():
    text = f"@misc{{a, {SHOW}, year = 2016}}\n@article{{b, {SHOW}, year = 2017, journal = {{TPAMI}}}}\n"
    (one,) = found(text)
    assert {"type": ("article", "misc"), "year": ("2017", "2016"), "journal": ("TPAMI", "")} == one.differing


# -- merging

PREPRINT = f"@online{{old, {SHOW}, date = {{2016}}, eprint = {{1609.06647}}, eprinttype = {{arxiv}}, keywords = {{mine}}, ids = {{older}}}}\n"
PUBLISHED = (
    f"@article{{new, {SHOW}, date = {{2017}}, journaltitle = {{TPAMI}}, volume = {{39}}, keywords = {{}}}}\n"
)


def merged(text, documents=()):
    file = splice.parse(text)
    return merging.plan(doubles.find([file]), documents)


def test_the_published_entry_stays_and_gets_what_it_lacks():
    plan = merged(PREPRINT + "% a remark\n" + PUBLISHED)
    ((_, text),) = plan.bibs
    (held,) = splice.parse(text).entries
    said = {
        name: held.value(name)
        for name in ("eprint", "eprinttype", "keywords", "date", "journaltitle", "volume")
    }
    assert ("1609.06647", "arxiv", "mine", "2017", "TPAMI", "39") == tuple(said.values())
    assert ("old", "older") == held.aliases
    assert "new" == held.key
    assert "% a remark" in text
    assert () == doubles.find([splice.parse(text)])
    assert ("old", "date", "2016") in plan.rows[0].dropped


def test_values_are_taken_as_they_stand():
    text = f'@string{{m = "x"}}\n@misc{{a, {SHOW}, year = 2016, note = m # " y", annote = "{{\\"o}}", file = 1}}\n@misc{{a, {SHOW}, year = 2016, x=1,y=2,z=3,w=4}}\n'
    ((_, made),) = merged(text).bibs
    (held,) = splice.parse(made).entries
    assert "x y" == held.value("note")
    assert 'm # " y"' in made
    assert ['{\\"o}'] == [one.pieces[0][1] for one in held.fields if one.name == "annote"]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("keywords = {mine}", "protect = {true}", "marked to be kept"),
        ("keywords = {mine}", "crossref = {x}", "takes fields from another one"),
        ("\n", "\n@online{other, related = {old}, date = 2001}\n", "other entries refer to one that would go"),
    ],
)  # fmt: skip
def test_what_might_break_is_left(old, new, why):
    (row,) = merged(PREPRINT.replace(old, new) + PUBLISHED).rows
    assert why in row.why


CLASSIC = f"@misc{{old, {SHOW}, year = 2016, eprint = {{1609.06647}}}}\n\n@article{{new, {SHOW}, year = 2017, journal = {{TPAMI}}}}\n"


@pytest.fixture
def paper(tmp_path, monkeypatch):
    """A .bib of BibTeX's, and a document that cites from it, with the given text."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "refs.bib").write_text(CLASSIC)

    def made(text, end="\\bibliography{refs}"):
        (tmp_path / "paper.tex").write_text(f"\\documentclass{{article}}\n{text}\n{end}\n")
        return tex.read("paper.tex")

    return made


def of_paper(*documents):
    return merging.plan(doubles.find([splice.load("refs.bib")]), documents)


def test_bibtex_without_its_documents_is_left_alone(paper):
    assert "BibTeX has no aliases" in of_paper().rows[0].why
    assert () == of_paper().bibs


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\\cite{old}", "\\cite{new}"),
        ("\\citep[p. 3]{a, Old ,b}", "\\citep[p. 3]{a, new ,b}"),
        ("\\cite{old,new}", "\\cite{new}"),
        ("\\cite{new, old}", "\\cite{new}"),
        ("\\cite{a,old,b,new}", "\\cite{a,b,new}"),
        ("% \\cite{old}\n\\verb|\\cite{old}|", "% \\cite{old}\n\\verb|\\cite{old}|"),
        ("\\cite{older}", "\\cite{older}"),
    ],
)
def test_the_document_cites_what_stays_once(paper, tmp_path, before, after):
    merging.write(of_paper(paper(before)))
    assert f"\n{after}\n" in (tmp_path / "paper.tex").read_text()
    assert ["new"] == [held.key for held in splice.load("refs.bib").entries]
    assert CLASSIC == (tmp_path / "refs.bib.bak").read_text()
    assert () == of_paper(tex.read("paper.tex")).rows


@pytest.mark.parametrize(
    ("text", "why"),
    [("\\input{chapter}", "there is no file chapter"), ("\\cite{old\\x}", "is made by a macro")],
)
def test_a_document_that_cites_out_of_sight_keeps_its_entries(paper, text, why):
    plan = of_paper(paper(text))
    assert why in plan.rows[0].why
    assert () == plan.bibs


def test_a_document_of_other_files_is_refused(paper):
    with pytest.raises(UsageError, match="names none of these"):
        of_paper(paper("\\cite{old}", end="\\bibliography{others}"))


def test_a_file_that_changed_meanwhile_is_not_written(paper, tmp_path):
    plan = of_paper(paper("\\cite{old}"))
    (tmp_path / "paper.tex").write_text("changed")
    with pytest.raises(FileChanged):
        merging.write(plan)
    assert CLASSIC == (tmp_path / "refs.bib").read_text()


@pytest.mark.parametrize("case", bibfiles.files(), ids=str)
def test_merging_twice_is_merging_once_and_leaves_the_others_alone(case):
    file = splice.parse(decoded(case.data, "refs.bib")[0])
    plan = merging.plan(doubles.find([file]))
    for _, text in plan.bibs:
        touched = {entry.held.start for row in plan.rows if not row.why for entry in row.double.entries}
        others = [one.raw for one in file.entries if one.start not in touched]
        after = splice.parse(text)
        assert set(others) <= {one.raw for one in after.entries}
        kept = {key for held in after.entries for key in (held.key, *held.aliases)}
        assert {held.key for held in file.entries} <= kept
        assert () == merging.plan(doubles.find([after])).bibs
        assert bib.blocks(text)
