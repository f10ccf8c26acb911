"""`bibgen.manuscript.doubles` and `merging`: one paper is one, two are two, and merging loses no key."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

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


def key_sets(told):
    return {frozenset(entry.held.key for entry in one.entries) for one in told}


def pairs(text):
    """The keys of entries that are one paper for certain."""
    return key_sets(one for one in found(text) if one.certain)


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


@pytest.mark.parametrize(
    "other",
    [
        "howpublished = {Poster presented at a meeting}",
        "howpublished = {\\url{https://github.com/a/show}}",
        "note = {{PhD} thesis, Uppsala}",
        "note = {Computer software}",
    ],
)
def test_a_poster_a_thesis_or_software_is_not_the_paper_of_its_title(other):
    paper = f"@article{{a, {SHOW}, journal = {{PAMI}}, year = 2016}}\n@misc{{c, {SHOW}, eprint = {{1609.06647}}, year = 2016}}\n"
    assert {frozenset("ac")} == pairs(f"{paper}@misc{{b, {SHOW}, {other}, year = 2016}}")


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
    assert set() == pairs(a + b + c)
    assert {"b"} == set.intersection(*({e.held.key for e in one.entries} for one in found(a + b + c)))


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
        assert key_sets(doubles.find([after])) <= key_sets(doubles.find([file]))
        assert () == merging.plan(doubles.find([after])).bibs
        assert bib.blocks(text)


# -- what must not be lost

ASTROPY = "author = {Astropy Collaboration}, title = {astropy: A community Python package}, year = 2021"
TRANSFORMER = "title = {Attention is all you need}, author = {Vaswani, Ashish and Shazeer, Noam}"
MAGNETO = "author = {Vega, Ada and Roth, Karsten}, title = {Force-free %s of spinning pulsars}, journal = {ApJ}, year = 2009"
MODERN = "".join(  # so that the file is biblatex's
    f"@online{{z{at}, title = {{Of {word}}}, author = {{Zed, Zoe}}, date = 2001, langid = {{english}}}}\n"
    for at, word in enumerate(
        "Alders Birches Cedars Dogwoods Elms Firs Ginkgos Hazels Ivies Junipers".split()
    )
)


def made_one(*entries):
    """The one entry that is left of the first ones, and the row that tells of it."""
    plan = merged(MODERN + "\n".join(entries))
    ((_, text),) = plan.bibs
    assert () == found(text)
    (held,) = [one for one in splice.parse(text).entries if one.key[0] != "z"]
    return held, plan.rows[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"@software{{a, {ASTROPY}, version = {{v4.0}}, doi = {{10.5281/zenodo.4670728}}}}",
         f"@software{{b, {ASTROPY}, version = {{v5.0}}, doi = {{10.5281/zenodo.5725235}}}}"),
        (f"@software{{a, {ASTROPY}, version = {{v4.0}}}}", f"@software{{b, {ASTROPY}, version = {{5.0}}}}"),
        (f"@dataset{{a, {ASTROPY}, doi = {{10.5281/zenodo.4670728}}}}",
         f"@dataset{{b, {ASTROPY}, doi = {{10.5281/zenodo.5725235}}}}"),
        (f"@misc{{a, {ASTROPY}, doi = {{10.5281/zenodo.4670728}}}}",
         f"@misc{{b, {ASTROPY}, doi = {{10.3847/1538-4357/ac7c74}}}}"),
        (f"@software{{a, {ASTROPY}, version = {{v4.0}}}}", f"@software{{b, {ASTROPY}}}"),
        (f"@inproceedings{{a, {SHOW}, year = 2017, booktitle = {{Proc. X}}, doi = {{10.1145/1.2}}}}",
         f"@article{{b, {SHOW}, year = 2017, journal = {{X}}, doi = {{10.1109/3.4}}}}"),
        (f"@inproceedings{{a, {SHOW}, year = 2017, booktitle = {{X}}, doi = {{10.1145/1.2}}, eprint = {{1609.06647}}}}",
         f"@article{{b, {SHOW}, year = 2017, journal = {{X}}, doi = {{10.1109/3.4}}, eprint = {{1609.06647}}}}"),
    ],
)  # fmt: skip
def test_releases_and_works_with_dois_of_their_own_are_never_one_for_certain(one, other):
    assert set() == pairs(f"{one}\n{other}")
    assert () == merged(f"{MODERN}{one}\n{other}").bibs


@pytest.mark.parametrize(
    "doi", ["10.48550/arXiv.1609.06647", "10.1101/2020.03.04.975573", "10.21203/rs.3.rs-12345/v1"]
)
def test_a_preprints_own_doi_does_not_part_it_from_its_publication(doi):
    held, row = made_one(
        f"@misc{{a, {SHOW}, year = 2016, doi = {{{doi}}}}}",
        f"@article{{b, {SHOW}, year = 2017, journal = {{TPAMI}}, doi = {{10.1109/3.4}}}}",
    )
    assert "10.1109/3.4" == held.value("doi")
    assert ("a", "doi", doi) in row.dropped


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(("later", "year"), [("1706.03762v5", "2017"), ("1706.03762", "2023")])
def test_the_later_version_stays_with_what_it_says(order, later, year):
    first = f"@misc{{a, {TRANSFORMER}, year = 2017, month = jun, note = {{mine}}, eprint = {{1706.03762v1}}}}"
    last = f"@misc{{b, {TRANSFORMER}, year = {year}, eprint = {{{later}}}}}"
    held, _ = made_one(*[first, last][::order])
    assert (later, year, "mine") == tuple(held.value(name) for name in ("eprint", "year", "note"))
    assert "b" == held.key


@pytest.mark.parametrize("order", [1, -1])
def test_the_right_spelling_stays_in_whichever_entry_it_is(order):
    slip = f"@article{{a, {MAGNETO % 'magnetosphers'}, volume = 207}}"
    right = f"@article{{b, {MAGNETO % 'magnetospheres'}}}"
    held, _ = made_one(*[slip, right][::order])
    assert "Force-free magnetospheres of spinning pulsars" == held.value("title")
    assert "207" == held.value("volume")


def test_a_word_that_other_entries_have_is_spelled_right():
    coined = f"@article{{c, author = {{Li, Bo}}, year = 1999, title = {{Zorblaxian stars}}}}\n@article{{a, {MAGNETO % 'zorblaxain'}, volume = 207}}"
    held, _ = made_one_of(coined, f"@article{{b, {MAGNETO % 'zorblaxian'}}}")
    assert "Force-free zorblaxian of spinning pulsars" == held.value("title")


def made_one_of(*entries):
    ((_, text),) = merged(MODERN + "\n".join(entries)).bibs
    return next(one for one in splice.parse(text).entries if one.has("volume")), text


@pytest.mark.parametrize("slips", [("zorblaxian", "zorblaxain"), ("modeling", "modelling")])
def test_two_spellings_of_which_none_is_known_to_be_right_are_left(slips):
    one, other = (f"@article{{{key}, {MAGNETO % word}}}\n" for key, word in zip("ab", slips, strict=True))
    plan = merged(MODERN + one + other)
    assert () == plan.bibs
    assert "they differ in title" in plan.rows[0].why


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    ("name", "plain", "worse"),
    [
        ("doi", "10.1103/PhysRevLett.1.2", "https://doi.org/10.1103/PHYSREVLETT.1.2"),
        ("doi", "10.1103/PhysRevLett.1.2", "doi:10.1103/physrevlett.1.2"),
        ("pages", "1-9", "1"),
        ("title", "Über Äquivalenz der Räume im Großen", "Uber Aquivalenz der Raume im Grossen"),
        ("author", "Vinyals, Oriol and Tóshev, Alexander", "Vinyals, O. and Toshev, A."),
        ("author", "Vinyals, Oriol and Toshev, Alexander", "Vinyals, Oriol and others"),
        ("abstract", "We show and tell. And more.", "We show and tell."),
    ],
)
def test_the_fuller_or_plainer_form_of_a_field_stays(order, name, plain, worse):
    usual = {
        "title": "Show and Tell: Lessons Learned",
        "author": "Vinyals, Oriol and Toshev, Alexander",
        "journal": "Nature",
        "year": "2017",
    }
    entries = [
        f"@article{{{key}, " + ", ".join(f"{k} = {{{v}}}" for k, v in (usual | {name: value}).items()) + "}"
        for key, value in (("a", plain), ("b", worse))
    ][::order]
    held, row = made_one(*entries)
    assert plain == held.value(name)
    assert () == row.dropped


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("journal = {Phys. Rev. Lett.}", "journal = {Physical Review Letters}"),
        ("pages = {1--9}", "pages = {1-9}"),
        ("volume = 07", "volume = {7}"),
        ("url = {https://doi.org/10.1109/ab}, doi = {10.1109/ab}", "doi = {10.1109/AB}, url = {http://x.org/ab}"),
        ("url = {http://x.org/ab/}", "url = {https://www.x.org/ab}"),
        ("note = {G{\\\"o}del}", "note = {Gödel}"),
    ],
)  # fmt: skip
def test_what_is_only_set_otherwise_is_no_difference(one, other):
    a, b = (f"@article{{{key}, {SHOW}, year = 2017, {said}}}" for key, said in (("a", one), ("b", other)))
    made_one(b, a)


@pytest.mark.parametrize(
    ("one", "other", "field"),
    [
        ("url = {http://x.org/ab}", "url = {http://y.org/cd}", "url"),
        ("note = {Best paper}", "note = {To read}", "note"),
        ("month = may", "month = jun", "month"),
        ("publisher = {Elsevier}", "publisher = {Springer}", "publisher"),
        ("abstract = {We show}", "abstract = {They tell}", "abstract"),
        ("primaryclass = {cs.LG}, eprint = {1609.06647}", "primaryclass = {cs.CV}, eprint = {1609.06647}", "primaryclass"),
        ("x = {$a<b$}", "x = {$a>b$}", "x"),
    ],
)  # fmt: skip
def test_what_would_be_lost_is_not_merged(one, other, field):
    a, b = (f"@article{{{key}, {SHOW}, year = 2017, {said}}}\n" for key, said in (("a", one), ("b", other)))
    plan = merged(MODERN + a + b)
    assert () == plan.bibs
    assert f"they differ in {field}" in plan.rows[0].why


def test_the_address_on_arxiv_is_kept_beside_an_eprint_of_another_archive():
    held, _ = made_one(
        f"@misc{{a, {SHOW}, year = 2016, url = {{https://arxiv.org/abs/1609.06647}}}}",
        f"@article{{b, {SHOW}, year = 2017, journal = {{TPAMI}}, eprint = {{hal-01}}, eprinttype = {{hal}}}}",
    )
    assert ("hal-01", "https://arxiv.org/abs/1609.06647") == (held.value("eprint"), held.value("url"))


def test_lists_of_ones_own_are_joined():
    held, _ = made_one(
        f"@misc{{a, {SHOW}, year = 2017, keywords = {{vision, Mine}}}}",
        f"@misc{{b, {SHOW}, year = 2017, keywords = {{mine, read}}}}",
        f"@misc{{c, {SHOW}, year = 2017, keywords = {{later}}}}",
    )
    assert "vision, Mine, read, later" == held.value("keywords")


SODA = "title = {Sampling lower bounds of the streaming kind}, author = {Vega, Ada and Roth, Karsten}"
CA = f"@misc{{ca, {SODA}, year = 2009, eprint = {{1001.0009}}}}"
CJ = f"@article{{cj, {SODA}, year = 2010, journal = {{SIAM J. Comput.}}, eprint = {{1001.0009}}}}"
CC = f"@inproceedings{{cc, {SODA}, year = 2010, booktitle = {{SODA}}}}"


def test_an_identifier_joins_before_a_title_does():
    assert {frozenset(("ca", "cj"))} == pairs(CA + CC + CJ)
    ((_, text),) = merged(MODERN + CC + CA + CJ).bibs
    assert {"cj", "cc"} == {one.key for one in splice.parse(text).entries if one.key[0] != "z"}
    assert () == found(text)


def test_a_preprint_of_either_of_two_publications_is_a_doubt():
    told = found(CA + CC + CJ.replace(", eprint = {1001.0009}", ""))
    assert [False, False] == [one.certain for one in told]
    assert "preprint and published paper, but cj may be it as well" in {one.why for one in told}


def test_an_identifier_of_which_one_is_wrong_goes_into_no_other_entry():
    wrong = "@misc{w, title = {A Generalist Agent}, author = {Reed, Scott}, eprint = {1001.0009}}"
    plan = merged(MODERN + CA + CC + wrong)
    assert () == plan.bibs
    assert "w has its identifier too" in "".join(row.why for row in plan.rows)


VARIANTS = [
    CA, CJ, CC,
    CA.replace("1001.0009", "1001.0009v2"),
    CA.replace("1001.0009", "1001.0010"),
    CA.replace(", eprint = {1001.0009}", ""),
    CA.replace("2009", "2010").replace("Sampling", "Smapling"),
    CJ.replace(", eprint = {1001.0009}", ", doi = {10.1137/1}"),
    CJ.replace("article", "misc").replace("2010", "2009").replace("1001.0009", "1001.0009v1"),
    CC.replace("booktitle = {SODA}", "booktitle = {SODA}, doi = {10.1145/2}"),
    CC.replace("2010", "2012"),
    CA.replace("misc", "software").replace("eprint = {1001.0009}", "version = {1}"),
    CA.replace("streaming kind", "other sort"),
    CA.replace(", author = {Vega, Ada and Roth, Karsten}", ""),
]  # fmt: skip


def test_after_a_merge_nothing_new_is_found():
    """Of all threes of entries: whoever is a double afterwards was one of the same before."""
    merges = 0
    for three in combinations(VARIANTS, 3):
        file = splice.parse(MODERN + "\n".join(keyed(one, f"e{at}") for at, one in enumerate(three)))
        before = doubles.find([file])
        for _, text in merging.plan(before).bibs:
            merges += 1
            assert key_sets(found(text)) <= key_sets(before), three
    assert merges > 50


def test_a_doi_here_and_a_journal_there_are_not_surely_one_publication():
    text = """@misc{a, title={d-wave superconductivity from electron-phonon interactions}, author={Hague, J.P.}, year={2007},
      eprint={0704.0633}, doi={10.1103/PhysRevB.73.060503}}
    @article{b, author={Hague, J. P.}, title={d-wave superconductivity from electron-phonon interactions},
      journal={Physica C}, volume={460}, pages={1121}, year={2007}}"""
    (found,) = doubles.find([splice.parse(text)])
    assert not found.certain
    assert "not whether the same publication" in found.why
