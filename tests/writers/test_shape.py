"""What a person wishes of entries, whatever the format."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bibgen import names, writers
from bibgen.model import Entry, Identifier, PartialDate, Record
from bibgen.writers.options import FIELDS, Options
from bibgen.writers.shape import shaped

ARTICLE = Record(
    type="article-journal",
    title="On collision times",
    authors=tuple(map(names.parse, ("Ada Lovelace", "Mary Somerville", "Emmy Noether"))),
    issued=PartialDate(year=2008),
    submitted=PartialDate(year=2007, month=4, day=2),
    updated=PartialDate(year=2009, month=1, day=5),
    container_title="Probab. Theory",
    volume="142",
    page="595-617",
    abstract="We consider.",
    journal_ref="Probab. Theory 142 (2008), 595-617",
    identifiers=(Identifier(scheme="arxiv", value="0704.0215"),),
    origin={"container_title": "arxiv", "journal_ref": "arxiv"},
)


def shown(record, **wishes):
    notices = []
    (entry,) = shaped([Entry(key="k", record=record)], Options(**wishes), notices)
    return entry.record, notices


def test_a_journals_volume_never_stands_beside_the_year_of_the_preprint():
    record, notices = shown(ARTICLE)
    assert ("article", PartialDate(year=2007, month=4, day=2)) == (record.type, record.issued)
    assert "Probab. Theory 142 (2008), 595-617" == record.note
    assert (None, None, None) == (record.container_title, record.volume, record.page)
    assert ["published-later"] == [notice.code for notice in notices]
    assert "--date published" in notices[0].text


def test_date_published_writes_the_article_with_the_year_of_its_journal():
    assert (ARTICLE, []) == shown(ARTICLE, dated="published")


def test_an_article_of_the_year_of_its_preprint_is_an_article():
    same = replace(ARTICLE, issued=PartialDate(year=2007))
    assert (same, []) == shown(same)


def test_an_article_that_a_registry_describes_keeps_the_registrys_date():
    registered = replace(ARTICLE, origin={"container_title": "crossref", "journal_ref": "arxiv"})
    assert (registered, []) == shown(registered)


def test_date_updated_dates_a_preprint_by_its_latest_version():
    assert PartialDate(year=2009, month=1, day=5) == shown(ARTICLE, dated="updated")[0].issued


def test_authors_beyond_the_wished_number_become_et_al_and_no_list_is_said_to_be_cut_that_is_not():
    cut, _ = shown(ARTICLE, dated="published", max_authors=2)
    assert (["Lovelace", "Somerville"], True) == ([name.family for name in cut.authors], cut.et_al)
    assert not shown(ARTICLE, max_authors=3)[0].et_al


@pytest.mark.parametrize("format", ["bibtex", "biblatex", "csl-json", "ris"])
def test_only_the_wished_fields_are_written_in_any_format(format):
    options = Options(dated="published", fields=frozenset(("title", "author", "date")))
    text = writers.write([Entry(key="k", record=ARTICLE)], format, options).text
    assert "Lovelace" in text
    assert "2008" in text
    assert "142" not in text
    assert "We consider" not in text
    assert (
        "We consider"
        not in writers.write([Entry(key="k", record=ARTICLE)], format, Options(abstract=False)).text
    )


def test_a_field_may_be_named_as_bibtex_or_csl_name_it():
    assert FIELDS["journal"] == FIELDS["container-title"] == FIELDS["booktitle"]
