"""The walk through doubts, with a reviewer who knows beforehand what to answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bibgen import fingerprint, readers, review, session
from bibgen.errors import SourceUnreachable
from bibgen.model import Choice, Mention, Name, Outcome, PartialDate, Resolution, Span
from bibgen.review import Back, Enter, Keep, NotNow, Quit, Search, Skip, Take
from bibgen.settings import Settings
from tests.fakes.arxiv import FakeArxiv
from tests.fakes.crossref import FakeCrossref, work

WRONG_ID = "A. Jaegle et al. Perceiver: A General Architecture for Structured Inputs. arXiv:2205.06175, 2021."
INVENTED = "Ada Nobody. On the invention of a paper that nobody wrote. arXiv preprint, 2021."


class Reviewer:
    """Answers as it was told to; an answer may depend on the doubt."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.doubts = []

    def choose(self, doubt):
        self.doubts.append(doubt)
        answer = self.answers.pop(0)
        return answer(doubt) if callable(answer) else answer

    @property
    def hints(self):
        return [doubt.hint for doubt in self.doubts]


def take(number):
    return lambda doubt: Take(doubt.candidates[number - 1].record)


def ids(doubt):
    return [match.record.arxiv_id for match in doubt.candidates]


@pytest.fixture
def arxiv(papers):
    with FakeArxiv(papers) as fake:
        yield fake


@pytest.fixture
def opened(arxiv, tmp_path):
    with session.opened(settings(arxiv.url, tmp_path)) as made:
        yield made


def settings(url, folder):
    return Settings(
        arxiv_url=url,
        arxiv_interval=0.001,
        crossref_url="http://127.0.0.1:9/works",
        cache_dir=folder / "cache",
        data_dir=folder / "data",
    )


def mentions(*texts):
    return [mention for text in texts for mention in readers.read(text, "listing.txt").mentions]


def walked(opened, asked, reviewer):
    return review.walk(opened, opened.resolve(asked), reviewer)


def test_what_was_chosen_counts_at_once_and_is_never_asked_again(opened):
    asked = mentions(WRONG_ID, "2204.14198", INVENTED)
    reviewer = Reviewer(take(1), Skip())
    conflict, settled, unknown = walked(opened, asked, reviewer)
    assert [(1, 2), (2, 2)] == [(doubt.number, doubt.total) for doubt in reviewer.doubts]
    assert ("chosen",) == conflict.reasons
    assert "2205.06175" == conflict.best.record.arxiv_id
    assert settled.choice is None
    assert (Outcome.SETTLED, None, "skip") == (unknown.outcome, unknown.best, unknown.choice.kind)
    again = walked(opened, asked, Reviewer())
    assert [conflict.choice, None, unknown.choice] == [one.choice for one in again]


def test_a_review_that_is_killed_loses_nothing(opened):
    class Killed(Exception):
        pass

    def kill(doubt):
        raise Killed

    asked = mentions(WRONG_ID, INVENTED)
    with pytest.raises(Killed):
        walked(opened, asked, Reviewer(Keep(), kill))
    assert [Choice(kind="written"), None] == opened.chosen(asked)


def test_quitting_and_not_now_leave_the_rest_for_the_next_time(opened):
    asked = mentions(WRONG_ID, INVENTED)
    later = walked(opened, asked, Reviewer(NotNow(), Quit()))
    assert [Outcome.CONFLICT, Outcome.UNKNOWN] == [one.outcome for one in later]
    assert [] == opened.ledger.chosen()


def test_mentions_that_say_the_same_are_asked_once_wherever_they_stand(opened):
    asked = mentions(INVENTED, "2204.14198", f"\n\n[7] {INVENTED}")
    reviewer = Reviewer(Keep())
    first, _, second = walked(opened, asked, reviewer)
    assert 1 == len(reviewer.doubts)
    assert "written" == first.choice.kind == second.choice.kind
    assert (3, 1) == (second.mention.span.first, first.mention.span.first)


def test_going_back_takes_another_choice_in_place_of_the_first(opened):
    asked = mentions(WRONG_ID, INVENTED)
    reviewer = Reviewer(Skip(), Back(), Keep(), Back(), NotNow(), Quit())
    walked(opened, asked, reviewer)
    assert [1, 2, 1, 2, 1, 2] == [doubt.number for doubt in reviewer.doubts]
    assert "chosen before: leave out" == reviewer.hints[2]
    assert "chosen before: keep as written" == reviewer.hints[4]
    assert [] == opened.ledger.chosen()


def test_going_back_from_the_first_stays_there(opened):
    reviewer = Reviewer(Back(), Quit())
    walked(opened, mentions(INVENTED), reviewer)
    assert [1, 1] == [doubt.number for doubt in reviewer.doubts]


def test_other_words_find_papers_and_settle_nothing_by_themselves(opened):
    reviewer = Reviewer(Search("perceiver io"), Quit())
    (left,) = walked(opened, mentions(WRONG_ID), reviewer)
    before, after = reviewer.doubts
    assert ["2205.06175", "2107.14795"] == ids(before)
    assert "2107.14795" == ids(after)[0]
    assert "2205.06175" in ids(after)
    assert "found for “perceiver io”" == after.hint
    assert Outcome.CONFLICT is left.outcome
    # The evidence shown is that of the text, not that of the words that were typed.
    assert WRONG_ID[18:68] in after.candidates[0].feature("title").said


@pytest.mark.parametrize("said", ["", "  ", "…"])
def test_a_search_for_nothing_changes_nothing(opened, arxiv, said):
    def remember(doubt):
        arxiv.requests.clear()
        return Search(said)

    reviewer = Reviewer(remember, Quit())
    walked(opened, mentions(WRONG_ID), reviewer)
    assert ["2205.06175", "2107.14795"] == ids(reviewer.doubts[1])
    assert [] == arxiv.requests


def test_a_search_that_finds_nothing_says_so_and_keeps_the_candidates(opened):
    reviewer = Reviewer(Search("zzyzx quuxification"), Quit())
    walked(opened, mentions(WRONG_ID), reviewer)
    assert "nothing is found for “zzyzx quuxification”" == reviewer.hints[1]
    assert ["2205.06175", "2107.14795"] == ids(reviewer.doubts[1])


@pytest.mark.parametrize("typed", ["2107.14795", " https://arxiv.org/abs/2107.14795v2 "])
def test_an_id_that_is_entered_shows_its_paper_and_must_be_taken(opened, typed):
    reviewer = Reviewer(Enter(typed), take(1))
    (made,) = walked(opened, mentions(WRONG_ID), reviewer)
    assert ["2107.14795", "2205.06175"] == ids(reviewer.doubts[1])
    assert "1 is found for arXiv:2107.14795" in reviewer.hints[1]
    assert "2107.14795" == made.best.record.arxiv_id
    quitting = Reviewer(Enter(typed), Quit())
    opened.ledger.forget([fingerprint.of_mention(made.mention)])
    (left,) = walked(opened, mentions(WRONG_ID), quitting)
    assert left.choice is None


def test_a_doi_that_only_its_publisher_knows_can_be_taken(arxiv, tmp_path):
    with FakeCrossref([work("10.5555/a.b", "A title of some words")]) as crossref:
        made = replace(settings(arxiv.url, tmp_path), crossref_url=crossref.url, crossref_interval=0.001)
        with session.opened(made) as opened:
            reviewer = Reviewer(Enter("https://doi.org/10.5555/A.B"), take(1))
            (one,) = walked(opened, mentions(INVENTED), reviewer)
    assert "1 is found for doi:10.5555/a.b" in reviewer.hints[1]
    assert (None, "A title of some words") == (one.best.record.arxiv_id, one.best.record.title)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2101.99999", "no source knows arXiv:2101.99999"),
        ("the one by Jaegle", "“the one by Jaegle” is no arXiv id, no DOI, and no address of one"),
        ("https://example.org/x", "“https://example.org/x” is no arXiv id, no DOI, and no address of one"),
        ("", ""),
    ],
)
def test_an_id_that_leads_nowhere_says_why(opened, typed, said):
    reviewer = Reviewer(Enter(typed), Quit())
    walked(opened, mentions(WRONG_ID), reviewer)
    assert said == reviewer.hints[1]
    assert ["2205.06175", "2107.14795"] == ids(reviewer.doubts[1])


def test_what_could_not_be_asked_is_not_called_unknown(arxiv, tmp_path):
    with session.opened(settings(arxiv.url, tmp_path), offline=True) as offline:
        reviewer = Reviewer(Enter("2107.14795"), Search("perceiver io"), Quit())
        walked(offline, mentions(INVENTED), reviewer)
    assert ["", *["could not be asked: arxiv: not asked: working offline"] * 2] == reviewer.hints
    assert [] == arxiv.requests


def test_what_is_at_hand_is_found_offline_and_the_rest_is_told(arxiv, tmp_path):
    with session.opened(settings(arxiv.url, tmp_path)) as online:
        online.resolve(mentions("2107.14795"))
    with session.opened(settings(arxiv.url, tmp_path), offline=True) as offline:
        reviewer = Reviewer(Search("perceiver io"), Quit())
        walked(offline, mentions(INVENTED), reviewer)
    assert ["2107.14795"] == ids(reviewer.doubts[1])
    assert "found for “perceiver io”; could not be asked: arxiv" in reviewer.hints[1]


def test_a_ledger_that_cannot_be_kept_counts_for_the_run(arxiv, tmp_path):
    (tmp_path / "data").write_text("a file where the folder should be")
    with session.opened(settings(arxiv.url, tmp_path)) as made:
        (one,) = walked(made, mentions(INVENTED), Reviewer(Keep()))
        assert "written" == one.choice.kind
        assert not made.ledger.kept


# -- without a session

SPAN = Span(file="listing.txt", first=1, last=1, start=0, end=9)
MENTION = Mention(
    raw="x",
    span=SPAN,
    title="Decays of $B^+$ mesons",
    authors=(Name(family="Lovelace", given="Ada"),),
    issued=PartialDate(year=2021),
    said={"volume": "12"},
)


def test_what_could_not_be_asked_comes_last():
    made = [
        Resolution(mention=replace(MENTION, title=title), outcome=outcome)
        for title, outcome in (
            ("one", Outcome.UNASKED),
            ("two", Outcome.SETTLED),
            ("three", Outcome.UNKNOWN),
            ("four", Outcome.REVIEW),
        )
    ]
    assert ["three", "four", "one"] == [one.mention.title for one in review.doubtful(made)]


@pytest.mark.parametrize(
    ("reasons", "said"),
    [
        (("title", "rival"), "more than one paper fits"),
        (("id-other-paper",), "its identifier names one paper, its words another"),
        (("title", "other-time", "thin-evidence"), "the paper that fits is of another time"),
        (("a-rule-of-later",), "arxiv: refused"),
    ],
)
def test_doubts_are_told_in_words(reasons, said):
    failures = (SourceUnreachable("refused", "arxiv"),) if "later" in reasons[0] else ()
    doubt = Resolution(mention=MENTION, outcome=Outcome.REVIEW, reasons=reasons, failures=failures)
    assert said == review.why(doubt)


@pytest.mark.parametrize(
    "other",
    [
        replace(MENTION, title="Decays of $B^-$ mesons"),
        replace(MENTION, authors=(Name(family="Byron", given="Ada"),)),
        replace(MENTION, issued=PartialDate(year=2022)),
        replace(MENTION, abstract="Of other things."),
        replace(MENTION, identifiers=readers.read("2205.06175v2").mentions[0].identifiers),
        replace(MENTION, said={"volume": "13"}),
    ],
)
def test_a_choice_settles_no_mention_that_says_something_else(other):
    assert fingerprint.of_mention(MENTION) != fingerprint.of_mention(other)


@pytest.mark.parametrize(
    "same",
    [
        replace(MENTION, raw="[3] x", span=replace(SPAN, file="other.txt", first=99)),
        replace(MENTION, title="Decays of\n $B^{+}$ mesons."),
        replace(MENTION, reader="references", said={"volume": "12", "note": "x"}),
    ],
)
def test_a_choice_holds_wherever_the_same_is_said(same):
    assert fingerprint.of_mention(MENTION) == fingerprint.of_mention(same)


def test_texts_without_a_letter_are_told_apart():
    one, other = (Mention(raw=raw, span=SPAN) for raw in ("—", "…"))
    assert fingerprint.of_mention(one) != fingerprint.of_mention(other)
