"""Hayagriva: YAML that nothing can break, strings that Typst does not take for something else."""

from __future__ import annotations

import pytest
import yaml

from bibgen import writers
from bibgen.model import Entry, Identifier, Name, PartialDate, Record
from bibgen.writers.options import Options
from tests.conftest import GOLDEN


def written(*records, **wishes):
    entries = [Entry(key=f"k{at}", record=record) for at, record in enumerate(records)]
    return writers.write(entries, "yaml", Options(**wishes))


def loaded(*records, **wishes):
    return yaml.safe_load(written(*records, **wishes).text)


def title(text):
    return loaded(Record(type="article", title=text))["k0"]["title"]


@pytest.mark.parametrize(
    "text", ["no", "1e3", "2017-06-12", ": x", "# x", "- x", "'", '"', "a\\b: [x", "x\u0085y\u2028"]
)
def test_no_word_means_something_else_in_yaml(text):
    record = Record(type="article", authors=(Name(literal=text),))
    assert text == loaded(record)["k0"]["author"][0]["name"]


def test_ascii_keeps_all_characters():
    record = Record(type="article", authors=(Name(literal="Erdős 🦜"),))
    assert written(record, ascii=True).text.isascii()
    assert "Erdős 🦜" == loaded(record, ascii=True)["k0"]["author"][0]["name"]


def test_signs_of_typst_in_a_title_are_text():
    assert r"\$5 and \{a\} or \} and \\x" == title(r"$5 and {a} or } and \x")


def test_a_formula_is_quoted_in_mathematics():
    assert '$"H"_("2")"O"$ at $"10"^("6")$ K' == title("$H_2O$ at $10^6$ K")
    assert '$zws^("13")"C"$' == title("$^{13}C$")


def test_capitals_inside_words_are_kept_from_title_case():
    assert "{OpenAI} and the {DNA} of a Cell" == title("OpenAI and the DNA of a Cell")
    assert "ALL OF IT SHOUTED" == title("ALL OF IT SHOUTED")


def test_an_address_that_typst_would_refuse_is_left_out_and_told_of():
    for address in ("no address", "http://[a", "/only/a/path"):
        made = written(Record(type="document", identifiers=(Identifier(scheme="url", value=address),)))
        assert ["no-address"] == [notice.code for notice in made.notices]
        assert "url" not in yaml.safe_load(made.text)["k0"]


def test_a_day_that_no_month_has_is_not_written():
    dates = (PartialDate(year=2017, month=2, day=31), PartialDate(year=2017, month=13), PartialDate(year=98))
    assert ["2017-02", "2017", "0098"] == [
        item["date"] for item in loaded(*(Record(type="article", issued=date) for date in dates)).values()
    ]


def test_no_entries_are_an_empty_mapping():
    assert {} == loaded()


def test_an_empty_record_has_its_type():
    assert {"k0": {"type": "misc"}} == loaded(Record(type="document"))


def test_a_journal_is_the_parent_of_its_article():
    record = Record(type="article-journal", container_title="Ice", volume="3", issue="1", page="7-8")
    parent = {"type": "periodical", "title": "Ice", "volume": "3", "issue": "1"}
    assert {"type": "article", "page-range": "7-8", "parent": parent} == loaded(record)["k0"]


def test_a_preprint_names_its_archive_and_identifier():
    record = Record(type="article", identifiers=(Identifier(scheme="arxiv", value="1706.03762"),))
    numbers = {"serial": "arXiv:1706.03762", "doi": "10.48550/arXiv.1706.03762", "arxiv": "1706.03762"}
    item = loaded(record)["k0"]
    assert ("{arXiv}", numbers) == (item["publisher"], item["serial-number"])
    assert {"type": "article"} == loaded(record, fields=frozenset(("title",)))["k0"]


def test_all_of_3300_authors_are_there_and_who_is_not_named():
    names = tuple(Name(family=f"Family{at}", given="A.", particle="van") for at in range(3300))
    people = loaded(Record(type="article", authors=names, et_al=True))["k0"]["author"]
    assert 3301 == len(people)
    assert [{"name": "van Family0", "given-name": "A."}, {"name": "others"}] == [people[0], people[-1]]


def in_typst(folder, text):
    typst = pytest.importorskip("typst")
    (folder / "refs.yml").write_text(text, encoding="utf-8")
    main = folder / "main.typ"
    main.write_text('#bibliography("refs.yml", full: true, style: "chicago-author-date")')
    return typst.compile(str(main), format="html").decode()


@pytest.mark.judge
@pytest.mark.parametrize(
    "path", sorted((GOLDEN / "writers").rglob("expected.yaml")), ids=lambda path: path.parent.name
)
def test_typst_takes_the_golden_cases(path, tmp_path):
    text = path.read_text(encoding="utf-8")
    assert len(yaml.safe_load(text)) == in_typst(tmp_path, text).count("<li>")


@pytest.mark.judge
def test_typst_prints_what_was_written(tmp_path):
    record = Record(
        type="article",
        title=r"Of $^{13}C$ for the OpenAI {a} at $5, #show [x] @key *b* _i_ \n // no",
        authors=(Name(family="Raan", given="Anthony", particle="van"), Name(literal="ATLAS Collaboration")),
        issued=PartialDate(year=2017, month=2, day=31),
        identifiers=(Identifier(scheme="arxiv", value="1706.03762"),),
        note="} $ {",
    )
    page = in_typst(tmp_path, written(record, Record(type="book")).text)
    assert "Raan, Anthony van, and ATLAS Collaboration. 2017." in page
    assert "For the OpenAI {A} at $5, #show [X] @key *b* _i_ \\n // No" in page
    assert 2 == page.count("<li>")
    assert "https://doi.org/10.48550/arXiv.1706.03762" in page
