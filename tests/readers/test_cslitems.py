"""The traps of JSON: wrappers, names in every shape, code that looks like it, what bibgen writes itself."""

from __future__ import annotations

import json

import pytest

from bibgen import writers
from bibgen.model import Mention
from bibgen.readers import read, stream
from tests.readers.cover import check_cover
from tests.readers.roundtrip import PAPERS, told, wanted
from tests.writers.test_golden import entries

PAPER = {"title": 'A {B}, "C"', "authors": ["Ashish Vaswani", "van den Oord, Aäron"], "doi": "10.1000/x"}


@pytest.mark.parametrize("case", PAPERS, ids=lambda case: case.parent.name)
def test_what_bibgen_writes_it_reads(case):
    made = entries(json.loads(case.read_text(encoding="utf-8")))
    # A title alone says too little in JSON, where anything has one.
    made = [entry for entry in made if entry.record.authors or entry.record.identifiers]
    mentions = read(writers.write(made, "csl-json").text).mentions
    assert [wanted(entry.record, plain=True) for entry in made] == [told(mention) for mention in mentions]


@pytest.mark.parametrize("indent", [None, 0, 2])
@pytest.mark.parametrize(
    "wrap",
    [
        lambda papers: papers,
        lambda papers: {"papers": papers},
        lambda papers: {"status": "ok", "message": {"total": 2, "items": papers}},
        lambda papers: {"data": [{"contexts": [], "citedPaper": paper} for paper in papers]},
        lambda papers: {"hits": {"hits": [{"_id": "1", "_source": paper} for paper in papers]}},
        lambda papers: {"a": papers[0], "b": papers[1]},
    ],
)
def test_papers_are_found_in_any_wrapper(wrap, indent):
    text = json.dumps(wrap([PAPER, PAPER | {"title": "Two"}]), indent=indent, ensure_ascii=False)
    assert [PAPER["title"], "Two"] == [mention.title for mention in read(text).mentions]
    check_cover(text)


def test_spans_are_those_of_the_objects():
    text = "x: [" + ", ".join([json.dumps(PAPER)] * 3) + "]\n"
    spans = [item.span for item in stream([text]) if isinstance(item, Mention)]
    assert [json.dumps(PAPER)] * 2 == [text[span.start : span.end].strip(", ") for span in spans[:2]]


def test_a_long_array_is_read_item_by_item():
    read_so_far = 0

    def chunks():
        nonlocal read_so_far
        yield '{\n  "total": 9,\n  "papers": [\n'
        for _ in range(3000):
            read_so_far += 1
            yield json.dumps(PAPER, indent=2) + ",\n"
        yield json.dumps(PAPER) + "]}\n"

    items = stream(chunks())
    next(item for item in items if isinstance(item, Mention))
    assert read_so_far < 2000
    assert 3000 == sum(isinstance(item, Mention) for item in items)


@pytest.mark.parametrize(
    ("key", "authors", "families"),
    [
        ("authors", ["Ashish Vaswani", "Noam Shazeer"], ["Vaswani", "Shazeer"]),
        ("authors", "Ashish Vaswani, Noam Shazeer", ["Vaswani", "Shazeer"]),
        ("authors", "Vaswani, A., Shazeer, N.", ["Vaswani", "Shazeer"]),
        ("authors", "Vaswani, Ashish; Shazeer, Noam", ["Vaswani", "Shazeer"]),
        ("authors", "Vaswani, Ashish and Shazeer, Noam", ["Vaswani", "Shazeer"]),
        ("author", "Vaswani, Ashish", ["Vaswani"]),
        ("authors", [{"name": "Ashish Vaswani"}], ["Vaswani"]),
        ("authors", [{"first": "Ashish", "last": "Vaswani"}], ["Vaswani"]),
        ("author", [{"given": "Ashish", "family": "Vaswani"}], ["Vaswani"]),
        (
            "creators",
            [{"firstName": "A", "lastName": "V"}, {"creatorType": "editor", "lastName": "E"}],
            ["V"],
        ),
        ("authorships", [{"author": {"id": "1", "display_name": "Ashish Vaswani"}}], ["Vaswani"]),
        ("authors", {"author": [{"@pid": "1", "text": "Ashish Vaswani 0001"}]}, ["Vaswani"]),
        ("authors_parsed", [["Bal\\'azs", "C.", ""], ["Heath", "R. W.", "Jr."]], ["Balázs", "Heath"]),
        ("authors", {"value": ["Ashish Vaswani"]}, ["Vaswani"]),
    ],
)
def test_names_in_every_shape(key, authors, families):
    (mention,) = read(json.dumps({"title": "T", key: authors})).mentions
    assert families == [name.family for name in mention.authors]


@pytest.mark.parametrize(
    ("keys", "ids"),
    [
        ({"arxiv_id": "1706.03762v5"}, ["1706.03762"]),
        ({"arxivId": "hep-th/9711200"}, ["hep-th/9711200"]),
        ({"id": "http://arxiv.org/abs/1706.03762v1"}, ["1706.03762"]),
        ({"id": "1706.03762"}, ["1706.03762"]),
        ({"id": "42"}, []),
        (
            {"externalIds": {"ArXiv": "1706.03762", "DOI": "10.1000/x", "MAG": "1"}},
            ["1706.03762", "10.1000/x"],
        ),
        ({"pdf_url": "https://arxiv.org/pdf/1706.03762"}, ["1706.03762"]),
        ({"DOI": "https://doi.org/10.1000/x"}, ["10.1000/x"]),
        ({"arxiv": {"value": "1706.03762"}}, ["1706.03762"]),
        ({"arxiv_eprints": [{"value": "1706.03762", "categories": ["cs.CL"]}]}, ["1706.03762"]),
        ({"publicationVenue": {"name": "arXiv.org"}, "number": "1706.03762"}, ["1706.03762"]),
    ],
)
def test_identifiers(keys, ids):
    (mention,) = read(json.dumps({"title": "T", "authors": ["A B"], **keys})).mentions
    assert sorted(ids) == sorted(found.value for found in mention.identifiers)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"issued": {"date-parts": [[2017, 11, 3]]}}, (2017, 11, 3)),
        ({"issued": {"date-parts": [["2017", "11"]]}}, (2017, 11, 0)),
        ({"published": "2017-11-03T17:59:46Z"}, (2017, 11, 3)),
        ({"year": 2017, "publicationDate": "2017-11-03"}, (2017, 11, 3)),
        ({"year": "2017"}, (2017, 0, 0)),
        ({"versions": [{"version": "v1", "created": "Fri, 3 Nov 2017 19:18:42 GMT"}]}, (2017, 11, 3)),
        ({"publication_date": [2017, 11]}, (2017, 11, 0)),
    ],
)
def test_dates(keys, expected):
    (mention,) = read(json.dumps({"title": "T", "authors": ["A B"], **keys})).mentions
    assert mention.issued is not None
    assert expected == (mention.issued.year, mention.issued.month, mention.issued.day)


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "My schema", "type": "object", "properties": {"title": {"type": "string"}}}',
        'function f() {\n  return {"title": title, "authors": []};\n}',
        "const o = {title: 'T', authors: ['A B']};",
        '{"name": "bibgen", "author": "A B", "version": "1"}',
        "[1, 2, 3]",
        "{" * 5000,
        "[" * 5000,
        '{"a":' * 5000,
        '{"title": "T", "authors": ["A B"]',
        '{"title": "T", "authors": ["A B"],}',
        "\\begin{thebibliography}{99}\n\\newcommand{\\x}[1]{",
    ],
)
def test_what_is_no_paper_or_no_json_is_left(text):
    assert not [mention for mention in read(text).mentions if mention.reader == "json"]
    check_cover(text)


def test_what_has_no_field_of_its_own_is_kept():
    (mention,) = read(
        json.dumps(PAPER | {"citations": 3, "tldr": {"text": "x"}, "fields": ["a", "b"]})
    ).mentions
    assert {"citations": "3", "tldr": '{"text": "x"}', "fields": "a; b"} == dict(mention.said)


def test_objects_side_by_side_in_a_broken_frame_are_read_once_each():
    # Found by tests.fuzz: the search inside one object ran on into the next.
    paper = '{"title": "A title of a paper", "abstract": "Words."}'
    text = f'{{"data": [{{"cited": {paper}}}]}}{{"data": [{{"cited": {paper}}}]}}\n'
    check_cover(text)
    assert 2 == len(read(text).mentions)
