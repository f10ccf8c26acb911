"""Every bibliography style prints arXiv's identifier once, and takes each kind of entry without a word.

What is printed is read from the PDF: a link's target is not printed, and what a style hides is not either.
The styles stand in these packages of Debian: texlive-base (plain to apalike), texlive-latex-base (amsplain,
amsalpha, natbib's), texlive-publishers (IEEEtran, splncs04, ACM, REVTeX, Elsevier, naturemag, quantum),
texlive-bibtex-extra (iopart-num, urlbst, biblatex).
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import replace
from typing import get_args

import pytest

from bibgen import names, writers
from bibgen.model import Entry, Identifier, PartialDate, Record
from bibgen.writers.options import Kind, Options, Style
from bibgen.writers.styles import PRINTED
from tests.judges.test_judges import latex_errors, program, run

pytestmark = pytest.mark.judge

# Wish -> the style files that it stands for.
FILES = {
    "natbib": ("plainnat", "abbrvnat", "unsrtnat"),
    "ieeetran": ("IEEEtran", "IEEEtranN"),
    "acm": ("ACM-Reference-Format",),
    "apsrev": ("apsrev", "apsrev4-1", "apsrev4-2", "apsrmp4-2"),
    "aip": ("aipnum4-2", "aipauth4-2"),
    "elsarticle": ("elsarticle-num", "elsarticle-num-names", "elsarticle-harv", "cas-model2-names"),
    "iopart": ("iopart-num",),
    "urlbst": ("plainurl", "alphaurl", "abbrvurl", "unsrturl"),
}
STYLES = [
    (style, file) for style in get_args(Style) if style != "biblatex" for file in FILES.get(style, (style,))
]
# AIP's style greets; ACM's wants the publisher's town, which is never known, one of REVTeX's a chapter's number.
UNAVOIDABLE = "jnrlst|empty address|empty chapter and pages"
PACKAGES = r"\usepackage[numbers]{natbib}\usepackage{url,hyperref}\pagestyle{empty}"


def record(type, arxiv, family, **fields):
    return Record(
        type=type,
        title=f"A study of {family.lower()} fields",
        authors=(names.parse(f"Ada {family}"), names.parse("Emmy Noether")),
        issued=PartialDate(year=2007, month=6, day=5),
        identifiers=(Identifier(scheme="arxiv", value=arxiv), *fields.pop("identifiers", ())),
        **fields,
    )


PREPRINT = record("article", "1706.03762", "Vaswani", categories=("cs.CL", "cs.LG"))
RECORDS = (
    PREPRINT,
    record("article", "hep-th/9711200", "Maldacena", categories=("hep-th",)),
    record(
        "article-journal",
        "0704.0215",
        "Dettmann",
        identifiers=(Identifier(scheme="doi", value="10.1007/s00440-007"),),
        categories=("math.PR",),
        container_title="Probab. Theory",
        volume="142",
        page="595-617",
    ),
    record(
        "article",
        "0704.0889",
        "Withers",
        categories=("math.NT",),
        status="withdrawn",
        note="This paper has been withdrawn by the author due to an error in Lemma 2.",
    ),
    record(
        "thesis",
        "0805.1234",
        "Studer",
        categories=("hep-ex",),
        publisher="University of Bern",
        genre="PhD thesis",
    ),
    record(
        "paper-conference",
        "0901.0001",
        "Hypatia",
        categories=("cs.CV",),
        container_title="Proceedings of the Conference",
        publisher="ACM",
        page="1-9",
    ),
    record("chapter", "0901.0002", "Agnesi", container_title="The Book", publisher="Wiley", page="11-29"),
    record(
        "report", "0901.0003", "Germain", publisher="CERN", number="CERN-2009-1", genre="Technical report"
    ),
)
IDS = [one.arxiv_id for one in RECORDS]


def entries(*records):
    return [Entry(key=f"key{at}", record=record) for at, record in enumerate(records)]


def needs(*programs, file=None):
    for name in (*programs, "kpsewhich"):
        program(name)
    if file and subprocess.run(["kpsewhich", file], capture_output=True, check=False).returncode:
        if os.environ.get("BIBGEN_JUDGES") == "required":
            pytest.fail(f"the style {file} is missing")
        pytest.skip(f"{file} is not installed")


def printed(folder):
    """The text of the PDF without any blank, since an identifier may be broken at a line's end."""
    pypdf = pytest.importorskip("pypdf")
    pages = pypdf.PdfReader(folder / "paper.pdf").pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


def typeset(folder, text, bst):
    """What bibtex says of a .bib, and what of it is printed."""
    (folder / "refs.bib").write_text(text, encoding="utf-8")
    (folder / "paper.aux").write_text(f"\\relax\n\\citation{{*}}\n\\bibstyle{{{bst}}}\n\\bibdata{{refs}}\n")
    said = run(folder, "bibtex", "paper").stdout
    said = re.sub(rf"Warning--(?:{UNAVOIDABLE}).*|\(There (?:was|were) \d+ warnings?\)", "", said)
    (folder / "paper.tex").write_text(
        rf"\documentclass{{article}}\usepackage[T1]{{fontenc}}{PACKAGES}\begin{{document}}\input{{paper.bbl}}\end{{document}}"
    )
    run(folder, "pdflatex", "-interaction=nonstopmode", "paper")
    return said, printed(folder)


@pytest.mark.parametrize(("style", "bst"), STYLES, ids=[bst for _, bst in STYLES])
def test_a_style_prints_the_identifier_once_and_has_nothing_to_warn_of(tmp_path, style, bst):
    needs("bibtex", "pdflatex", file=f"{bst}.bst")
    text = writers.write(entries(*RECORDS), "bibtex", Options(style=style)).text
    said, shown = typeset(tmp_path, text, bst)
    assert "Warning" not in said
    assert "error" not in said.lower()
    assert [] == latex_errors(tmp_path)
    assert dict.fromkeys(IDS, 1) == {name: shown.count(name) for name in IDS}, shown


@pytest.mark.parametrize("kind", [kind for kind in get_args(Kind) if kind != "online"])
@pytest.mark.parametrize(
    ("style", "bst"), [("plain", "plain"), ("natbib", "unsrtnat"), ("apsrev", "apsrev4-2")]
)
def test_a_preprint_of_a_wished_type_is_named_once_too(tmp_path, style, bst, kind):
    needs("bibtex", "pdflatex", file=f"{bst}.bst")
    text = writers.write(entries(PREPRINT), "bibtex", Options(style=style, kind=kind)).text
    said, shown = typeset(tmp_path, text, bst)
    assert "Warning" not in said
    assert [] == latex_errors(tmp_path)
    assert 1 == shown.count("1706.03762")


@pytest.mark.parametrize("format", ["bibtex", "biblatex"])
def test_biblatex_prints_the_identifier_once_in_either_dialect(tmp_path, format):
    needs("biber", "pdflatex", file="biblatex.sty")
    text = writers.write(entries(*RECORDS), format, Options(style="biblatex")).text
    (tmp_path / "refs.bib").write_text(text, encoding="utf-8")
    (tmp_path / "paper.tex").write_text(
        r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage{hyperref}\usepackage[backend=biber]{biblatex}"
        r"\addbibresource{refs.bib}\pagestyle{empty}\begin{document}\nocite{*}\printbibliography\end{document}"
    )
    run(tmp_path, "pdflatex", "-interaction=nonstopmode", "paper")
    strictly = ["--validate-datamodel"] if format == "biblatex" else []
    done = run(tmp_path, "biber", *strictly, "paper")
    assert not re.findall(r"^(?:WARN|ERROR) - .*", done.stdout, re.M)
    run(tmp_path, "pdflatex", "-interaction=nonstopmode", "paper")
    assert [] == latex_errors(tmp_path)
    shown = printed(tmp_path)
    assert dict.fromkeys(IDS, 1) == {name: shown.count(name) for name in IDS}, shown


def test_what_nobody_knows_of_an_entry_makes_nobody_warn(tmp_path):
    needs("bibtex", "biber")
    chapter = Record(type="chapter", title="B", authors=PREPRINT.authors, issued=PREPRINT.issued)
    odd = (
        Record(type="document", title="Nobody wrote this", issued=PREPRINT.issued),
        record("thesis", "0805.1235", "Nowhere", genre="PhD thesis"),
        Record(type="report", title="R", authors=PREPRINT.authors, number="17", issued=PREPRINT.issued),
        replace(chapter, container_title="A book", publisher="P"),
    )
    text = writers.write(entries(*odd), "bibtex").text
    (tmp_path / "refs.bib").write_text(text, encoding="utf-8")
    (tmp_path / "paper.aux").write_text("\\relax\n\\citation{*}\n\\bibstyle{plain}\n\\bibdata{refs}\n")
    assert "Warning" not in run(tmp_path, "bibtex", "paper").stdout
    (tmp_path / "refs.bib").write_text(writers.write(entries(*odd), "biblatex").text, encoding="utf-8")
    done = run(tmp_path, "biber", "--tool", "--validate-datamodel", "--output-file", "out.bib", "refs.bib")
    assert not re.findall(r"^(?:WARN|ERROR) - .*", done.stdout, re.M)


def test_every_style_has_its_line():
    assert set(get_args(Style)) == set(PRINTED)
