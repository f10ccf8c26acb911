import re
from urllib.parse import quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibgen.sources import Query, Term
from bibgen.sources.arxiv_query import LONGEST, pack_ids, pack_queries, phrase, to_text


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("BERT: Pre-training of Deep", "BERT Pre training of Deep"),
        ('The "WaffleCLIP" of \\textit{shapes}', "WaffleCLIP of textit shapes"),
        ("$\\mathcal{N}=4$ SYM", "mathcal N 4 SYM"),
        ("Don't stop at 3.5", "Don't stop at 3.5"),
        ("The theory of the", "theory"),
        ("to be or not to be", ""),
        ("ends with a backslash \\", "ends with a backslash"),
        ("", ""),
        ("王小明", "王小明"),
        ("0", "0"),
        ("Schro\u0308dinger_x", "Schrödinger x"),
    ],
)
def test_a_phrase_holds_what_the_index_holds(text, asked):
    assert asked == phrase(text)


@given(st.text(max_size=200))
def test_no_title_can_break_out_of_its_quotes(text):
    assert not re.search(r'["\\()]', phrase(text))


def query(text, field="title", phrase=True):
    return Query(terms=(Term(field=field, text=text, words="phrase" if phrase else "all"),))


def test_every_query_stands_in_parentheses():
    both = Query(
        terms=(Term(field="title", text="free lunch"), Term(field="author", text="de Boer", words="all"))
    )
    assert '(ti:"free lunch" AND au:"de" AND au:"Boer")' == to_text(both)
    assert (
        '(ti:"a b") OR (abs:"c d")'.replace("a b", "x b")
        == next(pack_queries([query("x b"), query("c d", "abstract")]))[1]
    )


def test_a_doi_is_asked_as_typed_and_in_lower_case():
    assert '((doi:"10.1103/PhysRevD.76" OR doi:"10.1103/physrevd.76"))' == to_text(
        query("10.1103/PhysRevD.76", "doi")
    )
    assert '(doi:"10.1103/x")' == to_text(query("10.1103/x", "doi"))


def test_a_title_of_stop_words_cannot_be_asked_and_costs_nothing():
    assert [] == list(pack_queries([query("to be or not to be"), query("")]))


@given(st.lists(st.text(alphabet="abc é$-", min_size=1, max_size=60), max_size=60))
def test_no_packet_is_longer_than_a_url_may_be_and_none_is_lost(titles):
    queries = [query(title) for title in titles]
    packets = list(pack_queries(queries))
    assert all(len(quote_plus(text)) <= LONGEST or len(packet) == 1 for packet, text in packets)
    assert [one for one in queries if to_text(one)] == [one for packet, _ in packets for one in packet]


def test_four_hundred_ids_go_into_one_request():
    ids = [f"2205.{n:05}" for n in range(1, 1001)]
    packets = list(pack_ids(ids))
    assert 3 == len(packets)
    assert ids == [one for packet in packets for one in packet]
