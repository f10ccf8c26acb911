"""thebibliography: what LaTeX would trip over, and what it prints."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest

from bibgen import writers
from bibgen.model import Entry, Identifier, Name, PartialDate, Record
from bibgen.writers.options import Options
from tests.conftest import GOLDEN

ARXIV = Identifier(scheme="arxiv", value="1706.03762")


def written(*records, **wishes):
    entries = [Entry(key=f"k{at}", record=record) for at, record in enumerate(records)]
    return writers.write(entries, "bibitem", Options(**wishes))


def item(record, **wishes):
    return written(record, **wishes).text.split("\\bibitem{k0}\n")[1].split("\n\n\\end")[0]


def test_an_article_looks_as_in_the_plain_style():
    record = Record(
        type="article-journal",
        title="Ice at 100% & below",
        authors=(Name(family="Heath", given="Robert W.", suffix="Jr."), Name(literal="COLD Collaboration")),
        issued=PartialDate(year=2017),
        container_title="Phys. Rev. D",
        volume="12",
        issue="3",
        page="101-118",
        identifiers=(ARXIV, Identifier(scheme="doi", value="10.5555/a_b")),
    )
    assert (
        "Robert W.~Heath, Jr. and COLD Collaboration.\n"
        "\\newblock Ice at 100\\% \\& below.\n"
        "\\newblock \\emph{Phys. Rev. D}, 12(3):101--118, 2017, arXiv:1706.03762, doi:10.5555/a\\_b."
    ) == item(record)


def test_a_preprint_says_its_identifier_once():
    record = Record(type="article", title="Attention?", issued=PartialDate(year=2017), identifiers=(ARXIV,))
    assert "Attention?\n\\newblock arXiv:1706.03762, 2017." == item(record)
    assert "Attention?\n\\newblock 2017." == item(record, fields=frozenset(("title", "date")))


def test_signs_that_old_fonts_have_elsewhere_are_spelled():
    assert r"a {\textless} b {\textbar} c." == item(Record(type="article", title="a < b | c"))


def test_a_macro_from_outside_is_text():
    shown = item(Record(type="article", title=r"\input{/etc/passwd} \write18 }"))
    assert r"\input" not in shown
    assert r"\write" not in shown


def test_who_is_not_named_is_told():
    one, two = Name(family="A", given="B."), Name(family="C", given="D.")
    assert "B.~A et~al." == item(Record(type="article", authors=(one,), et_al=True))
    assert "B.~A, D.~C, et~al." == item(Record(type="article", authors=(one, two), et_al=True))


def test_all_of_3300_authors_are_there():
    names = tuple(Name(family=f"Family{at}", given="A.") for at in range(3300))
    assert 3300 == item(Record(type="article", authors=names)).count("Family")


def test_an_empty_record_is_an_item():
    assert "" == item(Record(type="document"))


def test_ascii_leaves_no_other_character():
    record = Record(type="article", title="Erdős on $Λ_α$", authors=(Name(family="Šrámek"),))
    assert written(record, ascii=True).text.isascii()


def test_what_pdflatex_cannot_print_is_told_of():
    assert ["not-for-pdflatex"] == [one.code for one in written(Record(type="article", title="🦜")).notices]


@pytest.mark.judge
def test_pdflatex_takes_the_golden_cases_without_an_error(tmp_path):
    if shutil.which("pdflatex") is None:
        if os.environ.get("BIBGEN_JUDGES") == "required":
            pytest.fail("the judge pdflatex is missing")
        pytest.skip("pdflatex is not installed")
    paths = sorted((GOLDEN / "writers").rglob("expected.bbl"))
    bodies = [path.read_text(encoding="utf-8") for path in paths]
    # CJK and emoji, which need other fonts, and of which the writer tells.
    texts = [
        re.sub("[\u1100-\u11ff\u3040-\uffff\U00010000-\U0010ffff]", "", body)
        for body in bodies
        if "item" in body
    ]
    (tmp_path / "paper.tex").write_text(
        "\\documentclass{article}\\usepackage[T1]{fontenc}\\usepackage{amsmath,amssymb}\\begin{document}"
        + "\n".join(text for text in texts if "\\bibitem" in text)
        + "\\end{document}\n",
        encoding="utf-8",
    )
    subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "paper"], cwd=tmp_path, capture_output=True, check=False
    )
    log = (tmp_path / "paper.log").read_text(encoding="utf-8", errors="replace")
    assert [] == [line for line in log.splitlines() if line.startswith("!")]
    assert (tmp_path / "paper.pdf").exists()
