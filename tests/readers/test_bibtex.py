"""The traps of BibTeX: names, values, broken blocks, text around, and what bibgen writes itself."""

from __future__ import annotations

import json

import pytest

from bibgen import bib, writers
from bibgen.model import Mention, Name
from bibgen.readers import read
from tests.conftest import GOLDEN
from tests.readers.cover import check_cover, items
from tests.readers.roundtrip import PAPERS, told, wanted
from tests.writers.test_golden import entries


def one(text):
    (mention,) = read(text).mentions
    return mention


@pytest.mark.parametrize("format", ["bibtex", "biblatex"])
@pytest.mark.parametrize("case", PAPERS, ids=lambda case: case.parent.name)
def test_what_bibgen_writes_it_reads(case, format):
    made = entries(json.loads(case.read_text(encoding="utf-8")))
    mentions = read(writers.write(made, format).text).mentions
    assert [wanted(entry.record) for entry in made] == [told(mention) for mention in mentions]
    assert [entry.key for entry in made] == [mention.said["citation-key"] for mention in mentions]


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Knuth, Donald E.", Name(family="Knuth", given="Donald E.")),
        ('van den Oord, A{\\"a}ron', Name(family="Oord", given="Aäron", particle="van den")),
        ("Ludwig van Beethoven", Name(family="Beethoven", given="Ludwig", particle="van")),
        ("King, Jr., Martin Luther", Name(family="King", given="Martin Luther", suffix="Jr.")),
        ("{Barnes and Noble}", Name(literal="Barnes and Noble")),
        ("{Google Research, Brain Team}", Name(literal="Google Research, Brain Team")),
        ("Jean {de la Fontaine}", Name(family="de la Fontaine", given="Jean")),
        ("{\\v S}r{\\'a}mek, J.", Name(family="Šrámek", given="J.")),
        ("{{\\.I}lker} Birbil", Name(family="Birbil", given="İlker")),
        ("Wei Wang 0001", Name(family="Wang", given="Wei")),
        ("{\\relax Yu}. Nesterov", Name(family="Nesterov", given="Yu.")),
    ],
)
def test_names_in_all_forms(author, expected):
    assert (expected,) == bib.people(author)[0]


def test_and_others_says_that_the_list_is_cut():
    mention = one("@misc{a, title={A title}, author={Vaswani, Ashish AND Shazeer, Noam and others}}")
    assert ["Vaswani", "Shazeer"] == [name.family for name in mention.authors]
    assert mention.et_al


@pytest.mark.parametrize(
    "author",
    [
        "Donath, J.G. et~al.",
        "Donath, J.G., et al",
        r"Donath, J.G. {\it et al.}",
        r"Donath, J.G. and \emph{et al.}",
    ],
)
def test_et_al_behind_a_name_is_no_part_of_it(author):
    assert ((Name(family="Donath", given="J.G."),), True) == bib.people(author)


@pytest.mark.parametrize(
    ("fields", "ids"),
    [
        ("eprint={1706.03762v5}, archiveprefix={arXiv}", ["1706.03762"]),
        ("eprint={arXiv:1706.03762}", ["1706.03762"]),
        ("eprint={0309136}, archivePrefix={arXiv}, primaryClass={math.GT}", ["math/0309136"]),
        ("eprint={12345678}, eprinttype={jstor}", []),
        ("eprint={1706.03762}, eprinttype={hal}", []),
        ("journal={arXiv preprint arXiv:1706.03762}", ["1706.03762"]),
        ("journal={arXiv preprint 1706.03762}", ["1706.03762"]),
        ("journal={CoRR}, volume={abs/1706.03762}", ["1706.03762"]),
        ("journal={CoRR}, volume={cs.CL/0005006}", ["cs/0005006"]),
        ("journal={CoRR abs/1706.03762}", ["1706.03762"]),
        ("howpublished={\\url{https://arxiv.org/abs/1706.03762}}", ["1706.03762"]),
        ("note={arXiv:1706.03762 [cs]}", ["1706.03762"]),
        ("number={arXiv:1706.03762}, publisher={arXiv}", ["1706.03762"]),
        ("doi={10.48550/arXiv.1706.03762}", ["1706.03762"]),
        ("doi={https://doi.org/10.1000/A\\_b}", ["10.1000/a_b"]),
        ("note={Comment on arXiv:1706.03762}", []),
        ("note={Extended version of arXiv:1706.03762}", []),
        ("eprint={1810.04805}, note={arXiv:1706.03762}", ["1810.04805"]),
        ("journal={Nature}, volume={1706.03762}", []),
        ("pmid={28538175}", ["28538175"]),
    ],
)
def test_identifiers_hide_in_many_fields(fields, ids):
    mention = one(f"@article{{a, title={{A title}}, {fields}}}")
    assert ids == [identifier.value for identifier in mention.identifiers]


def test_every_other_field_is_kept():
    mention = one(
        '@inproceedings{k, title={T}, booktitle={B}, pages={1--3}, number=4, volume = "7",'
        " address={Paris}, school={S}, x-mine={my {own}}, file={a:b}, keywords={p, q}}"
    )
    assert "B" == mention.venue
    assert dict(mention.said) == {
        "type": "paper-conference",
        "citation-key": "k",
        "page": "1-3",
        "issue": "4",
        "volume": "7",
        "publisher-place": "Paris",
        "publisher": "S",
        "x-mine": "my own",
        "file": "a:b",
        "keyword": "p, q",
    }


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("year=2017", (2017, 0, 0)),
        ("year={2017}, month=jun", (2017, 6, 0)),
        ("year={2017}, month={June}", (2017, 6, 0)),
        ('year=2017, month=jun # "~12"', (2017, 6, 12)),
        ('year=2017, month="12~" # jun', (2017, 6, 12)),
        ("year=2017, month=6, day=12", (2017, 6, 12)),
        ("date={2017-06-12}", (2017, 6, 12)),
        ("date={2017-06-12/2017-06-20}", (2017, 0, 0)),
        ("year={in press 2017}", (2017, 0, 0)),
        ("year={2017}, date={2017-06}", (2017, 6, 0)),
    ],
)
def test_dates(fields, expected):
    when = one(f"@misc{{a, title={{T}}, {fields}}}").issued
    assert when is not None
    assert expected == (when.year, when.month, when.day)


def test_abbreviations_are_remembered_across_blocks_and_comments():
    text = "@string(foo = {Foo })\n% a remark\n\n@misc{a, title={T}, journal = FOO # {Bar}}\n"
    assert "Foo Bar" == one(text).venue


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("@misc{a, title={T}, title={U}}", "the field title stands in it twice"),
        ("@misc{a, title={T} year={2017}}", "a comma or a brace is missing in the field title"),
        ("@misc{a, title={T", "the block is not closed before the next one begins"),
        ("@misc{title={T}}", "expected comma after entry key, but found ="),
    ],
)
def test_what_is_broken_says_so_and_costs_no_neighbour(text, reason):
    good = "@misc{good, title={Good}, author={A B}}"
    reading = read(f"{good}\n{text}\n{good}\n")
    assert 2 == len(reading.mentions)
    assert [f"broken BibTeX: {reason}"] == [left.reason for left in reading.leftovers]
    assert 2 == reading.leftovers[0].span.first


def test_keys_may_come_twice():
    assert 2 == len(read("@misc{a, title={T}}\n@misc{a, title={U}}\n").mentions)


@pytest.mark.parametrize("kind", ["comment", "preamble", "string"])
def test_what_is_no_entry_is_left_with_its_reason(kind):
    inner = {"comment": "jabref-meta: x;", "preamble": '"x"', "string": "a = {b}"}[kind]
    (left,) = read(f"@{kind.upper()}{{{inner}}}\n").leftovers
    assert left.reason.endswith("of BibTeX")


@pytest.mark.parametrize(
    "text",
    [
        "@media print { body { color: red } }",
        '@pytest.fixture(scope="module")',
        "@param{int} x, y = 3",
        "mail me: jan@article{x, y = 3}",
        "\\@ifnextchar{a,}{b = c}",
    ],
)
def test_other_at_signs_are_no_blocks(text):
    assert not read(text).mentions
    assert not [left for left in read(text).leftovers if "BibTeX" in left.reason]


def test_an_entry_has_its_exact_place_inside_a_line():
    text = "see @misc{a, title={T}} and @misc{b, title={U}}, both\n"
    found = [item for item in items(text) if isinstance(item, Mention)]
    assert ["@misc{a, title={T}}", "@misc{b, title={U}}"] == [
        text[item.span.start : item.span.end].removesuffix(",") for item in found
    ]
    check_cover(text)


def test_a_formula_keeps_its_braces_and_an_escaped_brace_stays():
    assert "$E_{n}$ of {x} & GPT" == one(r"@misc{a, title={{$E_{n}$} of \{x\} \& {GPT}}}").title


def test_the_golden_cases_are_read_without_a_word_on_standard_error(capfd):
    for case in (GOLDEN / "readers" / "bibtex").iterdir():
        read((case / "input.txt").read_text(encoding="utf-8"))
    assert "" == capfd.readouterr().err


def test_a_block_that_is_never_closed_leaves_what_follows_a_blank_line():
    reading = read('@misc{a, title = {T\n\n{"title": "U", "authors": ["A B"]}\n')
    assert ["U"] == [mention.title for mention in reading.mentions]


def test_names_in_parts_that_biblatex_names_are_people():
    found, _ = bib.people(
        "family=de la Cruz, given={Ana María}, given-i={AM} and prefix=van den, family=Berg, given=A."
    )
    assert [("de la Cruz", "Ana María"), ("Berg", "A.")] == [(one.family, one.given) for one in found]
    assert "van den" == found[1].particle


def test_an_underscore_in_braces_as_mendeley_writes_it_is_one_of_the_doi():
    parsed = bib.parse(r"@article{a, doi = {10.1007/978-3-319-10590-1{\_}53}, url = {http://x.org/a\_b}}")
    assert (("doi", "10.1007/978-3-319-10590-1_53"), ("url", "http://x.org/a_b")) == parsed.fields


@pytest.mark.parametrize(
    "note", ["Part I: arXiv:1902.04661", "Code for arXiv:1902.04661", "see also arXiv:1902.04661"]
)
def test_a_number_that_a_note_names_another_paper_by_is_not_the_entrys(note):
    (one,) = read(
        f"@article{{a, title = {{Integrators for dynamics}}, year = 2019, note = {{{note}}}}}\n"
    ).mentions
    assert () == one.identifiers
    (own,) = read(
        "@misc{a, title = {Integrators for dynamics}, note = {Preprint, arXiv:1902.04661}}\n"
    ).mentions
    assert ["1902.04661"] == [held.value for held in own.identifiers]
