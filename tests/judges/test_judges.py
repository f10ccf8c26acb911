"""The samples and the golden cases before their real consumers: bibtex, biber, LaTeX, rispy, the CSL schema."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bibgen import pipeline
from bibgen.settings import Settings
from tests.conftest import GOLDEN, SAMPLES

pytestmark = pytest.mark.judge

LISTINGS = [str(path) for path in sorted(SAMPLES.glob("*.txt"))]
SCHEMA = Path(__file__).parent / "csl-data.json"


@pytest.fixture(scope="module")
def made():
    return pipeline.run(
        LISTINGS, settings=Settings(), offline=True, snapshot=str(SAMPLES / "arxiv-snapshot.jsonl")
    )


def program(name):
    if shutil.which(name) is None:
        if os.environ.get("BIBGEN_JUDGES") == "required":
            pytest.fail(f"the judge {name} is missing")
        pytest.skip(f"{name} is not installed")
    return name


def run(folder, *command):
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, errors="replace", check=False, timeout=300
    )


def document(folder, packages, end):
    (folder / "paper.tex").write_text(
        "\\documentclass{article}\\usepackage[T1]{fontenc}\\usepackage[utf8]{inputenc}"
        f"\\usepackage{{amsmath,amssymb,url}}{packages}\\begin{{document}}\\nocite{{*}}{end}\\end{{document}}\n"
    )


def latex_errors(folder):
    log = (folder / "paper.log").read_text(encoding="utf-8", errors="replace")
    return [line for line in log.splitlines() if line.startswith("!")]


def golden(kind):
    return sorted((GOLDEN / "writers").rglob(f"expected{kind}"))


@pytest.mark.parametrize("style", ["plain", "alpha", "abbrv", "unsrt"])
def test_bibtex_takes_every_entry_without_an_error(made, tmp_path, style):
    program("bibtex")
    (tmp_path / "refs.bib").write_text(made.text("bibtex"), encoding="utf-8")
    (tmp_path / "paper.aux").write_text(
        f"\\relax\n\\citation{{*}}\n\\bibstyle{{{style}}}\n\\bibdata{{refs}}\n"
    )
    done = run(tmp_path, "bibtex", "paper")
    assert 0 == done.returncode, done.stdout
    assert "error" not in done.stdout.lower()
    assert 75 == (tmp_path / "paper.bbl").read_text(encoding="utf-8", errors="replace").count("\\bibitem")


def test_latex_prints_the_bibtex_bibliography_without_an_error(made, tmp_path):
    program("bibtex"), program("pdflatex")
    (tmp_path / "refs.bib").write_text(made.text("bibtex"), encoding="utf-8")
    document(tmp_path, "", "\\bibliographystyle{plain}\\bibliography{refs}")
    run(tmp_path, "pdflatex", "-interaction=nonstopmode", "paper")
    run(tmp_path, "bibtex", "paper")
    run(tmp_path, "pdflatex", "-interaction=nonstopmode", "paper")
    assert [] == latex_errors(tmp_path)
    assert (tmp_path / "paper.pdf").exists()


def test_biber_and_latex_take_the_biblatex_bibliography_without_an_error(made, tmp_path):
    program("biber"), program("pdflatex")
    (tmp_path / "refs.bib").write_text(made.text("biblatex"), encoding="utf-8")
    document(
        tmp_path, "\\usepackage[backend=biber]{biblatex}\\addbibresource{refs.bib}", "\\printbibliography"
    )
    run(tmp_path, "pdflatex", "-interaction=nonstopmode", "paper")
    done = run(tmp_path, "biber", "--validate-datamodel", "paper")
    assert 0 == done.returncode, done.stdout
    assert not re.findall(r"^(?:WARN|ERROR) - .*", done.stdout, re.M)
    assert 75 == (tmp_path / "paper.bbl").read_text(encoding="utf-8").count("\\entry{")
    run(tmp_path, "pdflatex", "-interaction=nonstopmode", "paper")
    assert [] == latex_errors(tmp_path)


@pytest.mark.parametrize("path", golden(".bib"), ids=lambda path: path.parent.name)
def test_bibtex_takes_the_golden_cases(path, tmp_path):
    program("bibtex")
    text = path.read_text(encoding="utf-8")
    if "@" not in text:
        pytest.skip("nothing in it to judge")
    (tmp_path / "refs.bib").write_text(text, encoding="utf-8")
    (tmp_path / "paper.aux").write_text("\\relax\n\\citation{*}\n\\bibstyle{plain}\n\\bibdata{refs}\n")
    done = run(tmp_path, "bibtex", "paper")
    assert done.returncode in (0,), done.stdout
    assert text.count("\n@") + text.startswith("@") == (tmp_path / "paper.bbl").read_text(
        encoding="utf-8", errors="replace"
    ).count("\\bibitem")


@pytest.mark.parametrize("path", golden("-biblatex.bib"), ids=lambda path: path.parent.name)
def test_biber_takes_the_golden_cases(path, tmp_path):
    program("biber")
    text = path.read_text(encoding="utf-8")
    if "@" not in text:
        pytest.skip("nothing in it to judge")
    (tmp_path / "refs.bib").write_text(text, encoding="utf-8")
    done = run(tmp_path, "biber", "--tool", "--validate-datamodel", "--output-file", "out.bib", "refs.bib")
    assert 0 == done.returncode, done.stdout
    assert "ERROR" not in done.stdout


def validator():
    try:
        import jsonschema
    except ImportError:
        program("jsonschema")
    return jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_csl_json_is_what_the_schema_allows(made):
    items = json.loads(made.text("csl-json"))
    assert 75 == len(items)
    assert [] == [error.message for error in validator().iter_errors(items)]


@pytest.mark.parametrize("path", golden(".json"), ids=lambda path: path.parent.name)
def test_csl_json_of_the_golden_cases_is_what_the_schema_allows(path):
    items = json.loads(path.read_text(encoding="utf-8"))
    assert [] == [error.message for error in validator().iter_errors(items)]


def rispy():
    try:
        import rispy
    except ImportError:
        program("rispy")
    return rispy


def test_ris_is_read_back_with_all_records_and_all_authors(made):
    read = rispy().loads(made.text("ris"))
    assert 75 == len(read)
    expected = {entry.key: len(entry.record.authors) for entry in made.bibliography.entries}
    assert expected == {record["id"]: len(record["authors"]) for record in read}
    assert max(expected.values()) > 3000


@pytest.mark.parametrize("path", golden(".ris"), ids=lambda path: path.parent.name)
def test_ris_of_the_golden_cases_is_read_back_one_to_one(path):
    text = path.read_bytes().decode()
    assert text.count("TY  - ") == len(rispy().loads(text))
    assert "\n" not in text.replace("\r\n", "")
