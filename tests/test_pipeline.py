"""The library without the command line."""

from dataclasses import replace

import pytest

import bibgen
from bibgen import pipeline
from bibgen.errors import OutputError
from bibgen.settings import Settings
from tests.conftest import SAMPLES
from tests.fakes.arxiv import FakeArxiv
from tests.fakes.crossref import FakeCrossref
from tests.fakes.crossref import work as crossref_work

SNAPSHOT = str(SAMPLES / "arxiv-snapshot.jsonl")


def test_read_resolve_write_can_be_used_one_by_one(papers, clock):
    from bibgen.sources.local import Snapshot

    reading = bibgen.read("a letter about nothing else", file="mail")
    assert () == reading.mentions
    reading = bibgen.read("arXiv:2205.06175")
    (resolution,) = bibgen.resolve(reading.mentions, shelves=[Snapshot(SNAPSHOT)])
    assert bibgen.Outcome.SETTLED is resolution.outcome
    written = bibgen.write([bibgen.Entry(key="gato", record=resolution.best.record)], "bibtex")
    assert written.text.startswith("@misc{gato,")


def test_run_does_it_all(papers, tmp_path):
    with FakeArxiv(papers) as fake:
        settings = Settings(
            arxiv_url=fake.url, arxiv_interval=0.01, cache_dir=tmp_path, mailto="me@example.org"
        )
        made = bibgen.run(["2205.06175", "https://arxiv.org/abs/2204.14198"], settings=settings)
        assert ["bibgen/" + bibgen.__version__ + " (mailto:me@example.org)"] == fake.agents
    assert 1 == made.requests
    assert ["reed2022generalist", "alayrac2022flamingo"] == [entry.key for entry in made.bibliography.entries]
    assert made.text("ris").startswith("TY  - MANSCPT\r\n")


def test_settings_come_from_the_environment_that_is_given(tmp_path):
    made = bibgen.run(["2205.06175"], environment={"BIBGEN_CACHE_DIR": str(tmp_path)}, offline=True)
    assert bibgen.Outcome.UNASKED is made.resolutions[0].outcome


def test_an_input_without_a_paper_ends_the_run(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear Anna,")
    with pytest.raises(bibgen.InputError, match=r"letter\.txt: no paper"):
        bibgen.run(["2205.06175", str(tmp_path / "letter.txt")], settings=Settings(), offline=True)


def test_an_unknown_format_is_named_with_those_there_are():
    with pytest.raises(bibgen.UsageError, match="bibtex, biblatex, csl-json, ris"):
        bibgen.write([], "endnote")


def test_errors_survive_a_process_pool():
    import pickle

    from bibgen.errors import SourceUnreachable

    for error in (
        bibgen.InputError("m", "f", 3),
        SourceUnreachable("m", "arxiv", "q"),
        bibgen.OutputError("m", "f"),
    ):
        again = pickle.loads(pickle.dumps(error))
        assert (type(error), str(error), error.__dict__) == (type(again), str(again), again.__dict__)


def test_verify_leaves_the_old_file_where_the_new_one_would_read_back_wrong(tmp_path):
    settings = Settings(data_dir=tmp_path / "data")
    made = pipeline.run(["2205.06175"], settings=settings, offline=True, snapshot=SNAPSHOT)
    file = tmp_path / "refs.bib"
    pipeline.save(made, str(file), "bibtex", settings=settings, verify=True)
    kept = file.read_bytes()
    (entry,) = made.bibliography.entries
    # A key that two entries have: BibTeX would drop one of them.
    wrong = replace(made, bibliography=replace(made.bibliography, entries=(entry, entry)))
    with pytest.raises(OutputError, match="not written, as line"):
        pipeline.save(wrong, str(file), "bibtex", settings=settings, verify=True)
    assert kept == file.read_bytes()


def test_an_outage_does_not_turn_identified_entries_into_unidentified_ones(tmp_path):
    settings, file = Settings(data_dir=tmp_path / "data"), tmp_path / "refs.bib"
    found = pipeline.run(["2205.06175"], settings=settings, offline=True, snapshot=SNAPSHOT)
    pipeline.save(found, str(file), "bibtex", settings=settings)
    kept = file.read_bytes()
    wanted = pipeline.wanted_keys([], str(file), "bibtex")
    unasked = pipeline.run(["2205.06175"], settings=settings, offline=True, wanted=wanted)
    with pytest.raises(OutputError, match=r"'reed2022generalist'.*could not be asked.*--force"):
        pipeline.save(unasked, str(file), "bibtex", settings=settings)
    assert kept == file.read_bytes()
    pipeline.save(unasked, str(file), "bibtex", settings=settings, force=True)
    # What was not identified before may be replaced, or a throttled run could never go on.
    pipeline.save(unasked, str(file), "bibtex", settings=settings)
    pipeline.save(found, str(file), "bibtex", settings=settings)
    assert kept == file.read_bytes()


def test_a_retracted_paper_is_said_to_be_in_entry_and_summary(tmp_path):
    notice = {"type": "retraction", "DOI": "10.5555/notice", "updated": {"date-parts": [[2012, 3, 1]]}}
    taken_back = crossref_work("10.5555/a.b", "A title of some words", **{"updated-by": [notice]})
    with FakeArxiv([]) as fake, FakeCrossref([taken_back]) as registry:
        settings = Settings(
            arxiv_url=fake.url, arxiv_interval=0, crossref_url=registry.url, crossref_interval=0
        )
        made = pipeline.run(["10.5555/a.b"], settings=settings)
    assert "Retracted" in made.text("bibtex")
    assert "addendum" in made.text("biblatex")
    assert any("was retracted" in one.text for one in made.notices)


@pytest.mark.parametrize("format", ["csl-json", "ris", "yaml", "csv", "endnote-xml", "bibitem", "text"])
def test_an_outage_takes_nothing_from_a_file_of_another_format(tmp_path, format):
    settings, file = Settings(data_dir=tmp_path / "data"), tmp_path / "refs"
    papers = ["2205.06175", "2204.14198"]
    found = pipeline.run(papers, settings=settings, offline=True, snapshot=SNAPSHOT)
    pipeline.save(found, str(file), format, settings=settings)
    kept = file.read_bytes()
    for wishes in ({}, {"keep_unsettled": False}):
        half = pipeline.run(papers, settings=settings, offline=True, snapshot=_half(tmp_path), **wishes)
        with pytest.raises(OutputError, match=r"could not be asked for.*--force"):
            pipeline.save(half, str(file), format, settings=settings)
        assert kept == file.read_bytes()
    pipeline.save(half, str(file), format, settings=settings, force=True)
    pipeline.save(found, str(file), format, settings=settings)
    assert kept == file.read_bytes()


@pytest.mark.parametrize("format", ["csl-json", "ris", "yaml", "csv", "endnote-xml", "bibitem", "text"])
def test_a_run_that_is_broken_off_again_and_again_can_go_on_in_any_format(tmp_path, format):
    settings, file = Settings(data_dir=tmp_path / "data"), tmp_path / "refs"
    papers = ["2205.06175", "2204.14198"]
    for snapshot in (None, _half(tmp_path), SNAPSHOT):
        made = pipeline.run(papers, settings=settings, offline=True, snapshot=snapshot)
        pipeline.save(made, str(file), format, settings=settings)
    text = file.read_text(encoding="utf-8")
    assert "Flamingo" in text
    assert "Generalist" in text
    assert "Not identified" not in text


def _half(folder):
    """A snapshot that knows one of the two papers."""
    lines = (SAMPLES / "arxiv-snapshot.jsonl").read_text(encoding="utf-8").splitlines()
    (folder / "half.jsonl").write_text(next(one for one in lines if '"2205.06175"' in one), encoding="utf-8")
    return str(folder / "half.jsonl")
