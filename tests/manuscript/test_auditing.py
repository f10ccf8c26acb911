"""What an audit says of single entries: what is no fault, and what is which."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace

import pytest

from bibgen import fingerprint, names, session, splice
from bibgen.manuscript import auditing, bylines, references
from bibgen.manuscript.verdicts import Finding, Standing, gravest, without
from bibgen.matching import venues
from bibgen.model import Choice
from bibgen.settings import Settings
from tests.conftest import BentClock
from tests.fakes.arxiv import FakeArxiv
from tests.fakes.crossref import FakeCrossref, work
from tests.fakes.dblp import FakeDblp

TITLE = "Spectral gaps of tangled graphs in many dimensions"
PEOPLE = ("Ada Lovelace", "Aäron van den Oord", "Sergei Müller")
PAPER = {
    "id": "1901.00001", "title": TITLE, "authors": PEOPLE, "abstract": "We look at graphs.",
    "published": "2019-01-02", "categories": ["math.CO"],
}  # fmt: skip
OTHER = {
    "id": "1705.00002", "title": "Cooling curves of old neutron stars", "authors": ["Wei Wang", "Grace Hopper"],
    "abstract": "Stars cool.", "published": "2017-05-02", "categories": ["astro-ph.SR"],
}  # fmt: skip


@contextmanager
def asking(folder, papers=(PAPER, OTHER), works=(), *, down=(), offline=False):
    """A session over the doubles; those that are `down` are not there."""
    with FakeArxiv(papers) as arxiv, FakeCrossref(works) as crossref, FakeDblp() as dblp:
        nowhere = "http://127.0.0.1:9/"
        made = Settings(
            arxiv_url=nowhere if "arxiv" in down else arxiv.url,
            crossref_url=nowhere if "crossref" in down else crossref.url,
            dblp_url=nowhere if "dblp" in down else dblp.url,
            arxiv_interval=0, crossref_interval=0, dblp_interval=0, cache_dir=folder, data_dir=folder, patience=1,
        )  # fmt: skip
        with session.opened(made, offline=offline) as opened:
            for service in (opened.arxiv, opened.publishers, opened.venues):
                service.options["clock"] = BentClock()
            yield opened


def entry(**fields):
    given = {"title": TITLE, "author": " and ".join(PEOPLE), "year": "2019", "eprint": "1901.00001"} | fields
    kind = given.pop("type", "misc")
    told = "".join(f"  {name} = {{{value}}},\n" for name, value in given.items() if value)
    return f"@{kind}{{key,\n{told}}}\n"


def audited(folder, text, **more):
    with asking(folder, **more) as opened:
        (made,) = auditing.judge(splice.parse(text).mentions, opened)
    return made


def codes(made):
    return [finding.code for finding in made.findings]


@pytest.mark.parametrize(
    "fields",
    [
        {"author": "Lovelace, A. and van den Oord, A. and M{\\\"u}ller, S."},
        {"author": "Lovelace and others"},
        {"author": "Ada Lovelace and A{\\\"a}ron van den Oord and Sergey Mueller"},
        {"author": ""},
        {"year": ""},
        {"title": TITLE.upper()},
        {"title": "Spectral gaps of tangled graphs in many dimensions: the planar case"},
        {"eprint": "", "doi": "10.48550/arXiv.1901.00001"},
        {"eprint": "", "journal": "CoRR", "volume": "abs/1901.00001", "type": "article"},
        {"booktitle": "Proc. of a conference that nobody knows", "year": "2020", "type": "inproceedings"},
        {"author": "{The Tangle Collaboration}"},
        {"author": "family=Lovelace, given=Ada and prefix=van den, family=Oord and family=M\u00fcller, given=Sergei"},
        {"title": "Spectral gaps of tangled graphs"},
    ],
    ids=str,
)  # fmt: skip
def test_what_entries_leave_open_or_shorten_is_no_fault(tmp_path, fields):
    made = audited(tmp_path, entry(**fields))
    assert (Standing.CONSISTENT, ()) == (made.standing, made.findings)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"year": "2016"}, "year"),
        ({"year": "2020"}, "year"),
        ({"author": " and ".join((PEOPLE[1], PEOPLE[0], PEOPLE[2]))}, "author-order"),
        ({"author": " and ".join(PEOPLE[:2])}, "authors-missing"),
        ({"author": " and ".join((PEOPLE[0], PEOPLE[2]))}, "authors-missing"),
        ({"author": " and ".join((*PEOPLE, "Nobody Else"))}, "authors-more"),
        ({"author": "Rosa Luxemburg and Emma Goldman and Clara Zetkin"}, "authors"),
        ({"author": "Rosa Luxemburg and Emma Goldman", "eprint": ""}, "authors"),
        ({"eprint": "1705.00002"}, "other-id"),
        ({"eprint": "1705.99999"}, "no-such-id"),
        ({"eprint": "1901.00001v7"}, "no-such-version"),
        ({"title": "Spectral gaps of tangled trees in many dimensions"}, "title"),
    ],
)
def test_what_is_wrong_is_told_with_the_field_and_both_sides(tmp_path, fields, code):
    made = audited(tmp_path, entry(**fields))
    assert Standing.WRONG is made.standing
    (finding,) = made.findings
    assert code == finding.code
    assert finding.said
    assert finding.found


def test_an_identifier_of_another_paper_is_not_corrected_by_guesswork(tmp_path):
    made = audited(tmp_path, entry(title="A treatise that no source has ever heard of", author="Some Body"))
    assert (Standing.WRONG, ["other-id"]) == (made.standing, codes(made))
    assert made.paper is None
    assert TITLE in made.findings[0].text


def test_a_paper_of_the_same_title_by_others_in_another_year_may_be_another_paper(tmp_path):
    made = audited(tmp_path, entry(eprint="", author="Rosa Luxemburg", year="1911"))
    assert (Standing.UNKNOWN, ["unknown"]) == (made.standing, codes(made))
    assert "nearest" in made.findings[0].text


def test_an_entry_of_an_older_version_is_told_so_and_not_called_wrong(tmp_path):
    paper = PAPER | {"version": 3, "older": {1: {"authors": PEOPLE[:2]}, 2: {"authors": PEOPLE[:2]}}}
    made = audited(tmp_path, entry(author=" and ".join(PEOPLE[:2])), papers=[paper])
    assert (Standing.NEWER, ["older-author"]) == (made.standing, codes(made))
    made = audited(tmp_path / "b", entry(eprint="1901.00001v1"), papers=[paper])
    assert (Standing.NEWER, ["newer-version"]) == (made.standing, codes(made))


def test_years_of_later_versions_and_of_the_journal_are_right(tmp_path):
    paper = PAPER | {"version": 4, "updated": "2022-03-01T00:00:00Z"}
    for year in ("2019", "2020", "2021", "2022"):
        assert Standing.CONSISTENT is audited(tmp_path / year, entry(year=year), papers=[paper]).standing
    paper = PAPER | {"journal_ref": "Phys. Rev. D 99, 012345 (2023)"}
    cited = {
        "journal": "Physical Review D",
        "volume": "99",
        "pages": "012345",
        "type": "article",
        "eprint": "",
    }
    for year in ("2019", "2022", "2023"):
        made = audited(tmp_path / f"p{year}", entry(year=year, **cited), papers=[paper])
        assert Standing.CONSISTENT is made.standing
    made = audited(tmp_path / "far", entry(year="2025", **cited), papers=[paper])
    assert ["year"] == codes(made)


def test_volume_and_pages_are_held_against_those_of_the_same_journal_only(tmp_path):
    paper = PAPER | {"journal_ref": "Phys. Rev. D 99, 123-130 (2020)"}
    right = {
        "journal": "Phys. Rev. D",
        "volume": "99",
        "pages": "123--130",
        "year": "2020",
        "type": "article",
    }
    for change, found in (
        ({}, []),
        ({"volume": "D99"}, []),
        ({"pages": "123"}, []),
        ({"volume": "98"}, ["volume"]),
        ({"volume": "98", "pages": "223"}, ["volume", "pages"]),
        ({"pages": "223--230"}, ["pages"]),
        ({"journal": "Proceedings of a Conference", "volume": "3", "pages": "1--9"}, []),
    ):
        made = audited(tmp_path / str(change), entry(**right | change), papers=[paper])
        assert found == codes(made), change


SAYING = (
    {"note": "withdrawn by its authors"},
    {"note": "arXiv:1901.00001 (withdrawn)"},
    {"note": "Proof is wrong; this paper has since been retracted"},
    {"addendum": "now withdrawn"},
    {"title": f"{TITLE} [Withdrawn]"},
    {"title": f"RETRACTED: {TITLE}"},
)
SILENT = (
    {"abstract": "We study deformation retractions."},
    {"keywords": "withdrawn"},
    {"file": ":papers/withdrawn/1.pdf:PDF"},
    {"note": "not withdrawn"},
    {"note": "This paper has not been retracted"},
    {"note": "On retractions and retracts"},
)


def test_a_withdrawn_paper_is_told_unless_the_entry_says_it_itself(tmp_path):
    paper = PAPER | {"comment": "This paper has been withdrawn by the author due to an error"}
    assert Standing.WITHDRAWN is audited(tmp_path, entry(), papers=[paper]).standing
    for at, fields in enumerate(SAYING):
        made = audited(tmp_path / f"a{at}", entry(**fields), papers=[paper])
        assert (Standing.CONSISTENT, paper["comment"]) == (made.standing, made.acknowledged), fields
    for at, fields in enumerate(SILENT):
        made = audited(tmp_path / f"b{at}", entry(**fields), papers=[paper])
        assert (Standing.WITHDRAWN, "") == (made.standing, made.acknowledged), fields


def test_a_preprint_that_has_appeared_is_told_with_its_place(tmp_path):
    paper = PAPER | {"doi": "10.5555/gaps"}
    people = [{"family": name.split()[-1], "given": name.split()[0]} for name in PEOPLE]
    held = work("10.5555/gaps", title=TITLE, author=people, issued={"date-parts": [[2020]]})
    made = audited(tmp_path, entry(), papers=[paper], works=[held])
    assert (Standing.PUBLISHED, ["published"]) == (made.standing, codes(made))
    assert "Journal of Examples 12 (2020), doi:10.5555/gaps" == made.findings[0].found
    cited = {"journal": "Journal of Examples", "year": "2020", "doi": "10.5555/gaps", "type": "article"}
    assert Standing.CONSISTENT is audited(tmp_path, entry(**cited), papers=[paper], works=[held]).standing


def test_a_doi_beside_the_right_number_is_looked_up_too(tmp_path):
    stray = work(
        "10.5555/stray", title="On the diet of hedgehogs", author=[{"family": "Igel", "given": "Ida"}]
    )
    made = audited(tmp_path, entry(doi="10.5555/stray"), works=[stray])
    assert (Standing.WRONG, ["other-id"]) == (made.standing, codes(made))
    assert "doi" == made.findings[0].field


def test_a_doi_that_crossref_does_not_know_is_told_and_not_called_wrong(tmp_path):
    made = audited(tmp_path, entry(doi="10.9999/not.a.real.doi"))
    assert (Standing.UNKNOWN, ["doi-unknown"]) == (made.standing, codes(made))
    assert "not known to Crossref" in made.findings[0].text
    made = audited(tmp_path / "b", entry(doi="10.14288/1.0400000"))
    assert Standing.CONSISTENT is made.standing, "its registry is another"
    made = audited(tmp_path / "c", entry(doi="10.9999/not.a.real.doi"), down=("crossref",))
    assert Standing.UNASKED is made.standing


@pytest.mark.parametrize("number", ["1901.0001", "1901.000011", "arXiv:1901.001v2"])
def test_a_number_that_no_paper_can_have_is_told_though_title_and_people_are_right(tmp_path, number):
    made = audited(tmp_path, entry(eprint=number, archiveprefix="arXiv"))
    assert (Standing.WRONG, ["no-id"]) == (made.standing, codes(made))
    assert (number, "arXiv:1901.00001") == (made.findings[0].said, made.findings[0].found)
    unknown = {"title": "A treatise that no source has ever heard of", "author": "Ida Igel"}
    made = audited(tmp_path / "b", entry(eprint=number, archiveprefix="arXiv", **unknown))
    assert (Standing.WRONG, ["no-id", "unknown"]) == (made.standing, codes(made))
    venue = {"journal": "arXiv preprint arXiv:1901.0001", "type": "article"}
    assert ["no-id"] == codes(audited(tmp_path / "d", entry(eprint="", **venue)))
    made = audited(tmp_path / "c", entry(eprint="123.456", archiveprefix="hdl"))
    assert Standing.CONSISTENT is made.standing


PRINTED = PAPER | {"doi": "10.5555/gaps", "journal_ref": "Phys. Rev. Lett. 99, 123456 (2020)"}
HELD = work(
    "10.5555/gaps", title=TITLE, volume="99", page="123456", issued={"date-parts": [[2020]]},
    author=[{"family": name.split()[-1], "given": name.split()[0]} for name in PEOPLE],
    **{"container-title": ["Physical Review Letters"]},
)  # fmt: skip
CITED = {"type": "article", "journal": "Phys. Rev. Lett.", "volume": "99", "pages": "123456", "year": "2020"}


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"doi": "10.5555/gaps", "journal": "Phys. Rev. D"}, ["journal"]),
        ({"doi": "10.5555/gaps", "journal": "Nature"}, ["journal"]),
        ({"doi": "10.5555/gaps", "journal": "Nature", "volume": "13"}, ["journal", "volume"]),
        ({"doi": "10.5555/gaps", "volume": "13", "pages": "654321"}, ["volume", "pages"]),
        ({"journal": "Nature", "volume": "13", "pages": "1--9"}, ["journal"]),
        ({"journal": "Nature", "title": TITLE.replace("graphs", "trees")}, ["title"]),
        ({"doi": "10.5555/gaps", "journal": "PRL"}, []),
        ({"doi": "10.5555/gaps", "journal": "\\prl"}, []),
        ({"doi": "10.5555/gaps", "journal": "Phys. Rev."}, []),
        ({"doi": "10.5555/gaps", "journal": "Zh. Eksp. Teor. Fiz."}, []),
        ({"doi": "10.5555/gaps", "journal": "Submitted to Nature"}, []),
        ({"doi": "10.5555/gaps", "type": "inproceedings", "journal": "", "booktitle": "A Meeting"}, []),
        ({"doi": "10.9999/other", "journal": "Nature"}, ["doi-unknown"]),
    ],
)
def test_a_journal_that_is_another_than_that_of_the_doi_is_told_with_all_that_is_wrong(
    tmp_path, fields, found
):
    made = audited(tmp_path, entry(**CITED | fields), papers=[PRINTED], works=[HELD])
    assert found == codes(made)
    twice = [one.code for one in made.findings if "unless it appeared twice" in one.text]
    assert (["journal"] if "doi" not in fields and "journal" in found else []) == twice


def test_an_entry_of_right_number_and_doi_under_another_title_is_that_paper(tmp_path):
    title = "Eigenvalue estimates for knotted networks of high valency"
    made = audited(tmp_path, entry(**CITED, title=title, doi="10.5555/gaps"), papers=[PRINTED], works=[HELD])
    assert (Standing.WRONG, ["title"]) == (made.standing, codes(made))
    assert title in made.findings[0].text
    assert TITLE in made.findings[0].text
    made = audited(tmp_path / "b", entry(**CITED, title=title), papers=[PRINTED], works=[HELD])
    assert ["title"] == codes(made)


def test_authors_behind_a_collaboration_are_found_by_title(tmp_path):
    paper = PAPER | {"authors": ["The Tangle Collaboration", *PEOPLE]}
    made = audited(tmp_path, entry(eprint="", author="Lovelace, A. and others"), papers=[paper])
    assert Standing.CONSISTENT is made.standing


def test_a_sign_in_the_title_is_no_matter_where_journal_volume_and_page_agree(tmp_path):
    paper = PRINTED | {
        "title": rf"{TITLE} for the $^{{12}}{{\rm C}}(p,n)$ reaction at 0$^{{\circ}}$",
        "doi": None,
    }
    title = rf"{TITLE} for the \textsuperscript{{12}}C(p,n) reaction at 0{{\textdegree}}"
    made = audited(tmp_path, entry(**CITED, title=title, eprint=""), papers=[paper])
    assert Standing.CONSISTENT is made.standing


def test_a_slip_in_a_name_is_shown_beside_the_name_and_nobody_is_denied_the_paper(tmp_path):
    made = audited(tmp_path, entry(author="Ada Lovelase and others"))
    assert ["authors"] == codes(made)
    assert "“Ada Lovelase” for “Ada Lovelace”" in made.findings[0].text
    made = audited(tmp_path / "b", entry(author="Rosa Luxemburg and others"))
    assert "not among the authors" in made.findings[0].text


@pytest.mark.parametrize(
    "fields", [{"howpublished": "\\url{https://example.org/x}"}, {"url": "https://example.org/x"}]
)
def test_a_page_of_the_web_need_not_be_known(tmp_path, fields):
    strange = {"title": "The hedgehog programming language", "author": "Ida Igel", "eprint": ""}
    made = audited(tmp_path, entry(**strange, **fields))
    assert (Standing.UNKNOWN, False) == (made.standing, made.checkable)


def test_what_could_not_be_asked_is_neither_right_nor_unknown(tmp_path):
    made = audited(tmp_path, entry(), down=("arxiv",))
    assert (Standing.UNASKED, ["unasked"]) == (made.standing, codes(made))
    made = audited(tmp_path / "b", entry(), offline=True)
    assert Standing.UNASKED is made.standing


def test_who_could_not_say_whether_it_was_published_is_told_and_not_passed_over(tmp_path):
    paper = PAPER | {"categories": ["cs.LG"]}
    made = audited(tmp_path, entry(), papers=[paper], down=("dblp",))
    assert (Standing.CONSISTENT, True) == (made.standing, "dblp" in made.missed)
    made = audited(tmp_path / "b", entry(booktitle="NeurIPS"), papers=[paper], down=("dblp",))
    assert (Standing.CONSISTENT, "") == (made.standing, made.missed)
    paper = PAPER | {"doi": "10.5555/gaps"}
    made = audited(tmp_path / "c", entry(doi="10.5555/gaps"), papers=[paper], down=("crossref",))
    assert Standing.UNASKED is made.standing
    assert "crossref" in made.findings[0].text


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "book", "publisher": "A Press", "title": "A treatise on all there is to know of hedgehogs"},
        {"title": "Hedgehog pictures in many colours and sizes", "doi": "10.5281/zenodo.12345"},
        {"title": "", "author": "Ida Igel", "year": ""},
    ],
)
def test_what_no_source_asked_need_know_is_not_checked_and_says_so(tmp_path, fields):
    made = audited(tmp_path, entry(**{"eprint": "", "author": "Ida Igel"} | fields))
    assert (Standing.UNKNOWN, ["not-checked"]) == (made.standing, codes(made))
    assert not made.checkable


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "book", "publisher": "A Press", "year": "2021"},
        {"type": "phdthesis", "school": "Uppsala", "year": "2021"},
        {"type": "dataset", "publisher": "Zenodo", "doi": "10.5281/zenodo.12345", "year": "2021"},
        {"howpublished": "Poster at a meeting", "year": "2021"},
        {"type": "phdthesis", "school": "Uppsala", "note": "see also arXiv:1901.00001", "year": "2021"},
    ],
)
def test_another_work_of_the_same_title_is_not_held_against_the_paper(tmp_path, fields):
    made = audited(tmp_path, entry(**{"eprint": ""} | fields))
    assert Standing.UNKNOWN is made.standing
    assert made.paper is None


def test_what_is_not_known_says_who_was_asked(tmp_path):
    strange = {"title": "A treatise that no source has ever heard of", "author": "Ida Igel", "eprint": ""}
    assert "arXiv" == audited(tmp_path, entry(**strange)).findings[0].text
    made = audited(tmp_path, entry(**strange, doi="10.1234/nothing", journal="J. Hedgehogs", type="article"))
    assert "arXiv, Crossref" == made.findings[0].text
    assert made.checkable


# -- people and venues


def people(text):
    return tuple(map(names.parse, text.split(";")))


@pytest.mark.parametrize(
    ("said", "cut", "found", "code"),
    [
        ("A. Lovelace;B. Oord", False, "Ada Lovelace;Bo Oord", None),
        ("Ada Lovelace", True, "Ada Lovelace;Bo Oord", None),
        ("王小明;李四", False, "Xiaoming Wang;Si Li", None),
        ("Aleksandr Popov", False, "Alexander Popov", None),
        ("Mike Jordan;Tom Dietterich", False, "Michael I. Jordan;Thomas G. Dietterich", None),
        ("Nando De Freitas", False, "Nando de Freitas", None),
        ("Yan Li", False, "Yang Li", "authors"),
        ("H. V. Le", False, "Hong Van Le", None),
        ("Y. Z. He", False, "He Yanzhang", None),
        ("Jean-Claude Barrat", False, "Jean-Louis Barrat", "authors"),
        ("H. V. Li", False, "Hong Van Le", "authors"),
        ("NVIDIA;:;Ada Lovelace", False, "NVIDIA;Ada Lovelace", None),
        ("Ada Lovelace & Bo Oord", False, "Ada Lovelace;Bo Oord", None),
        ("Bo Oord;Ada Lovelace", False, "Ada Lovelace;Bo Oord", "author-order"),
        ("Bo Oord", True, "Ada Lovelace;Bo Oord", "authors-missing"),
        ("Ada Lovelace;CERN Collaboration", False, "Ada Lovelace;Bo Oord", None),
    ],
)
def test_lists_of_authors_are_held_against_each_other(said, cut, found, code):
    made = bylines.parted(people(said), cut, people(found), False)
    assert code == (made and made[0])


def test_a_journal_is_not_another_with_a_longer_name():
    assert venues.is_one("Proc. Natl. Acad. Sci. USA", "Proceedings of the National Academy of Sciences USA")
    assert not venues.is_one("Physical Review Letters", "Physics Letters")
    assert not venues.is_one("J. Phys. A", "J. Phys. B")


JOURNALS = """ApJ|The Astrophysical Journal
MNRAS|Monthly Notices of the Royal Astronomical Society
Mon. Not. R. Astron. Soc.|Monthly Notices of the Royal Astronomical Society
A&A|Astronomy & Astrophysics
Ap&SS|Astrophysics and Space Science
Jpn. J. Appl. Phys.|Japanese Journal of Applied Physics
Enseign. Math.|L'Enseignement Mathématique
J. Phys. Soc. Jap.|J. Phys. Soc. Jpn.
J. High Energy Phys.|JHEP
Phys.Rev. D79|Physical Review D
Proc. R. Soc. Lond. A|Proceedings of the Royal Society A: Mathematical, Physical and Engineering Sciences
Nucl. Instrum. Meth. A|Nuclear Instruments and Methods in Physics Research Section A: Accelerators
Ann. Sci. ENS|Annales scientifiques de l'École normale supérieure
Europhys. Lett.|EPL (Europhysics Letters)
IEEE TPAMI|IEEE Transactions on Pattern Analysis and Machine Intelligence
Comm. ACM|Communications of the Association for Computing Machinery
EPJC|The European Physical Journal C
Crelle|Journal für die reine und angewandte Mathematik (Crelles Journal)
Nucl. Phys. Proc. Suppl.|Nuclear Physics B - Proceedings Supplements
Phys. Rev. ST Accel. Beams|Physical Review Special Topics - Accelerators and Beams
Lect. Notes Comput. Sci.|Lecture Notes in Computer Science
\\apjl|The Astrophysical Journal"""


def test_abbreviations_of_a_journal_never_make_two_of_it():
    assert not [row for row in JOURNALS.splitlines() if venues.are_two(*row.split("|"))]


# -- memory and classes


def finding(standing):
    return Finding(standing=standing, code="x", field="", text="x")


def test_an_entry_has_the_gravest_class_of_its_findings_and_less_if_some_are_ignored(tmp_path):
    listed = (finding(Standing.NEWER), finding(Standing.WITHDRAWN), finding(Standing.WRONG))
    assert Standing.WITHDRAWN is gravest(listed)
    made = replace(audited(tmp_path, entry()), standing=Standing.WITHDRAWN, findings=listed)
    assert Standing.WRONG is without(made, {Standing.WITHDRAWN}).standing
    assert Standing.CONSISTENT is without(made, set(Standing)).standing


@pytest.fixture
def refs(tmp_path):
    """A .bib, and a way to audit it that says how many entries were judged anew."""
    file = tmp_path / "refs.bib"
    judge = auditing.judge

    def audit(monkeypatch, **more):
        judged = []
        monkeypatch.setattr(
            auditing, "judge", lambda listed, opened: judged.extend(listed) or judge(listed, opened)
        )
        with asking(tmp_path / "store", **more) as opened:
            made = auditing.audit(references.read([str(file)]).listed, opened)
            again = opened.store, opened.ledger
        monkeypatch.undo()
        return made, len(judged), again

    return file, audit


def test_only_entries_that_have_changed_are_judged_again(refs, monkeypatch):
    file, audit = refs
    other = entry(
        title=OTHER["title"], author=" and ".join(OTHER["authors"]), eprint=OTHER["id"], year="2017"
    )
    file.write_text(entry() + other.replace("{key,", "{other,"), encoding="utf-8")
    first, judged, _ = audit(monkeypatch)
    assert 2 == judged
    again, judged, _ = audit(monkeypatch)
    assert (0, first) == (judged, again)
    file.write_text(
        "% a remark above\n" + file.read_text(encoding="utf-8").replace("2017", "2001"), encoding="utf-8"
    )
    changed, judged, _ = audit(monkeypatch)
    assert 1 == judged
    assert [2, Standing.CONSISTENT, ["year"]] == [changed[0].line, changed[0].standing, codes(changed[1])]


def test_an_entry_under_other_abbreviations_is_judged_again(refs, monkeypatch):
    file, audit = refs
    file.write_text("@string{y = {2019}}\n" + entry().replace("{2019}", "y"), encoding="utf-8")
    assert Standing.CONSISTENT is audit(monkeypatch)[0][0].standing
    file.write_text(file.read_text(encoding="utf-8").replace("{2019}", "{2001}"), encoding="utf-8")
    assert ["year"] == codes(audit(monkeypatch)[0][0])


def test_what_could_not_be_asked_is_asked_again(refs, monkeypatch):
    file, audit = refs
    file.write_text(entry(), encoding="utf-8")
    assert Standing.UNASKED is audit(monkeypatch, down=("arxiv",))[0][0].standing
    assert Standing.CONSISTENT is audit(monkeypatch)[0][0].standing


def test_a_choice_made_meanwhile_counts_at_once(refs, monkeypatch, tmp_path):
    file, audit = refs
    file.write_text(entry(title="A treatise that no source has heard of", eprint=""), encoding="utf-8")
    assert Standing.UNKNOWN is audit(monkeypatch)[0][0].standing
    with asking(tmp_path / "store") as opened:
        (mention,) = splice.load(str(file)).mentions
        mark = fingerprint.of_mention(mention)
        opened.ledger.choose(mark, Choice(kind="written"), said="", place="refs.bib:1")
    assert Standing.CONSISTENT is audit(monkeypatch)[0][0].standing
