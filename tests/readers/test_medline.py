"""The traps of MEDLINE: wrapped lines, two kinds of names, places of the DOI."""

from __future__ import annotations

import pytest

from bibgen.readers import read


def one(*lines):
    (mention,) = read("\n".join(("PMID- 28538175", *lines))).mentions
    return mention


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("TI  - A title that goes\n      on here.", "A title that goes on here"),
        ("TI  - [A translated title].", "A translated title"),
        ("TI  - Is it so?", "Is it so?"),
        ("TI  - And so on...", "And so on..."),
    ],
)
def test_titles(line, title):
    assert title == one(line, "AU  - Vaswani A").title


@pytest.mark.parametrize(
    ("lines", "ids"),
    [
        (["LID - 10.1000/x [doi]"], ["10.1000/x", "28538175"]),
        (["AID - S0140-6736(17)30 [pii]", "AID - 10.1000/x [doi]"], ["10.1000/x", "28538175"]),
        (["JT  - ArXiv", "AID - 1706.03762 [pii]"], ["28538175", "1706.03762"]),
        (["LID - arXiv:1706.03762v2"], ["28538175"]),
    ],
)
def test_identifiers(lines, ids):
    assert ids == [found.value for found in one("TI  - T.", *lines).identifiers]


def test_full_names_come_before_short_ones_and_groups_are_authors():
    mention = one(
        "TI  - T.",
        "FAU - van der Berg, Jan",
        "AU  - van der Berg J",
        "FED - Ed, A",
        "CN  - CDF Collaboration",
    )
    assert [("van der", "Berg", "Jan"), ("", "", "")] == [
        (n.particle, n.family, n.given) for n in mention.authors
    ]
    assert "CDF Collaboration" == mention.authors[1].literal
    assert "Ed, A" == mention.said["editor"]


def test_short_names_have_their_initials_behind():
    assert ["GS"] == [name.given for name in one("TI  - T.", "AU  - Corrado GS").authors]


@pytest.mark.parametrize(
    ("text", "month"), [("2017 Nov 3", 11), ("2017 Nov", 11), ("2017 Nov-Dec", 0), ("2017", 0)]
)
def test_dates(text, month):
    when = one("TI  - T.", f"DP  - {text}").issued
    assert when is not None
    assert (2017, month) == (when.year, when.month)


def test_every_other_tag_is_kept():
    said = one("TI  - T.", "OWN - NLM", "TA  - Nat", "PG  - 1-9", "MH  - Humans", "MH  - Animals").said
    assert {"OWN": "NLM", "container-title-short": "Nat", "page": "1-9", "MH": "Humans; Animals"} == dict(
        said
    )


def test_a_list_of_numbers_is_no_record():
    assert not [one for one in read("PMID- 28538175\n\nPMID- 28538176\n").mentions if one.reader == "medline"]


def test_a_blank_line_ends_a_record_before_one_of_another_format():
    text = "PMID- 28538175\nTI  - One.\n\nTY  - JOUR\nTI  - Two\nER  - \n"
    assert ["One", "Two"] == [mention.title for mention in read(text).mentions]
