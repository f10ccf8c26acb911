from hypothesis import given
from hypothesis import strategies as st

from bibgen import names
from bibgen.matching.plan import Kind, distinctive, rungs
from bibgen.model import Identifier, Mention, Span
from bibgen.words import STOP_WORDS

SPAN = Span(file="x", first=1, last=1, start=0, end=1)
ABSTRACT = (
    "We introduce GraphCast, a weather simulator which outperforms the most accurate deterministic operational "
    "medium-range weather forecasting system. GraphCast is an autoregressive model, based on graph neural networks "
    "and a novel high-resolution multi-scale mesh representation with $5\\times$ fewer \\nummodels parameters."
)


def ladder(**said):
    return {rung.kind: rung.queries for rung in rungs(Mention(raw="x", span=SPAN, **said))}


def terms(queries):
    return [[(term.field, term.text) for term in query.terms] for query in queries]


def test_an_id_alone_needs_no_ladder():
    assert {} == ladder(identifiers=(Identifier(scheme="arxiv", value="2205.06175"),))


def test_a_short_title_is_asked_with_its_author_and_a_long_one_without():
    author = (names.parse("Karl Schlechta"),)
    assert [[("title", "Toolbox"), ("author", "Schlechta")]] == terms(
        ladder(title="Toolbox", authors=author)[Kind.TITLE]
    )
    long = "Relational inductive biases and deep learning"
    assert [[("title", long)]] == terms(ladder(title=long, authors=author)[Kind.TITLE])


def test_a_title_of_stop_words_is_not_asked():
    assert Kind.TITLE not in ladder(title="To be or not to be")


def test_glued_text_is_asked_by_its_other_cuts_too():
    rivals = (("Understanding the Effectiveness of MAM", ()), ("Of MA", ()))
    parts = terms(ladder(title="Understanding the Effectiveness of MAML", rivals=rivals)[Kind.TITLE_PIECES])
    assert [("title", "Understanding the Effectiveness of MAM")] in parts
    assert [("title", "Of MA")] not in parts


def test_a_title_is_cut_at_its_formula_and_its_colon():
    parts = terms(
        ladder(title="Deep networks of colour: scaling of $E_n$ algebras and lattices")[Kind.TITLE_PIECES]
    )
    assert [("title", "Deep networks of colour")] in parts


def test_phrases_are_free_of_stop_words_tex_and_numbers():
    for queries in (ladder(abstract=ABSTRACT)[Kind.ABSTRACT], ladder(abstract=ABSTRACT)[Kind.ABSTRACT_MORE]):
        for ((_, text),) in terms(queries):
            assert not STOP_WORDS & set(text.lower().split())
            assert "times" not in text
            assert "nummodels" not in text


def test_the_names_that_a_paper_coins_are_asked_last():
    assert "GraphCast" in str(ladder(abstract=ABSTRACT)[Kind.RARE_WORDS])


@given(st.text(max_size=300), st.integers(2, 5), st.integers(1, 6))
def test_any_text_gives_phrases_of_its_own_words(text, size, count):
    found = distinctive(text, size, count)
    assert len(found) <= count
    for phrase in found:
        assert all(word in text for word in phrase.split())
