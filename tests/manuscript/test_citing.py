r"""What becomes of the keys that a document cites and its .bib lacks."""

import pytest

from bibgen import session
from bibgen.errors import FileChanged, InputError
from bibgen.manuscript import cited, citing
from bibgen.settings import Settings
from tests.conftest import SAMPLES

GATO = "@misc{Gato,\n  title = {A Generalist Agent},\n  author = {Reed, Scott and others},\n  eprint = {2205.06175},\n}\n"


@pytest.fixture
def opened(tmp_path):
    settings = Settings(cache_dir=tmp_path / "cache", data_dir=tmp_path / "data")
    with session.opened(settings, offline=True, snapshot=str(SAMPLES / "arxiv-snapshot.jsonl")) as made:
        yield made


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "paper").mkdir()
    monkeypatch.chdir(tmp_path / "paper")

    def made(**texts):
        for name, text in texts.items():
            (tmp_path / "paper" / name.replace("_", ".")).write_bytes(
                text if isinstance(text, bytes) else text.encode()
            )
        return tmp_path / "paper"

    return made


def fates(plan):
    return {row.missing.key: (row.fate.state, row.fate.entry, row.settled) for row in plan.rows}


def planned(opened, *names, bib=None, rewrite=False):
    return citing.plan(cited.opened(names, bib=bib), opened, rewrite=rewrite)


def carried_out(opened, *names, **wishes):
    plan = planned(opened, *names, **wishes)
    citing.write([*plan.bibs, *plan.texts])
    return plan


def test_a_paper_gets_an_entry_under_the_key_that_the_text_cites(opened, folder):
    at = folder(main_tex=r"\cite{arXiv:2205.06175}\bibliography{refs}")
    plan = carried_out(opened, "main.tex")
    assert {"arXiv:2205.06175": ("added", "arXiv:2205.06175", True)} == fates(plan)
    assert (
        (at / "refs.bib").read_text().startswith("@misc{arXiv:2205.06175,\n  title         = {A Generalist")
    )
    assert r"\cite{arXiv:2205.06175}\bibliography{refs}" == (at / "main.tex").read_text()


@pytest.mark.parametrize("rewrite", [False, True])
def test_the_second_run_has_nothing_to_do(opened, folder, rewrite):
    at = folder(main_tex=r"\cite{arXiv:2205.06175,2203.08547}\bibliography{refs}", refs_bib="% mine\n")
    carried_out(opened, "main.tex", rewrite=rewrite)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in at.iterdir()}
    plan = carried_out(opened, "main.tex", rewrite=rewrite)
    assert () == (*plan.rows, *plan.bibs, *plan.texts)
    assert before == {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in at.iterdir()}


def test_rewriting_touches_the_keys_and_no_other_byte(opened, folder):
    text = b"\xef\xbb\xbf% caf\xe9 \\cite{2205.06175}\r\n\\cite[see][]{a,  arXiv:2205.06175v2 ,b} \\verb|\\cite{2205.06175}|\r\n\\citet*{2205.06175}\\bibliography{refs}"
    at = folder(main_tex=text)
    carried_out(opened, "main.tex", rewrite=True)
    new = text.replace(b"  arXiv:2205.06175v2", b"  reed2022generalist").replace(
        b"\\citet*{2205.06175", b"\\citet*{reed2022generalist"
    )
    assert new == (at / "main.tex").read_bytes()
    assert 1 == (at / "refs.bib").read_text().count("@")


def test_a_paper_that_has_an_entry_gets_no_second_one(opened, folder):
    at = folder(main_tex=r"\cite{2205.06175}\bibliography{refs}", refs_bib=GATO)
    plan = planned(opened, "main.tex")
    assert {"2205.06175": ("there", "Gato", False)} == fates(plan)
    assert () == plan.bibs
    carried_out(opened, "main.tex", rewrite=True)
    assert (r"\cite{Gato}\bibliography{refs}", GATO) == (
        (at / "main.tex").read_text(),
        (at / "refs.bib").read_text(),
    )


def test_a_paper_in_another_bib_of_the_document_counts(opened, folder):
    folder(main_tex=r"\cite{2205.06175,2203.08547}\bibliography{own,refs}", own_bib="", refs_bib=GATO)
    plan = planned(opened, "main.tex", bib="own.bib")
    assert {"2205.06175": ("there", "Gato", False), "2203.08547": ("added", "2203.08547", True)} == fates(
        plan
    )
    assert ["own.bib"] == [one.path for one in plan.bibs]


def test_one_paper_cited_in_two_ways_gets_one_entry_and_the_other_way_is_told(opened, folder):
    folder(main_tex=r"\cite{arXiv:2205.06175,https://arxiv.org/abs/2205.06175}\bibliography{refs}")
    plan = planned(opened, "main.tex")
    assert ("added", "arXiv:2205.06175", False) == fates(plan)["https://arxiv.org/abs/2205.06175"]
    assert 1 == plan.bibs[0].new.count("@misc")
    assert {("added", "reed2022generalist", True)} == set(
        fates(planned(opened, "main.tex", rewrite=True)).values()
    )


def test_what_names_no_paper_is_told_with_its_places(opened, folder):
    folder(
        main_tex="\\cite{smith2020}\n\\cite{https://example.org/x}\\cite{smith2020}\\bibliography{refs}",
        refs_bib="",
    )
    plan = planned(opened, "main.tex")
    assert [("smith2020", ["main.tex:1", "main.tex:2"]), ("https://example.org/x", ["main.tex:2"])] == [
        (row.missing.key, [str(place) for place in row.missing.places]) for row in plan.rows
    ]
    assert {"missing"} == {row.fate.state for row in plan.rows}


def test_what_could_not_be_asked_is_not_called_unknown(opened, folder):
    folder(main_tex=r"\cite{2001.00001}\bibliography{refs}")
    assert {"2001.00001": ("unasked", "", False)} == fates(planned(opened, "main.tex"))


@pytest.mark.parametrize(
    ("text", "why"),
    [(r"\cite{2205.06175}", "names no .bib"), (r"\cite{2205.06175}\bibliography{a,b}", "names 2 .bib files")],
)
def test_where_to_add_is_never_guessed(opened, folder, text, why):
    folder(main_tex=text)
    (row,) = planned(opened, "main.tex").rows
    assert "nowhere" == row.fate.state
    assert why in row.fate.why
    assert {"2205.06175": ("added", "2205.06175", True)} == fates(planned(opened, "main.tex", bib="c.bib"))


def test_a_bib_within_the_text_is_read_and_not_shadowed(opened, folder):
    folder(
        main_tex="\\begin{filecontents}{refs.bib}@misc{a,}\\end{filecontents}\\cite{a,2205.06175}\\bibliography{refs}"
    )
    plan = planned(opened, "main.tex")
    assert {"2205.06175": ("nowhere", "", False)} == fates(plan)
    assert () == plan.bibs


def test_case_counts_for_biber_and_is_mentioned_for_bibtex(opened, folder):
    folder(
        old_tex=r"\cite{gato}\bibliography{refs}",
        new_tex=r"\usepackage{biblatex}\addbibresource{refs.bib}\cite{gato}",
        refs_bib=GATO,
    )
    plan = planned(opened, "old.tex")
    assert ((), ["other-case"]) == (plan.rows, [one.code for one in plan.notices])
    assert {"gato": ("there", "Gato", False)} == fates(planned(opened, "new.tex"))
    assert r"\cite{Gato}" in planned(opened, "new.tex", rewrite=True).texts[0].new


def test_aliases_own_items_and_entries_that_cannot_be_read_are_there(opened, folder):
    folder(
        main_tex=r"\cite{alias,item,broken}\bibitem{item}\bibliography{refs}",
        refs_bib="@misc{a, ids = {alias, other}}\n@misc{broken, title = {X\n",
    )
    assert () == planned(opened, "main.tex").rows


def test_the_dialect_of_a_new_file_is_that_of_the_document(opened, folder):
    folder(main_tex=r"\addbibresource{refs.bib}\cite{2205.06175}")
    assert "eprinttype" in planned(opened, "main.tex").bibs[0].new
    folder(main_tex=r"\bibliography{refs}\bibliographystyle{plain}\cite{2205.06175}")
    assert "howpublished" in planned(opened, "main.tex").bibs[0].new


def test_a_key_that_no_entry_can_have_needs_a_real_one(opened, folder):
    folder(main_tex=r"\bibliography{refs}\cite{https://arxiv.org/abs/2205.06175?context=cs}")
    assert {("no-key", "", False)} == set(fates(planned(opened, "main.tex")).values())
    assert {("added", "reed2022generalist", True)} == set(
        fates(planned(opened, "main.tex", rewrite=True)).values()
    )


def test_an_aux_is_added_to_under_the_keys_that_it_has_even_when_texts_are_rewritten(opened, folder):
    folder(main_aux="\\citation{2205.06175}\n\\bibdata{refs}\n")
    assert {"2205.06175": ("added", "2205.06175", True)} == fates(planned(opened, "main.aux", rewrite=True))


def test_a_part_that_two_documents_take_in_is_rewritten_once(opened, folder):
    folder(
        one_tex=r"\input{part}\bibliography{refs}",
        two_tex=r"\input{part}\bibliography{refs}",
        part_tex=r"\cite{2205.06175}",
    )
    plan = planned(opened, "one.tex", "two.tex", rewrite=True)
    assert [r"\cite{reed2022generalist}"] == [one.new for one in plan.texts]
    assert [1] == [one.new.count("@misc") for one in plan.bibs]


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("2205.06175,Gato", "Gato"),
        ("Gato, 2205.06175 , a", "Gato, a"),
        ("2205.06175,\n  a,\n  arXiv:2205.06175\n", "Gato,\n  a"),
        ("a,*2205.06175", "a,*Gato"),
        ("Gato,*2205.06175,*a", "Gato,*a"),
        # What somebody has written stays: a text of its own, a remark, what a star joins to it.
        ("Gato,*[{see }][{ there}]2205.06175", "Gato,*[{see }][{ there}]Gato"),
        ("Gato,% why\n  2205.06175", "Gato,% why\n  Gato"),
        ("Gato,2205.06175,*a", "Gato,Gato,*a"),
        ("Gato,Gato,a", "Gato,Gato,a"),
    ],
)
def test_a_paper_that_becomes_the_same_as_another_is_cited_once(opened, folder, text, new):
    at = folder(
        main_tex=rf"\cite{{{text}}}\cite{{2205.06175}}\cite{{Gato}}\bibliography{{refs}}",
        refs_bib=f"{GATO}@misc{{a, title = {{A}}}}\n",
    )
    carried_out(opened, "main.tex", rewrite=True)
    assert rf"\cite{{{new}}}\cite{{Gato}}\cite{{Gato}}\bibliography{{refs}}" == (at / "main.tex").read_text()


def test_rewriting_leaves_stars_and_texts_of_a_key_alone(opened, folder):
    at = folder(
        main_tex=r"\cite{a,*[{see }][{, p.~3}] 2205.06175}\bibliography{refs}", refs_bib="@misc{a,}\n"
    )
    carried_out(opened, "main.tex", rewrite=True)
    text = r"\cite{a,*[{see }][{, p.~3}] reed2022generalist}\bibliography{refs}"
    assert text == (at / "main.tex").read_text()


@pytest.mark.parametrize("bib", ["@footnote{Note1, note = {hi}}\n", None])
def test_a_footnote_that_latex_puts_into_a_bib_of_its_own_is_there(opened, folder, bib):
    at = folder(m_aux="\\citation{Note1}\n\\bibdata{mNotes,refs}\n", refs_bib=GATO)
    if bib:
        (at / "mNotes.bib").write_text(bib)
    manuscripts = cited.opened(["m.aux"])
    assert ([] if bib else ["Note1"]) == [one.key for one in manuscripts[0].missing()]
    assert ["Gato"] == [one.key for one in cited.unused(manuscripts).unused]
    assert "refs.bib" == manuscripts[0].target.path


@pytest.mark.parametrize(
    "key", "arxiv:2205.06175 ARXIV:2205.06175 eprint:2205.06175v2 arXiv.2205.06175".split()
)
def test_an_identifier_is_one_however_its_prefix_is_written(opened, folder, key):
    folder(main_tex=rf"\cite{{{key}}}\bibliography{{refs}}", refs_bib=GATO)
    assert {key: ("there", "Gato", False)} == fates(planned(opened, "main.tex"))


@pytest.mark.parametrize(
    "key",
    "2005.1234 1234.5678 2013.1234 1999.1234 2020.12345 2022.0617 12.1234 2205.00000 smith.2205.06175x 22050.6175".split(),
)
def test_a_date_or_a_number_is_no_identifier(opened, folder, key):
    folder(main_tex=rf"\cite{{{key}}}\bibliography{{refs}}", refs_bib="")
    assert {key: ("missing", "", False)} == fates(planned(opened, "main.tex"))


def test_a_doi_with_its_prefix_is_one(folder):
    folder(
        main_tex=r"\cite{doi:10.1103/PhysRevD.1.1,DOI:10.1103/PhysRevD.1.2}\bibliography{refs}", refs_bib=""
    )
    (one,) = cited.opened(["main.tex"])
    assert ["10.1103/physrevd.1.1", "10.1103/physrevd.1.2"] == [
        missing.identifier.value for missing in one.missing()
    ]


def test_a_file_that_changed_meanwhile_is_not_written_and_neither_is_the_other(opened, folder):
    at = folder(main_tex=r"\cite{2205.06175}\bibliography{refs}")
    plan = planned(opened, "main.tex", rewrite=True)
    (at / "main.tex").write_text("mine now")
    with pytest.raises(FileChanged):
        citing.write([*plan.bibs, *plan.texts])
    assert "mine now" == (at / "main.tex").read_text()
    assert not (at / "refs.bib").exists()


def test_a_bib_is_no_document(folder):
    folder(refs_bib=GATO)
    with pytest.raises(InputError, match=r"is a \.bib"):
        cited.opened(["refs.bib"])


BIB = "@book{whole, title = {A}}\n@inbook{part, crossref = {whole}}\n@misc{b, ids = {c}}\n@misc{d}\n@misc{e, related = {d}}\n"


@pytest.mark.parametrize(
    ("text", "unused"),
    [
        (r"\cite{part}", "b d e"),
        (r"\cite{C}", "whole part d e"),
        (r"\nocite{e}", "whole part b"),
        (r"\nocite{*}", ""),
        ("% \\cite{b}\n", "whole part b d e"),
    ],
)
def test_unused_is_what_nothing_leads_to(folder, text, unused):
    folder(main_tex=text + r"\bibliography{refs}", refs_bib=BIB)
    assert unused.split() == [one.key for one in cited.unused(cited.opened(["main.tex"])).unused]


@pytest.mark.parametrize(
    ("text", "unused", "told"),
    [
        (
            r"\zitiere{b,d}",
            "whole part e",
            "main.tex:1: b stands in an argument of another command (and others)",
        ),
        (r"\parenref[see][3]{ b }", "whole part d e", "1 entry is left out of it"),
        (r"\cite{\prefix b}", "", "the key \\prefix b is made by a macro"),
        (r"\newcommand{\my}[1]{\cite{pa#1}}\my{rt}", "b d e", "the key pa#1 is made by a macro"),
        (r"\input{gone}", "", "there is no file gone"),
        (r"\textbf{b or d} \label{b} \begin{d}\end{d}", "whole part b d e", ""),
        ("\\begin{verbatim}\\zitiere{b}\\end{verbatim}", "whole part b d e", ""),
        (r"\zitiere{part}", "b d e", "may be incomplete"),
    ],
)
def test_what_may_be_cited_is_not_called_unused(folder, text, unused, told):
    folder(main_tex=text + r"\bibliography{refs}", refs_bib=BIB)
    leftover = cited.unused(cited.opened(["main.tex"]))
    assert unused.split() == [one.key for one in leftover.unused]
    assert bool(told) == len(leftover.notices)
    assert all(told in one.text for one in leftover.notices)


def test_what_latex_wrote_leaves_no_doubt_of_what_is_cited(folder):
    folder(main_aux="\\citation{b}\n\\newlabel{d}{{1}{1}}\n\\bibcite{e}{1}\n\\bibdata{refs}\n", refs_bib=BIB)
    leftover = cited.unused(cited.opened(["main.aux"]))
    assert ("whole part d e".split(), ()) == ([one.key for one in leftover.unused], leftover.notices)


def test_what_an_entry_cites_and_what_steers_a_style_is_used(folder):
    folder(
        main_tex=r"\cite{a}\bibliography{refs}",
        refs_bib="@misc{a, note = {See \\cite{b}}}\n@misc{b}\n@misc{c}\n@IEEEtranBSTCTL{d, x = {y}}\n@control{e}\n",
    )
    assert ["c"] == [one.key for one in cited.unused(cited.opened(["main.tex"])).unused]


def test_an_entry_that_one_of_two_documents_cites_is_used(folder):
    folder(one_tex=r"\cite{b}\bibliography{refs}", two_tex=r"\cite{d,part}\bibliography{refs}", refs_bib=BIB)
    assert ["e"] == [one.key for one in cited.unused(cited.opened(["one.tex", "two.tex"])).unused]
