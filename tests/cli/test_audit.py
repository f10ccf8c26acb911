"""`bibgen audit`: what is said of a file, in which form, and what the exit code makes of it."""

from __future__ import annotations

import json

import docx
import pytest
from typer.testing import CliRunner

from bibgen.cli import app
from bibgen.errors import Exit
from tests.fakes.arxiv import FakeArxiv
from tests.fakes.crossref import FakeCrossref
from tests.fakes.dblp import FakeDblp

PAPERS = [
    {"id": "1901.00001", "title": "Spectral gaps of tangled graphs in many dimensions", "abstract": "Graphs.",
     "authors": ["Ada Lovelace", "Aäron van den Oord"], "published": "2019-01-02", "categories": ["math.CO"]},
    {"id": "1705.00002", "title": "Cooling curves of very old neutron stars", "abstract": "Stars.", "version": 3,
     "authors": ["Wei Wang", "Grace Hopper"], "published": "2017-05-02", "categories": ["astro-ph.SR"]},
    {"id": "2001.00003", "title": "A proof that every hedgehog is a sphere", "abstract": "Wrong.", "version": 2,
     "authors": ["Ida Igel"], "published": "2020-01-05", "categories": ["math.GT"],
     "comment": "This paper has been withdrawn by the author"},
]  # fmt: skip
REFS = """% my references

@misc{gaps,
  title  = {Spectral gaps of tangled graphs in many dimensions},
  author = {Lovelace, Ada and van den Oord, A.},
  eprint = {1901.00001},
  year   = {2016},
}

@misc{stars, title = {Cooling curves of very old neutron stars}, author = {Wang, Wei and Hopper, Grace}, eprint = {1705.00002v1}, year = 2017}

@misc{sphere,
  title  = {A proof that every hedgehog is a sphere},
  author = {Igel, Ida},
  eprint = {2001.00003},
  year   = {2020},
}

@misc{strange,
  title = {A treatise that no source has ever heard of: 100%, really},
  author = {Some Body},
}

@misc{right,
  title  = {Spectral gaps of tangled graphs in many dimensions},
  author = {Ada Lovelace and others},
  eprint = {1901.00001},
}
"""


@pytest.fixture
def refs(tmp_path, monkeypatch):
    """A folder with `refs.bib`, and the doubles that know its papers."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "refs.bib").write_text(REFS, encoding="utf-8")
    with FakeArxiv(PAPERS) as arxiv, FakeCrossref([]) as crossref, FakeDblp() as dblp:
        for name, double in (("ARXIV", arxiv), ("CROSSREF", crossref), ("DBLP", dblp)):
            monkeypatch.setenv(f"BIBGEN_{name}_URL", double.url)
            monkeypatch.setenv(f"BIBGEN_{name}_INTERVAL", "0")
        yield arxiv


def run(*arguments, code=Exit.FINDINGS):
    result = CliRunner().invoke(app, ["audit", *arguments])
    assert code == result.exit_code, result.output
    return result


def rows(text):
    return [json.loads(line) for line in text.splitlines()]


def test_findings_are_told_at_the_line_of_their_field_and_clean_entries_not_at_all(refs):
    result = run("refs.bib")
    assert [
        "refs.bib:7:3: gaps: described wrongly: year 2016; arXiv has 2019",
        "refs.bib:10:106: stars: newer version: cites v1; the latest is v3",
        "refs.bib:12:1: sphere: withdrawn or retracted: This paper has been withdrawn by the author",
        "refs.bib:19:1: strange: not known to the sources asked: arXiv",
    ] == result.stdout.splitlines()
    said = "5 references: 1 consistent, 1 not known to the sources asked, 1 newer version, 1 described wrongly, 1 withdrawn"
    assert result.stderr.startswith(said)


def test_nothing_is_written_and_a_second_run_asks_nothing_and_says_the_same(refs, tmp_path):
    first = run("refs.bib")
    refs.requests.clear()
    again = run("refs.bib")
    assert (first.stdout, []) == (again.stdout, refs.requests)
    assert REFS == (tmp_path / "refs.bib").read_text(encoding="utf-8")


def test_an_entry_of_which_little_can_be_read_is_told_by_its_key_each_time(refs, tmp_path):
    broken = (
        "@article{broken,\n  abstract = {Mixing of $D^0$ and $\\bar{D}^0$ in $K^\\},\n  year = {2007}\n}\n"
    )
    (tmp_path / "broken.bib").write_text(broken, encoding="utf-8")
    first, again = (run("broken.bib", code=Exit.DONE).stdout for _ in range(2))
    assert first == again
    assert first.startswith("broken.bib:1:1: broken: ")


def test_json_has_an_object_for_every_entry_with_both_values(refs):
    told = {row["key"]: row for row in rows(run("refs.bib", "--json").stdout)}
    assert ["gaps", "stars", "sphere", "strange", "right"] == list(told)
    assert ["wrong", "newer", "withdrawn", "unknown", "consistent"] == [row["class"] for row in told.values()]
    (finding,) = told["gaps"]["findings"]
    assert ("year", "year", "2016", "2019", 7, 3) == tuple(
        finding[name] for name in ("code", "field", "said", "found", "line", "column")
    )
    assert {"scheme": "arxiv", "value": "1901.00001"} in told["gaps"]["paper"]["identifiers"]
    assert told["strange"]["paper"] is None


def test_classes_that_are_ignored_neither_show_nor_count(refs):
    ignored = [argument for name in ("wrong", "newer", "withdrawn") for argument in ("--ignore", name)]
    result = run("refs.bib", *ignored, code=Exit.DONE)
    assert 1 == result.stdout.count("\n")
    assert "strange" in result.stdout
    run("refs.bib", *ignored, "--strict", code=Exit.FINDINGS)
    run("refs.bib", *ignored, "--ignore", "unknown", "--strict", code=Exit.DONE)
    assert "one of withdrawn, wrong," in run("refs.bib", "--ignore", "fishy", code=Exit.USAGE).output


def test_what_could_not_be_asked_fails_only_where_that_is_wanted(refs, tmp_path):
    result = run("refs.bib", "--offline", code=Exit.DONE)
    assert "5 references: 5 could not be asked\n" in result.stderr
    run("refs.bib", "--offline", "--strict", code=Exit.UNASKED)
    (tmp_path / "broken.bib").write_text("@misc{a, title = {Never closed\n", encoding="utf-8")
    assert "broken.bib:1: an entry" in run("broken.bib", code=Exit.DONE).stderr
    run("broken.bib", "--strict", code=Exit.UNASKED)


def test_books_and_data_do_not_fail_a_strict_audit(refs, tmp_path):
    book = "@book{b, title = {A treatise that no source has ever heard of}, author = {Some Body}, publisher = {P}}\n"
    (tmp_path / "book.bib").write_text(book, encoding="utf-8")
    result = run("book.bib", "--strict", code=Exit.DONE)
    assert "not checked: arXiv and Crossref need not know of it" in result.stdout


def test_annotations_of_github_escape_what_would_end_them(refs, tmp_path):
    (tmp_path / "a,b:c.bib").write_text(REFS, encoding="utf-8")
    lines = run("a,b:c.bib", "--format", "github").stdout.splitlines()
    assert lines[0] == (
        "::error file=a%2Cb%3Ac.bib,line=7,col=3,title=described wrongly::"
        "gaps: described wrongly: year 2016; arXiv has 2019"
    )
    assert ["error", "warning", "error", "notice"] == [line[2:].split(" ")[0] for line in lines]


def test_percent_signs_and_line_ends_in_a_message_are_escaped(refs, tmp_path):
    text = REFS.replace("gaps of tangled", "gaps of 100\\% tangled").replace(
        "year   = {2016}", "year = {2019}"
    )
    (tmp_path / "refs.bib").write_text(text.split("@misc{stars")[0], encoding="utf-8")
    result = run("refs.bib", "--format", "github")
    assert "100%25 tangled" in result.stdout
    assert 1 == result.stdout.count("\n")


def test_sarif_has_all_that_its_schema_requires_and_fingerprints_that_lines_do_not_move(refs, tmp_path):
    log = json.loads(run("refs.bib", "--format", "sarif").stdout)
    assert ("2.1.0", 1) == (log["version"], len(log["runs"]))
    (made,) = log["runs"]
    rules = made["tool"]["driver"]["rules"]
    assert "bibgen" == made["tool"]["driver"]["name"]
    assert len({rule["id"] for rule in rules}) == len(rules) == 6
    for result in made["results"]:
        assert result["ruleId"] == rules[result["ruleIndex"]]["id"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        (place,) = result["locations"]
        assert "refs.bib" == place["physicalLocation"]["artifactLocation"]["uri"]
        assert min(place["physicalLocation"]["region"].values()) >= 1
    marks = [result["partialFingerprints"] for result in made["results"]]
    (tmp_path / "refs.bib").write_text("% a line more\n" + REFS, encoding="utf-8")
    moved = json.loads(run("refs.bib", "--format", "sarif").stdout)["runs"][0]["results"]
    assert marks == [result["partialFingerprints"] for result in moved]
    assert [8, 11, 13, 20] == [
        result["locations"][0]["physicalLocation"]["region"]["startLine"] for result in moved
    ]


def test_a_sarif_address_is_one_though_the_file_has_a_blank_in_its_name(refs, tmp_path):
    (tmp_path / "my refs.bib").write_text(REFS, encoding="utf-8")
    log = json.loads(run("my refs.bib", "--format", "sarif").stdout)
    assert "my%20refs.bib" == _address(log)
    log = json.loads(run(str(tmp_path / "my refs.bib"), "--format", "sarif").stdout)
    assert _address(log).startswith("file:///")


def _address(log):
    return log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


def test_a_paper_is_audited_like_a_bib_with_the_lines_of_its_references(refs, tmp_path):
    paper = (
        "\\documentclass{article}\n\\begin{document}\nAs \\cite{a,b} say.\n\\begin{thebibliography}{9}\n"
        "\\bibitem{a} A. Lovelace and A. van den Oord. Spectral gaps of tangled graphs in many dimensions. "
        "arXiv:1901.00001, 2012.\n\n"
        "\\bibitem{b} W. Wang and G. Hopper. Cooling curves of very old neutron stars. arXiv:1705.00002, 2017.\n"
        "\\end{thebibliography}\n\\end{document}\n"
    )
    (tmp_path / "paper.tex").write_text(paper, encoding="utf-8")
    told = rows(run("paper.tex", "--json").stdout)
    assert [("a", 5, "wrong"), ("b", 7, "consistent")] == [
        (row["key"], row["line"], row["class"]) for row in told
    ]
    assert ["year"] == [finding["code"] for finding in told[0]["findings"]]


def test_a_docx_is_audited_too(refs, tmp_path):
    words = "Lovelace, A., van den Oord, A.: Spectral gaps of tangled graphs in many dimensions. arXiv:1901.00001 (2012)"
    made = docx.Document()
    for text in ("References", words):
        made.add_paragraph(text)
    made.save(tmp_path / "paper.docx")
    (row,) = rows(run("paper.docx", "--json").stdout)
    assert ("wrong", ["year"]) == (row["class"], [finding["code"] for finding in row["findings"]])


def test_an_empty_bib_is_clean_and_a_missing_file_is_not(refs, tmp_path):
    (tmp_path / "empty.bib").write_text("% nothing yet\n", encoding="utf-8")
    assert "0 references: nothing to audit" in run("empty.bib", code=Exit.DONE).stderr
    run("missing.bib", code=Exit.INPUT)
    run("refs.bib", "--format", "xml", code=Exit.USAGE)
    run("refs.bib", "--format", "sarif", "--json", code=Exit.USAGE)


def test_messages_hold_nothing_that_could_steer_a_terminal(refs, tmp_path):
    text = REFS.replace("tangled graphs", "tangled \x1b[31m trees")
    (tmp_path / "refs.bib").write_text(text, encoding="utf-8")
    for format in ("text", "github"):
        assert "\x1b" not in run("refs.bib", "--format", format).stdout
