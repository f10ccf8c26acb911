r"""What LaTeX wrote down of the citations: .aux and .bcf."""

import pytest

from bibgen import tex
from bibgen.errors import InputError

BCF = """<?xml version="1.0" encoding="UTF-8"?>
<bcf:controlfile version="3.8" xmlns:bcf="https://sourceforge.net/projects/biblatex">
  <bcf:bibdata section="0">
    <bcf:datasource type="file" datatype="bibtex" glob="false">refs.bib</bcf:datasource>
    <bcf:datasource type="file" datatype="ris">x.ris</bcf:datasource>
  </bcf:bibdata>
  <bcf:section number="0">
    <bcf:citekey order="1" intorder="1">a&amp;b</bcf:citekey>
    <bcf:citekey order="2" intorder="1">é</bcf:citekey>
    <bcf:citekey order="0">*</bcf:citekey>
  </bcf:section>
</bcf:controlfile>
"""


def keys(document):
    return [place.cited.key for place in document.places]


def test_an_aux_tells_keys_with_their_places_and_files(tmp_path):
    text = "\\relax \n\\citation{a,b}\n\\citation{REVTEX42Control}\n\\@input{one.aux}\n\\bibdata{mainNotes,refs}\n\\bibcite{a}{1}\n"
    (tmp_path / "main.aux").write_text(text)
    (tmp_path / "one.aux").write_text("\\citation{c}\n\\@input{main.aux}\n\\@input{gone.aux}\n")
    document = tex.read(tmp_path / "main.aux")
    assert ["a", "b", "c"] == keys(document)
    assert [2, 2, 1] == [place.cited.line for place in document.places]
    assert [text[one.cited.start : one.cited.end] for one in document.places[:2]] == ["a", "b"]
    assert (tmp_path / "refs.bib",) == document.bibliographies
    assert (False, frozenset()) == (document.modern, document.defined)
    assert ["missing-file"] == [one.code for one in document.notices]


@pytest.mark.parametrize("key", ["apsrev42Control", "aip41Control", "REVTEX42Control", "acs-control"])
def test_keys_that_steer_a_style_are_no_citations(tmp_path, key):
    (tmp_path / "main.aux").write_text(f"\\citation{{{key}}}\n\\citation{{Control}}\n")
    assert ["Control"] == keys(tex.read(tmp_path / "main.aux"))


def test_a_bib_that_latex_writes_is_told_apart_and_one_of_like_name_is_not(tmp_path):
    (tmp_path / "m.aux").write_text("\\citation{Note1}\n\\bibdata{mNotes,myNotes}\n")
    document = tex.read(tmp_path / "m.aux")
    assert ((tmp_path / "mNotes.bib",), (tmp_path / "myNotes.bib",)) == (
        document.own,
        document.bibliographies,
    )


def test_a_bib_is_found_where_bibtex_runs_when_the_aux_has_a_folder_of_its_own(tmp_path):
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "m.aux").write_text("\\bibdata{refs}\n")
    (tmp_path / "refs.bib").write_text("")
    (found,) = tex.read(tmp_path / "build" / "m.aux").bibliographies
    assert found.samefile(tmp_path / "refs.bib")


def test_that_biblatex_lists_all_is_known_from_its_aux(tmp_path):
    (tmp_path / "m.aux").write_text("\\abx@aux@nociteall\n\\abx@aux@cite{0}{a}\n")
    document = tex.read(tmp_path / "m.aux")
    assert (["a"], True) == (keys(document), document.all_listed)


def test_a_star_of_mcite_is_no_part_of_a_key(tmp_path):
    (tmp_path / "m.aux").write_text("\\citation{a,*b}\n\\citation{*}\n")
    assert ["a", "b", "*"] == keys(tex.read(tmp_path / "m.aux"))


def test_entries_of_the_document_itself_are_no_ones_to_miss(tmp_path):
    (tmp_path / "main.aux").write_text("\\citation{a}\n\\bibcite{a}{1}\n")
    assert frozenset({"a"}) == tex.read(tmp_path / "main.aux").defined


@pytest.mark.parametrize("text", ["\\abx@aux@cite{0}{a}\n", "\\abx@aux@cite{a}\n"])
def test_biblatex_is_known_by_its_aux(tmp_path, text):
    (tmp_path / "main.aux").write_text(text)
    document = tex.read(tmp_path / "main.aux")
    assert (["a"], True, True) == (keys(document), document.modern, document.biber)


def test_biblatex_with_bibtex_leaves_its_own_file_and_key_out(tmp_path):
    (tmp_path / "main.aux").write_text(
        "\\citation{biblatex-control}\n\\bibdata{main-blx,refs}\n\\citation{a}\n"
    )
    document = tex.read(tmp_path / "main.aux")
    assert (["a"], True, False) == (keys(document), document.modern, document.biber)
    assert (tmp_path / "refs.bib",) == document.bibliographies


def test_a_bcf_tells_keys_and_files(tmp_path):
    (tmp_path / "main.bcf").write_text(BCF, encoding="utf-8")
    document = tex.read(tmp_path / "main.bcf")
    assert ["a&b", "é", "*"] == keys(document)
    assert [8, 9, 10] == [place.cited.line for place in document.places]
    assert (tmp_path / "refs.bib",) == document.bibliographies
    assert document.biber


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        '<!DOCTYPE a SYSTEM "http://a.org/x.dtd"><a/>',
        "<a>",
        "",
        "\x00",
    ],
)
def test_a_bcf_that_is_none_or_defines_something_is_refused(tmp_path, text):
    (tmp_path / "main.bcf").write_text(text)
    with pytest.raises(InputError):
        tex.read(tmp_path / "main.bcf")


def test_a_bib_of_the_same_name_where_we_happen_to_be_is_not_that_of_a_paper_elsewhere(tmp_path, monkeypatch):
    (tmp_path / "paper").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "refs.bib").write_text("@misc{a, year=1}\n", encoding="utf-8")
    aux = tmp_path / "paper" / "p.aux"
    aux.write_text("\\citation{a}\n\\bibdata{refs}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert (aux.with_name("refs.bib"),) == tex.read(aux).bibliographies
