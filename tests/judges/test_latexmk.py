"""LaTeX on what bibgen makes of its citations: the keys it finds, and a paper that cites by arXiv's identifiers.

That paper goes through `bibgen cite --rewrite`, then latexmk.
"""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bibgen import tex
from bibgen.cli.app import app
from bibgen.cli.cite import cite
from tests.fakes.arxiv import FakeArxiv
from tests.judges.test_judges import program, run

pytestmark = pytest.mark.judge

# What people write for an identifier, in turn.
DRESSES = (
    "arXiv:{id}",
    "{id}",
    "{id}v1",
    "https://arxiv.org/abs/{id}",
    "arxiv:{id}v1",
    "10.48550/arXiv.{id}",
)
BIBTEX = "\\bibliographystyle{plain}\\bibliography{refs}"
PREAMBLES = {
    "bibtex": ("", BIBTEX),
    "natbib": ("\\usepackage[numbers]{natbib}", BIBTEX.replace("{plain}", "{plainnat}")),
    "biblatex": (
        "\\usepackage[backend=biber,style=numeric,maxbibnames=99]{biblatex}\\addbibresource{refs.bib}",
        "\\printbibliography",
    ),
}


def records():
    """Forty papers, six of them from before 2007."""
    lines = (Path(__file__).parent / "torture.jsonl").read_text(encoding="utf-8").splitlines()
    real = [one["record"] for one in map(json.loads, lines) if not one["synthetic"]]
    real = [one | {"updated": one["updated"] or one["published"]} for one in real]
    old = [one for one in real if "/" in one["id"]]
    return (old + [one for one in real if "/" not in one["id"]])[:40]


def paper(keys, packages, end):
    """A text that cites, a few keys at a time, as texts do."""
    said = "".join(
        f"A claim \\cite{{{','.join(keys[at : at + 3])}}}% and a remark\n" for at in range(0, len(keys), 3)
    )
    return (
        "\\documentclass{article}\\usepackage[T1]{fontenc}\\usepackage[utf8]{inputenc}\\usepackage{lmodern}"
        "\\usepackage{amsmath,amssymb,url,hyperref}\\input{glyphtounicode}\\pdfgentounicode=1\n"
        f"{packages}\\begin{{document}}\n{said}\n{end}\n\\end{{document}}\n"
    )


def letters(text):
    """What is left of a text when fonts, hyphens and accents are out of the way."""
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", text).lower())


@pytest.mark.parametrize("kind", PREAMBLES)
def test_forty_identifiers_become_a_pdf_with_forty_references(tmp_path, monkeypatch, kind):
    for name in ("latexmk", "pdflatex", "pdftotext", "biber" if kind == "biblatex" else "bibtex"):
        program(name)
    monkeypatch.chdir(tmp_path)
    papers = records()
    assert 40 == len(papers)
    keys = [DRESSES[at % len(DRESSES)].format(id=one["id"]) for at, one in enumerate(papers)]
    Path("paper.tex").write_text(paper(keys, *PREAMBLES[kind]), encoding="utf-8")
    Path("refs.bib").write_text("")
    with FakeArxiv(papers) as double:
        monkeypatch.setenv("BIBGEN_ARXIV_URL", double.url)
        monkeypatch.setenv("BIBGEN_ARXIV_INTERVAL", "0")
        made = CliRunner().invoke(app, [cite.__name__, "paper.tex", "--rewrite", "--yes"])
    assert 0 == made.exit_code, made.output
    text = Path("paper.tex").read_text(encoding="utf-8")
    assert not [key for key in keys if key in text]

    done = run(tmp_path, "latexmk", "-pdf", "-interaction=nonstopmode", "paper.tex")
    log = Path("paper.log").read_text(encoding="utf-8", errors="replace")
    assert 0 == done.returncode, done.stdout[-2000:]
    assert [] == re.findall(r"^.*(?:undefined|multiply defined).*$", log, re.M)
    shown = run(tmp_path, "pdftotext", "-layout", "paper.pdf", "-").stdout
    body, _, references = shown.partition("References")
    assert "?" not in body
    assert [str(number) for number in range(1, 41)] == re.findall(r"^\s*\[(\d+)\]", references, re.M)
    assert [] == [one["id"] for one in papers if letters(one["id"]) not in letters(references)]


ODD = r"""
\cite{a1}\cite[see][p.~3]{a2,
  a3 % a remark, with a comma \cite{no}
  ,a4}\nocite{a5}
\verb|\cite{no}| \begin{verbatim}\cite{no}\end{verbatim} \iffalse\cite{no}\ifnum1=1 \fi\else\cite{a6}\fi
\newcommand{\my}[2][]{#1\cite{#2}}\my{a7}\my[\cite{a8}]{a9} \let\other\cite \other{b1}
\url{http://example.org/%7Ea}\cite{b2}\cite%
  {b3}\cite{b4%
  b5} \def\short#1{\cite{#1}}\short{b6}\\% \cite{no}
100\% \cite{b7}\input{part}\include{chapter}
"""
MANY = {  # the package, its commands, where the bibliography is named, and what LaTeX writes
    "natbib": (
        "\\usepackage{natbib}",
        r"\citet*{c1}\Citep[see][]{c2}\citealt{c3}\citealp{c4}\citeauthor{c5}\citeyearpar{c6}\citenum{c7}",
        "\\bibliographystyle{plainnat}\\bibliography{refs}",
        "paper.aux",
    ),
    "biblatex": (
        "\\usepackage[backend=biber]{biblatex}\\addbibresource{refs.bib}",
        r"\parencite*[1]{c1}\Textcite{c2}\autocites(a)(b)[c]{c3}[][d]{c4}{c5,c6}\footcite{c7}\volcite{2}[3]{c8}"
        r"\citefield{c9}{title}\fullcite{d1}\supercite{d2}\smartcites{d3}{d4}\citetitle*{d5}\nocite{*}",
        "\\printbibliography",
        "paper.bcf",
    ),
}


@pytest.mark.parametrize("kind", MANY)
def test_the_keys_of_a_text_are_those_that_latex_writes_down(tmp_path, kind):
    program("pdflatex")
    package, commands, end, written = MANY[kind]
    (tmp_path / "part.tex").write_text("\\cite{e1}\\endinput\n\\cite{no}\n")
    (tmp_path / "chapter.tex").write_text("\\cite{e2}\n")
    (tmp_path / "refs.bib").write_text("")
    (tmp_path / "paper.tex").write_text(
        f"\\documentclass{{article}}\\usepackage{{url}}{package}\n\\begin{{document}}\n{ODD}{commands}\n{end}\n"
        "\\end{document} \\cite{no}\n"
    )
    run(tmp_path, "pdflatex", "-interaction=nonstopmode", "paper")
    ours, theirs = tex.read(tmp_path / "paper.tex"), tex.read(tmp_path / written)
    wanted = {place.cited.key for place in theirs.places}
    assert wanted >= {"a1", "a9", "b4b5", "c1", "e1", "e2"}
    assert wanted == {place.cited.key for place in ours.places}
    assert ours.bibliographies == theirs.bibliographies
