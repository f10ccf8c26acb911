"""Bibliographies in a citation style: what the engine alone gets wrong, and each format's own signs."""

from __future__ import annotations

import sys

import pytest

from bibgen import writers
from bibgen.errors import UsageError
from bibgen.model import Entry, Identifier, Name, PartialDate, Record
from bibgen.writers.options import Options

ARXIV = Identifier(scheme="arxiv", value="hep-th/9711200")
ADA = Name(family="Lovelace", given="Ada")


def written(*records, format="text", **wishes):
    entries = [Entry(key=f"k{at}", record=record) for at, record in enumerate(records)]
    return writers.write(entries, format, Options(**wishes)).text


def paper(title="On Engines", **fields):
    made = {"authors": (ADA,), "issued": PartialDate(year=2021, month=6, day=1), **fields}
    return Record(
        type=fields.pop("type", "article"), title=title, **{k: v for k, v in made.items() if k != "type"}
    )


def journal(title="On Engines", **fields):
    return paper(title, type="article-journal", container_title="Ice", volume="3", page="7-8", **fields)


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("apa", "Lovelace, A. (2021). On Engines (arXiv:hep-th/9711200). arXiv. "
                "https://doi.org/10.48550/arXiv.hep-th/9711200"),
        ("ieee", "[1] A. Lovelace, “On Engines,” Jun. 01, 2021, arXiv:hep-th/9711200. "
                 "doi: 10.48550/arXiv.hep-th/9711200."),
        ("nature", "1. Lovelace, A. On Engines. Preprint at https://doi.org/10.48550/arXiv.hep-th/9711200 (2021)."),
    ],
)  # fmt: skip
def test_a_preprint_says_arxiv_once_and_keeps_the_hyphen_of_its_identifier(style, expected):
    assert f"{expected}\n" == written(paper(identifiers=(ARXIV,)), csl=style)


def test_title_case_spares_formulae_and_names_with_small_first_letters():
    title = "few-shot learning of arXiv's $p$-waves in the d-wave state: a tale"
    assert "“Few-Shot Learning of arXiv’s p-Waves in the d-Wave State: A Tale.”" in written(
        paper(title), csl="chicago"
    )


def test_what_stands_for_the_missing_author_is_not_said_again():
    assert 1 == written(paper(authors=(), identifiers=(ARXIV,))).count("On Engines")


def test_who_is_not_named_is_told_once():
    two = (ADA, Name(family="Babbage", given="Charles"))
    assert "Lovelace, A., Babbage, C., et al. (2021)" in written(paper(authors=two, et_al=True))
    assert "[1] A. Lovelace et al., “On" in written(paper(et_al=True), csl="ieee")
    assert "Lovelace A et al. On" in written(paper(et_al=True), csl="vancouver")


def test_given_names_without_capitals_are_no_initials():
    names = (
        Name(family="hooks", given="bell"),
        Name(family="Caillol", given="J.-M."),
        Name(literal="王小明"),
    )
    assert "[1] bell hooks, J.-M. Caillol, and 王小明, “On" in written(paper(authors=names), csl="ieee")


def test_one_style_in_which_given_names_are_not_cut_leaves_them_whole():
    assert "Lovelace, Ada. 2021." in written(paper(), csl="chicago-author-date")


def test_the_same_authors_in_one_year_have_letters():
    text = written(paper("B"), paper("A"), paper("C", issued=PartialDate(year=2020)))
    assert ["(2020)", "(2021a)", "(2021b)"] == [line.split()[2].rstrip(".") for line in text.split("\n\n")]


def test_names_are_sorted_without_accents_and_groups_behind_persons_of_the_same_name():
    names = (
        Name(family="Zhang"),
        Name(family="Øbro"),
        Name(literal="Ice Institute"),
        Name(family="Ice", given="A"),
    )
    text = written(*(paper(authors=(name,)) for name in names))
    found = [line.partition(" (")[0] for line in text.split("\n\n")]
    assert ["Ice, A.", "Ice Institute.", "Øbro.", "Zhang."] == found


def test_numbers_follow_the_order_of_the_text():
    assert ["[1] A. Lovelace, “B,”", "[2] A. Lovelace, “A,”"] == [
        line[:21] for line in written(paper("B"), paper("A"), csl="ieee").split("\n\n")
    ]


def test_a_question_mark_ends_a_title_and_quotes_are_those_of_print():
    assert "“Is It ‘So’?” Ice" in written(journal('Is It "So"?'), csl="chicago")
    assert "Is It “So”? Ice, 3" in written(journal('Is It "So"?'))


def test_commas_go_into_quotes_and_not_before_apostrophes():
    assert "“Of b’, t’ and quarks,” Ice" in written(journal("Of b', t' and quarks"), csl="ieee")


def test_markup_of_a_format_in_a_title_is_text():
    title = "<b>a</b> & *b* _c_ [d](e) `f` $5 #g"
    assert "&lt;b&gt;a&lt;/b&gt; &amp; *b*" in written(paper(title), format="html")
    assert r"\<b\>a\</b\> & \*b\* \_c\_ \[d\](e)" in written(paper(title), format="markdown")


def test_formulae_stand_high_and_low():
    title = "H$_2$O at $10^6$ K"
    assert "H<sub>2</sub>O at 10<sup>6</sup> K" in written(paper(title), format="html")
    assert "H<sub>2</sub>O at 10<sup>6</sup> K" in written(paper(title), format="markdown")
    assert "H₂O at 10⁶ K" in written(paper(title))


def test_a_doi_is_a_link_even_with_signs_that_addresses_cannot_hold():
    doi = Identifier(scheme="doi", value="10.1175/x(1996)053<0946:a>2.0.co;2")
    address = "https://doi.org/10.1175/x(1996)053%3C0946:a%3E2.0.co;2"
    assert f'<a href="{address}">https://doi.org/10.1175/x(1996)053&lt;' in written(
        journal(identifiers=(doi,)), format="html"
    )
    assert f"](<{address}>)" in written(journal(identifiers=(doi,)), format="markdown")
    assert "https://doi.org/10.1175/x(1996)053<0946:a>2.0.co;2" in written(journal(identifiers=(doi,)))


def test_fields_that_are_not_wished_are_not_printed():
    assert "Lovelace, A. (n.d.). On Engines [Preprint].\n" == written(
        paper(identifiers=(ARXIV,)), fields=frozenset(("title", "author"))
    )


def test_markdown_is_a_list_as_the_style_has_it():
    assert written(paper(), format="markdown").startswith("- Lovelace, A. (2021). *On Engines* \\[")
    assert (
        written(paper(), journal(), format="markdown", csl="ieee")
        .splitlines()[1]
        .startswith("2. A. Lovelace, “On")
    )
    assert written(paper("2021. A", authors=()), format="markdown").startswith(r"- *2021. A*")


def test_html_has_the_classes_and_the_key_of_each_entry():
    text = written(paper(), format="html", csl="ieee")
    assert text.startswith('<div class="csl-bib-body">\n  <div id="ref-k0" class="csl-entry">')
    assert '<span class="csl-left-margin">[1]</span> <span class="csl-right-inline">A. Love' in text
    assert "hanging-indent" in written(format="html")


@pytest.mark.parametrize("style", ["apa", "ieee", "chicago", "vancouver", "nature", "mla"])
def test_an_empty_record_and_3300_authors_are_printed(style):
    names = tuple(Name(family=f"Family{at}", given="A.") for at in range(3300))
    text = written(Record(type="document"), Record(type="thesis"), paper(authors=names), csl=style)
    assert "On Engines" in text
    assert "Family0" in text


def test_no_entries_are_nothing():
    assert "" == written() == written(format="markdown")


def test_characters_that_are_marks_here_cannot_come_from_outside():
    shown = written(paper("a\ue100b\ue0f2c\ue10ed"), format="html")
    assert "<i>abcd</i>" in shown


def test_a_style_that_does_not_sort_streams():
    taken = []

    def entries():
        for at in range(100):
            taken.append(at)
            yield Entry(key=f"k{at}", record=paper())

    next(writers.stream(entries(), "text", [], Options(csl="ieee")))
    assert [0] == taken


@pytest.mark.parametrize("name", ["apaa", "apa-7", "nature-digestt", "Chicago Autor Date"])
def test_an_unknown_style_is_named_with_those_like_it(name):
    with pytest.raises(UsageError, match=f"no citation style '{name}' .is it .*zotero.org/styles"):
        written(csl=name)


def test_a_style_may_be_asked_for_by_journal_or_short_name():
    assert written(paper(), csl="nature-digest") == written(paper(), csl="nature")
    assert written(paper(), csl="Modern Language Association") == written(paper(), csl="mla")


STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>T</title><id>t</id><updated>2020-01-01T00:00:00+00:00</updated></info>
<citation><layout><text variable="title"/></layout></citation>%s</style>"""
LIST = '<bibliography><layout suffix="!"><text variable="title" font-weight="bold"/></layout></bibliography>'


def test_a_style_may_be_a_file(tmp_path):
    path = tmp_path / "mine.csl"
    path.write_text(STYLE % LIST)
    assert "- **On Engines**!\n" == written(paper(), format="markdown", csl=str(path))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<style", "cannot be read"),
        ("<a/>", "no citation style"),
        (STYLE % "", "no bibliography"),
        (None, "no such"),
    ],
)
def test_a_file_that_is_no_style_is_named(tmp_path, text, why):
    path = tmp_path / "mine.csl"
    if text is not None:
        path.write_text(text)
    with pytest.raises(UsageError, match=f"mine.csl.*{why}"):
        written(paper(), csl=str(path))


def test_without_the_extra_one_line_says_what_to_install(monkeypatch):
    for name in [name for name in sys.modules if name.startswith(("citeproc", "bibgen.writers.csle"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "citeproc", None)
    with pytest.raises(UsageError, match=r"citeproc: pip install 'bibgen\[csl\]'$"):
        written(paper())


@pytest.mark.parametrize("format", ["markdown", "html", "text"])
def test_doubt_and_withdrawal_are_not_hidden_by_a_style_that_prints_no_notes(format):
    doubtful = Record(type="document", title="A Rumour", note="Not identified by bibgen: no source knows it")
    withdrawn = Record(type="article", title="An Error", status="withdrawn", note="Withdrawn by the author")
    entries = [Entry(key="a", record=doubtful), Entry(key="b", record=withdrawn)]
    text = writers.write(entries, format).text.replace("\\", "")
    assert "[Not identified by bibgen: no source knows it]" in text
    assert "[Withdrawn by the author]" in text


def test_what_is_cited_as_a_preprint_has_the_preprints_doi():
    arxiv, doi = Identifier(scheme="arxiv", value="1508.04233"), Identifier(scheme="doi", value="10.1103/x")
    record = Record(type="article", title="On Ice", identifiers=(arxiv, doi))
    text = writers.write([Entry(key="a", record=record)], "text").text
    assert "10.48550/arXiv.1508.04233" in text
    assert "10.1103" not in text
