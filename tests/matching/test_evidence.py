import pytest

from bibgen import names
from bibgen.matching.evidence import abstract_likeness, compare, title_likeness
from bibgen.matching.policy import Policy
from bibgen.model import Identifier, Mention, PartialDate, Record, Span, Verdict

SPAN = Span(file="x", first=1, last=1, start=0, end=1)


def mention(**said):
    return Mention(raw="x", span=SPAN, **said)


def record(**known):
    return Record(
        **({"type": "article", "identifiers": (Identifier(scheme="arxiv", value="2205.06175"),)} | known)
    )


DIFFERENT = [
    ("Perceiver", "Perceiver IO: A General Architecture for Structured Inputs & Outputs"),
    ("Gemma 3 Technical Report", "Gemma 3n Technical Report"),
    (
        "The MineRL 2019 Competition on Sample Efficient RL",
        "The MineRL 2020 Competition on Sample Efficient RL",
    ),
    ("Neural Networks and Their Limits I", "Neural Networks and Their Limits II"),
    ("Attention Is All You Need", "Attention Is Not All You Need"),
    ("Supervised learning of shapes from images", "Unsupervised learning of shapes from images"),
    ("Symmetric functions and their rings", "Asymmetric functions and their rings"),
    ("Linear waves in shallow water", "Nonlinear waves in shallow water"),
    ("A calculus in C++ for robots", "A calculus in C# for robots"),
    ("On the theory of gravity, part 1", "On the theory of gravity, part 2"),
    ("Deep learning for proteins", "Deep learning for proteins: a survey"),
    ("Comment on dark matter in halos", "Dark matter in halos"),
    ("Type A quivers and their mutations", "Type D quivers and their mutations"),
    ("Rejoinder", "Discussion"),
]

SAME = [
    ("Attention is all you need", "Attention Is All You Need"),
    ("From dyadic $Λ_α$ to $Λ_α$", r"From dyadic $\Lambda_{\alpha}$ to $\Lambda_{\alpha}$"),
    (
        "Scaling Vision Tranformers to 22 Billion Parameters",
        "Scaling Vision Transformers to 22 Billion Parameters",
    ),
    (
        "Learning skillful medium-range global weather forecasting",
        "GraphCast: Learning skillful medium-range global weather forecasting",
    ),
    ("Self training with noisy students", "Self-training with noisy student"),
    (
        "A Large-scale Study of Representation Learning with the Visual",
        "A Large-scale Study of Representation Learning with the Visual Task Adaptation Benchmark",
    ),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_look_alike_titles_are_told_apart(one, other):
    assert title_likeness(one, other) < Policy.TITLE_AGREES
    assert title_likeness(other, one) < Policy.TITLE_AGREES


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_title_in_two_spellings_is_one(one, other):
    assert title_likeness(one, other) >= Policy.TITLE_AGREES


TEXT = (
    "We present a study of how small models learn long sequences when the budget of memory is fixed and the "
    "number of tokens grows beyond what attention can hold; our method compresses the past into slots, and on "
    "three benchmarks it reaches the accuracy of models four times its size while training twice as fast."
)
OTHER = (
    "The spectrum of the hydrogen atom in strong magnetic fields is computed with a variational basis; we find "
    "that level crossings follow a simple rule, compare with experiments at the national facility, and predict "
    "new lines which future measurements of white dwarfs may confirm within the uncertainty of the theory."
)


def test_an_abstract_cut_short_is_still_the_abstract():
    assert abstract_likeness(TEXT[:150], TEXT) >= 0.9


def test_a_quarter_of_the_words_changed_leaves_it_likely_and_another_paper_is_far_off():
    changed = " ".join("other" if at % 4 == 3 else word for at, word in enumerate(TEXT.split()))
    assert abstract_likeness(changed, TEXT) >= 0.6
    assert abstract_likeness(OTHER, TEXT) < 0.28


def test_equal_is_one_and_only_equal_is_one():
    assert 1 == abstract_likeness(TEXT, TEXT.upper())
    assert abstract_likeness(TEXT + " Code is available.", TEXT) < 1


def test_an_abstract_that_says_three_times_as_much_is_not_the_same():
    assert abstract_likeness(f"{TEXT} {OTHER} {OTHER[::-1]}", TEXT) < 0.62


def test_silence_on_either_side_is_no_evidence():
    assert () == compare(mention(title="A title"), record(), Policy()).evidence
    assert () == compare(mention(), record(title="A title"), Policy()).evidence
    assert 0 == compare(mention(), record(), Policy()).score


def test_each_feature_is_compared_with_both_values_shown():
    said = mention(
        title="A Generalist Agent",
        authors=(names.parse("S. Reed"), names.parse("Konrad Zolna")),
        et_al=True,
        issued=PartialDate(year=2022, month=5, day=12),
        categories=("AI",),
        comment="Published at TMLR, 42 pages",
        identifiers=(Identifier(scheme="arxiv", value="2205.06175", version=2),),
    )
    known = record(
        title="A generalist agent",
        authors=tuple(map(names.parse, ("Scott Reed", "Konrad Żołna", "Emilio Parisotto"))),
        submitted=PartialDate(year=2022, month=5, day=12),
        categories=("cs.AI", "cs.LG"),
        comment="Published at TMLR",
    )
    match = compare(said, known, Policy())
    assert ["identifier", "title", "first-author", "authors", "date", "category", "comment"] == [
        one.feature for one in match.evidence
    ]
    assert all(one.verdict is Verdict.AGREES for one in match.evidence)
    assert ("A Generalist Agent", "A generalist agent") == (match.evidence[1].said, match.evidence[1].found)
    assert match.score > 0.9
    assert 0.7 < match.coverage < 0.8


def test_of_the_ways_to_cut_glued_text_the_record_picks_the_right_one():
    said = mention(
        title="Understanding the Effectiveness of MAM",
        authors=(names.parse("LAniruddh Raghu"),),
        rivals=(("Understanding the Effectiveness of MAML", (names.parse("Aniruddh Raghu"),)),),
    )
    known = record(title="Understanding the Effectiveness of MAML", authors=(names.parse("Aniruddh Raghu"),))
    match = compare(said, known, Policy())
    assert 1 == match.feature("title").strength
    assert 1 == match.feature("first-author").strength


@pytest.mark.parametrize(
    ("said", "strength"),
    [
        ((2022, 5, 12), 1),
        ((2022, 5, 14), 0.9),
        ((2022, 6, 1), 0.7),
        ((2022, 5, 0), 0.9),
        ((2022, 0, 0), 0.8),
        ((2023, 0, 0), 0.4),
        ((2010, 1, 1), 0),
    ],
)
def test_dates_agree_as_far_as_both_are_known(said, strength):
    year, month, day = said
    match = compare(
        mention(issued=PartialDate(year=year, month=month, day=day)),
        record(submitted=PartialDate(year=2022, month=5, day=12)),
        Policy(),
    )
    assert strength == match.feature("date").strength


def test_a_list_said_to_be_whole_that_is_not_counts_less():
    three = tuple(map(names.parse, ("A B", "C D", "E F")))
    known = record(authors=three)
    assert 1 == compare(mention(authors=three[:2], et_al=True), known, Policy()).feature("authors").strength
    assert 0.9 == compare(mention(authors=three[:2]), known, Policy()).feature("authors").strength
