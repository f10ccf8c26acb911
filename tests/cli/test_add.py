"""`bibgen add`: papers put into a person's own .bib."""

from __future__ import annotations

import json
import multiprocessing
import os

import pytest
from typer.testing import CliRunner

from bibgen import splice
from bibgen.cli import app
from bibgen.errors import Exit
from tests.fakes.arxiv import FakeArxiv

OWN = """% my references
@string{arx = "arXiv preprint"}

@article{flamingo,
  author  = "Alayrac, Jean-Baptiste and others",
  title   = "{F}lamingo: a visual language model for few-shot learning",
  journal = arx # " arXiv:2204.14198",
  year    = 2022
}

% bibgen: keep
@Misc{gato,
  title = "A {G}eneralist Agent",
  author = "Scott Reed and Konrad Zolna",
  year = 2022
}

@misc{broken, title = {never closed
"""


@pytest.fixture
def own(papers, tmp_path, monkeypatch):
    """A .bib of one's own, and an arXiv that counts."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "refs.bib"
    file.write_text(OWN)
    with FakeArxiv(papers) as double:
        monkeypatch.setenv("BIBGEN_ARXIV_URL", double.url)
        monkeypatch.setenv("BIBGEN_ARXIV_INTERVAL", "0")
        monkeypatch.setenv("BIBGEN_CROSSREF_URL", "http://127.0.0.1:9/works")
        monkeypatch.setenv("BIBGEN_DBLP_URL", "http://127.0.0.1:9/search")
        yield file


def run(*arguments, code=Exit.DONE):
    result = CliRunner().invoke(app, ["add", *arguments])
    assert code == result.exit_code, result.output
    return result


def test_a_paper_that_is_there_under_any_key_is_not_added_again(own):
    told = run("refs.bib", "2204.14198", "https://arxiv.org/abs/2205.06175v2").stdout
    assert ["flamingo  there", "gato  there"] == [line.rsplit("  ", 2)[0] for line in told.splitlines()]
    assert own.read_text() == OWN


def test_a_new_paper_is_added_and_no_other_byte_changes(own):
    told = run("refs.bib", "1910.06464", "2205.06175").stdout
    assert told.startswith("garbacea2019low  added")
    text = own.read_text()
    begin, end = text.index("@Misc{garbacea2019low"), text.index("@misc{broken")
    assert text[:begin] + text[end:] == OWN
    assert "abstract" not in text, "the file has none"
    assert [one.key for one in splice.parse(text).entries] == ["flamingo", "gato", "garbacea2019low"]


def test_the_second_run_adds_nothing_and_asks_nothing(own, papers):
    run("refs.bib", "1910.06464", "2306.07282")
    text = own.read_text()
    assert "0 entries added" in run("refs.bib", "1910.06464", "2306.07282", "--offline").stderr
    assert own.read_text() == text


def test_two_mentions_of_one_paper_become_one_entry_with_one_key(own):
    told = run("refs.bib", "1910.06464", "arXiv:1910.06464v1").stdout.splitlines()
    assert {"garbacea2019low"} == {line.split()[0] for line in told}
    assert 1 == own.read_text().count('eprint = "1910.06464"')


def test_a_key_of_another_paper_is_never_given_twice(own):
    own.write_text("@misc{Garbacea2019Low, title = {Another}, author = {Garbacea, X.}, year = 1999}\n")
    assert run("refs.bib", "1910.06464").stdout.startswith("garbacea2019lowa  added")


def test_an_entry_with_a_mistyped_identifier_does_not_pass_for_that_paper(own):
    own.write_text(
        "@misc{wrong, title = {On the Cohomology of Rings}, author = {Noether, E.}, eprint = {1910.06464}}\n"
    )
    result = run("refs.bib", "1910.06464")
    assert "garbacea2019low  added" in result.stdout
    assert (
        "wrong (line 1) has the identifier of arXiv:1910.06464, but describes another paper" in result.stderr
    )


def test_what_is_not_identified_is_told_and_left_out_unless_it_is_wanted(own, tmp_path):
    (tmp_path / "list.txt").write_text(
        "[1] A. Nobody and B. Noone. A paper that nobody ever wrote. Journal of Nothing, 1:2, 2019.\n"
    )
    result = run("refs.bib", "list.txt", "--offline")
    assert result.stdout.startswith("-  left (unasked)")
    assert own.read_text() == OWN
    run("refs.bib", "list.txt", "--offline", "--unsettled", "keep")
    assert "Not identified by bibgen" in own.read_text()
    text = own.read_text()
    run("refs.bib", "list.txt", "--offline", "--unsettled", "keep")
    assert own.read_text() == text


def test_a_dry_run_shows_the_entry_and_writes_nothing(own):
    result = run("refs.bib", "1910.06464", "--dry-run")
    assert result.stdout.startswith("@Misc{garbacea2019low,")
    assert "1 entry to add" in result.stderr
    assert own.read_text() == OWN


def test_a_file_that_does_not_exist_is_made(own, tmp_path):
    run("new.bib", "1910.06464", "--format", "biblatex")
    assert splice.load("new.bib").modern
    assert splice.load("new.bib").entries[0].key == "garbacea2019low"


def test_the_report_has_the_state_and_the_key_of_each_mention(own):
    rows = [
        json.loads(line) for line in run("refs.bib", "1910.06464", "2205.06175", "--json").stdout.splitlines()
    ]
    assert [("added", "garbacea2019low"), ("there", "gato")] == [(row["state"], row["key"]) for row in rows]


def test_letters_are_written_as_tex_where_the_file_has_no_others(own):
    own.write_bytes("@misc{a, title = {Über}, year = 2000}\n".encode("latin-1"))
    run("refs.bib", "1910.06464")
    data = own.read_bytes()
    assert data.startswith("@misc{a, title = {Über}, year = 2000}\n".encode("latin-1"))
    assert rb"G{\^a}rbacea" in data


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        ("nowhere/refs.bib", Exit.OUTPUT, "there is no folder"),
        (".", Exit.INPUT, "is a directory"),
        ("conflict.bib", Exit.INPUT, "conflict.bib:2: holds a conflict"),
    ],
)
def test_a_file_that_cannot_be_changed_is_said_before_anybody_is_asked(own, tmp_path, name, code, told):
    (tmp_path / "conflict.bib").write_text("@misc{a}\n<<<<<<< HEAD\n=======\n>>>>>>> x\n")
    assert told in run(name, "1910.06464", code=code).stderr


@pytest.mark.skipif(os.name != "posix" or os.getuid() == 0, reason="root may write everything")
def test_a_read_only_file_is_said_before_anybody_is_asked(own):
    own.chmod(0o400)
    assert "read-only" in run("refs.bib", "1910.06464", code=Exit.OUTPUT).stderr


def _add(path, one):
    CliRunner().invoke(app, ["add", path, one], catch_exceptions=False)


def test_two_at_once_lose_nothing_of_each_other(own):
    context = multiprocessing.get_context("spawn")
    ids = ("1910.06464", "2202.06626", "2306.07282")
    workers = [context.Process(target=_add, args=(str(own), one)) for one in ids]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    keys = [one.key for one in splice.load(str(own)).entries]
    assert sorted(keys) == sorted(
        {"flamingo", "gato", "garbacea2019low", "mandhane2022muzero", "roth2023waffling"}
    )


def test_a_file_that_spells_its_letters_in_tex_gets_no_others(own):
    own.write_text(r"@misc{a, title = {On \"Uber}, author = {M{\"u}ller, X.}, year = 2000}" + "\n")
    run("refs.bib", "1910.06464")
    assert own.read_text().isascii()


def test_a_paper_is_not_appended_to_what_is_no_bib(own, tmp_path):
    (tmp_path / "paper.tex").write_text("\\end{document}\n")
    assert "is no .bib" in run("paper.tex", "1910.06464", code=Exit.INPUT).stderr
    assert "cannot be changed" in run("-", "1910.06464", code=Exit.INPUT).stderr
    assert not (tmp_path / "-").exists()
