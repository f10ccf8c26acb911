"""`bibgen why`: the account that a run leaves behind, found again by whatever name a person has for it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from bibgen.cli import app
from tests.fakes.arxiv import FakeArxiv
from tests.fakes.crossref import FakeCrossref, work

SHARED = (
    "Zero-divisors derived by the Cayley-Dickson process from hypercomplex numbers",
    "can represent singularities and thereby scale-free networks with cowbird meta-fractals.",
)
PAPERS = [
    {
        "id": "1910.06464",
        "title": "Low bit-rate speech coding with VQ-VAE and a WaveNet decoder",
        "authors": ["Cristina Garbacea", "Aaron van den Oord"],
        "abstract": "In order to transmit speech, codecs create a representation of it that is minimal.",
        "published": "2019-10-14",
        "doi": "10.1109/ICASSP.2019.8683277",
        "version": 2,
    },
    *(
        {
            "id": f"0704.000{n}",
            "title": f"Placeholder Substructures {'I' * n}: Something",
            "authors": ["Robert de Marrais"],
            "abstract": " ".join(SHARED),
            "published": "2007-04-01",
        }
        for n in (2, 3)
    ),
    {
        "id": "2103.03206",
        "title": "Perceiver: General Perception with Iterative Attention",
        "authors": ["Andrew Jaegle", "Felix Gimeno"],
        "abstract": "Biological systems understand the world.",
        "published": "2021-03-04",
    },
    {
        "id": "2205.06175",
        "title": "A Generalist \x9b31mAgent",  # as far as XML goes; a snapshot takes any escape code
        "authors": ["Scott Reed"],
        "abstract": "Inspired by progress in language models.",
        "published": "2022-05-12",
    },
]
LISTING = f"""C. Garbacea et al. Low bit-rate speech coding with VQ-VAE and a WaveNet decoder. arXiv:1910.06464, 2019.

Abstract: {SHARED[0]}
{SHARED[1]}

A. Jaegle and F. Gimeno. Perceiver: General Perception with Iterative Attention. arXiv:2205.06175, 2021.

Ada Nobody. On the invention of a paper that nobody wrote. arXiv preprint, 2021.

https://doi.org/10.5555/Only.There
"""
SPEECH, TWINS, WRONG_ID, UNKNOWN, PUBLISHED = 1, 3, 6, 8, 10  # the lines on which mentions begin
KEY = "garbacea2019low"
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d"


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A folder in which an export has run."""
    folder = tmp_path_factory.mktemp("why")
    (folder / "refs.txt").write_text(LISTING, encoding="utf-8")
    (folder / "elsewhere").mkdir()
    published = work("10.5555/only.there", title="A matter that journals print")
    with FakeArxiv(PAPERS) as fake, FakeCrossref([published]) as registry:
        subprocess.run(
            [sys.executable, "-m", "bibgen", "export", "refs.txt", "--unsettled", "drop", "-o", "refs.bib"],
            cwd=folder,
            env=os.environ
            | {
                "BIBGEN_ARXIV_URL": fake.url,
                "BIBGEN_ARXIV_INTERVAL": "0.01",
                "BIBGEN_CROSSREF_URL": registry.url,
                "BIBGEN_CROSSREF_INTERVAL": "0.01",
                "BIBGEN_CACHE_DIR": str(folder / "cache"),
                "BIBGEN_DATA_DIR": str(folder / "data"),
            },
            capture_output=True,
            check=True,
            timeout=60,
        )
    return folder


@pytest.fixture
def why(done, monkeypatch):
    """`bibgen why` in another folder than the export's."""
    monkeypatch.chdir(done / "elsewhere")
    monkeypatch.setenv("BIBGEN_CACHE_DIR", str(done / "cache"))
    return lambda *arguments: run("why", *arguments)


def run(*arguments):
    return CliRunner().invoke(app, arguments)


def accounts(result):
    assert 0 == result.exit_code, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    "name",
    [
        KEY,
        KEY.upper(),
        "1910.06464",
        "arXiv:1910.06464",
        "arxiv:1910.06464v2",
        "https://arxiv.org/abs/1910.06464v1",
        "10.1109/ICASSP.2019.8683277",
        "https://doi.org/10.1109/icassp.2019.8683277",
        "../refs.txt:1",
    ],
)
def test_a_mention_is_found_by_whatever_name_its_paper_has(why, name):
    assert [SPEECH] == [one["line"] for one in accounts(why(name, "--json"))]


@pytest.mark.parametrize("line", [TWINS, TWINS + 1])
def test_any_line_of_a_mention_is_its_place_wherever_one_stands(why, done, monkeypatch, line):
    for folder, name in ((done, "refs.txt"), (done / "elsewhere", "../refs.txt"), (done, f"{done}/refs.txt")):
        monkeypatch.chdir(folder)
        assert [TWINS] == [one["line"] for one in accounts(why(f"{name}:{line}", "--json"))]


def test_the_account_of_an_entry_tells_what_the_text_said_what_was_found_and_by_which_rules(why):
    shown = why(KEY).stdout
    assert f"refs.txt:1: settled [{KEY}]" in shown
    assert "rules: id-words, title" in shown
    assert re.search(r"authors +C\. Garbacea et al\.", shown)
    assert re.search(r"title +agrees +1\.00 +said: +Low bit-rate", shown)
    assert re.search(r"first-author +agrees +0\.90 +said: +C\. Garbacea\n +found: Cristina Garbacea", shown)
    assert re.search(rf"{TIME} arxiv: id:1910\.06464\n", shown)


def test_every_field_of_the_record_has_its_source_and_its_time(why):
    shown = why(KEY).stdout
    record = shown.split("The record, arxiv fetched ")[1].split("\n\n")[0]
    assert re.match(rf"{TIME}:\n", record)
    fields = re.findall(r"^  (\w+) ", record, re.M)
    assert {"type", "title", "authors", "submitted", "abstract", "identifiers", "version"} <= set(fields)
    assert len(fields) == record.count("[arxiv]"), "however long a value is, its source stands behind it"
    (account,) = accounts(why(KEY, "--json"))
    times = {held["fetched"] for held in account["record"].values()}
    assert {account["fetched"]["arxiv"]} == times
    assert re.fullmatch(TIME, times.pop())


def test_what_a_registry_told_is_not_said_to_be_arxivs(why):
    (account,) = accounts(why("10.5555/ONLY.there", "--json"))
    assert (PUBLISHED, "settled") == (account["line"], account["outcome"])
    assert "crossref" == account["record"]["title"]["origin"]
    assert ["crossref"] == list(account["fetched"])
    assert {"arxiv", "crossref"} == {one["source"] for one in account["requests"]}


def test_the_rivals_of_an_ambiguous_mention_are_shown_with_their_evidence(why):
    shown = why(f"../refs.txt:{TWINS}").stdout
    assert f"refs.txt:{TWINS}: ambiguous: no entry\nrules: abstract, rival\n" in shown
    assert "Held against Placeholder Substructures II: Something" in shown
    rival = shown.split("Rival: arXiv:0704.0003 Placeholder Substructures III: Something\n")[1]
    assert re.match(r"  abstract +agrees +1\.00 +said: ", rival)


def test_a_conflict_is_found_by_both_its_papers_and_shows_both(why):
    by_words, by_id = why("2103.03206"), why("2205.06175")
    assert by_words.stdout == by_id.stdout
    assert f"refs.txt:{WRONG_ID}: conflict: no entry\nrules: id-other-paper\n" in by_id.stdout
    assert "Held against Perceiver: General Perception with Iterative Attention" in by_id.stdout
    assert "Rival: arXiv:2205.06175 A Generalist" in by_id.stdout


def test_a_mention_without_an_entry_tells_what_was_asked_in_vain(why):
    (account,) = accounts(why(f"../refs.txt:{UNKNOWN}", "--json"))
    assert ("unknown", None, {}, {}) == tuple(account[one] for one in ("outcome", "key", "record", "fetched"))
    asked = {one["question"]: one for one in account["requests"]}
    title = asked["title:On the invention of a paper that nobody wrote"]
    assert "invention+of+a+paper+that+nobody+wrote" in title["request"]
    assert re.fullmatch(TIME, title["at"])


@pytest.mark.parametrize(
    "name",
    ["nobody2020nothing", "2301.00001", "10.1109/ICASSP_2019_8683277", "../refs.txt:2", "../refs.txt:99",
     "no-such-file.txt:1", "x:" + "9" * 5000, "caf\udce9", "", ":", "%", "_"],
)  # fmt: skip
def test_what_no_run_has_dealt_with_is_one_line_and_exit_3(why, name):
    result = why(name)
    assert 3 == result.exit_code
    assert "" == result.stdout
    assert 1 == len(result.stderr.splitlines())
    assert "no run has dealt with it" in result.stderr


# -- with runs of their own, from a snapshot


@pytest.fixture
def export(tmp_path, monkeypatch):
    """Exports a text that stands in `name` from a snapshot of one paper."""
    monkeypatch.chdir(tmp_path)

    def exported(text, name="refs.txt", title="A Generalist Agent"):
        (tmp_path / "snapshot.jsonl").write_text(
            json.dumps({"id": "2205.06175", "title": title, "authors_parsed": [["Reed", "Scott", ""]]})
        )
        (tmp_path / name).write_text(text)
        result = run("export", name, "--offline", "--snapshot", "snapshot.jsonl", "--report", "report.jsonl")
        assert 0 == result.exit_code, result.output
        return result

    return exported


def test_an_account_tells_of_the_last_run_only(export):
    export("arXiv:2205.06175\n")
    assert 0 == run("why", "2205.06175").exit_code
    export("\n\narXiv:2301.00001\n")
    assert 3 == run("why", "2205.06175").exit_code
    assert 3 == run("why", "refs.txt:1").exit_code
    assert "unasked" in run("why", "refs.txt:3").stdout


def test_one_file_does_not_wipe_out_the_account_of_another(export):
    export("arXiv:2205.06175\n")
    export("A. Reed. A Generalist Agent. arXiv:2205.06175, 2022.\n", name="other.txt")
    assert {"refs.txt", "other.txt"} == {one["file"] for one in accounts(run("why", "2205.06175", "--json"))}


def test_a_snapshot_has_no_time_at_which_it_was_fetched(export):
    export("arXiv:2205.06175\n")
    shown = run("why", "2205.06175").stdout
    assert "The record:\n" in shown
    assert "A Generalist Agent [snapshot]" in shown


def is_plain(text):
    return all(char.isprintable() or char == "\n" for char in text)


def test_escape_codes_in_what_arxiv_answers_never_reach_the_terminal(why):
    shown = why("2205.06175").stdout
    assert "31mAgent" in shown
    assert is_plain(shown)


def test_escape_codes_in_a_text_or_a_snapshot_never_reach_the_terminal(export):
    export("S. Reed. A \x1b]0;owned\x07 Agent. arXiv:2205.06175, 2022.\n", title="A \x1b[2J\x07 Agent \x9b1m")
    shown = [run("why", name).output for name in ("2205.06175", "refs.txt:1", "\x1b[2Jrefs.txt")]
    assert "owned" in shown[0]
    assert all(map(is_plain, shown))


def test_a_file_whose_name_is_not_text_is_exported_and_explained(export):
    export("arXiv:2205.06175\n", name="caf\udce9.txt")
    assert "settled" in run("why", "caf\udce9.txt:1").stdout
    assert "settled" in run("why", "2205.06175").stdout


def test_without_a_cache_the_export_goes_on_and_why_says_what_is_missing(export, tmp_path, monkeypatch):
    (tmp_path / "taken").write_text("a file, not a folder")
    monkeypatch.setenv("BIBGEN_CACHE_DIR", str(tmp_path / "taken"))
    assert "working without a cache" in export("arXiv:2205.06175\n").stderr
    result = run("why", "2205.06175")
    assert 3 == result.exit_code
    assert "working without a cache" in result.stderr
