"""Answers kept aside: fresh for as long as they last, shared between processes, and no papers at hand."""

from __future__ import annotations

import zlib
from contextlib import contextmanager

import pytest

from bibgen.errors import SourceNonsense, SourceUnreachable
from bibgen.model import Identifier, Record
from bibgen.sources import Answer, Query, Term, ask_key
from bibgen.store import Store
from bibgen.store.asides import Aside
from bibgen.store.upkeep import census

DAY = 86400.0


def query(doi):
    return Query(terms=(Term(field="doi", text=doi),))


def record(doi):
    return Record(type="article-journal", title="x", identifiers=(Identifier(scheme="doi", value=doi),))


def read(raw):
    if raw == b"spoilt":
        raise SourceNonsense("none", "registry")
    return tuple(record(doi) for doi in raw.decode().split())


class Registry:
    """Answers two questions a request; `down` after so many of them."""

    name = "registry"

    def __init__(self, known=(), down=10**6, meanwhile=lambda: None):
        self.known, self.down, self.meanwhile = known, down, meanwhile
        self.packets = []

    @contextmanager
    def turn(self):
        self.meanwhile()
        yield

    def packet(self, questions):
        return min(2, len(questions))

    def ask(self, queries):
        if len(self.packets) >= self.down:
            raise SourceUnreachable("gone", self.name)
        if queries:
            self.packets.append([one.terms[0].text for one in queries])
        for one in queries:
            doi = one.terms[0].text
            if doi == "refused":
                yield Answer(asked=(ask_key(one),), failure=SourceNonsense("odd", self.name))
            else:
                yield Answer(
                    asked=(ask_key(one),), raw=doi.encode() if doi in self.known else b"", records=()
                )


def aside(store, registry):
    return Aside(store, "registry", lambda: registry, read)


def lasts(answer):
    return bool(answer.records)


def dois(answers):
    return [one.identifiers[0].value for answer in answers for one in answer.records]


@pytest.fixture
def store(tmp_path):
    made = Store(tmp_path)
    yield made
    made.close()


def test_what_was_asked_is_at_hand_with_its_records(store):
    registry = Registry(["a", "b", "c"])
    kept = aside(store, registry)
    asked = [query(doi) for doi in "abc"]
    assert 3 == len(list(kept.ask(asked, lasts)))
    assert [["a", "b"], ["c"]] == registry.packets
    assert ["a", "b", "c"] == sorted(dois(kept.fresh(asked, lasts)))
    assert [] == list(kept.fresh([query("d")], lasts))


def test_none_of_it_is_a_paper_at_hand_nor_an_answer_for_others(store):
    list(aside(store, Registry(["a"])).ask([query("a")], lasts))
    assert {"doi:a"} == store.unanswered("registry", ["doi:a"])
    assert 0 == census(store).papers


def test_what_lasts_counts_for_a_month_and_the_rest_for_a_day(tmp_path):
    now = [1e9]
    store = Store(tmp_path, lambda: now[0])
    kept = aside(store, Registry(["a"]))
    asked = [query("a"), query("b")]
    list(kept.ask(asked, lasts))
    for days, fresh in ((0.5, {"doi:a", "doi:b"}), (2, {"doi:a"}), (31, set())):
        now[0] = 1e9 + days * DAY
        assert fresh == {key for answer in kept.fresh(asked, lasts) for key in answer.asked}
    assert {"doi:a", "doi:b"} == {key for answer in kept.kept(asked) for key in answer.asked}
    store.close()


def test_what_another_process_asks_meanwhile_is_not_asked_again(store, tmp_path):
    def meanwhile():
        other = Store(tmp_path)
        list(aside(other, Registry(["a", "b"])).ask([query("b")], lasts))
        other.close()

    registry = Registry(["a", "b"], meanwhile=meanwhile)
    answers = list(aside(store, registry).ask([query("a"), query("b")], lasts))
    assert ["a", "b"] == sorted(dois([*answers, *aside(store, registry).fresh([query("a")], lasts)]))
    assert [["a"]] == registry.packets


def test_a_service_that_goes_down_leaves_what_it_said_and_no_failure_is_kept(store):
    kept = aside(store, Registry(["a", "b", "c"], down=1))
    asked, heard = [query(doi) for doi in "abc"], []
    with pytest.raises(SourceUnreachable):
        heard.extend(kept.ask(asked, lasts))
    assert ["doi:a", "doi:b"] == sorted(key for answer in kept.kept(asked) for key in answer.asked)
    list(aside(store, Registry()).ask([query("refused")], lasts))
    assert [] == list(kept.kept([query("refused")]))


@pytest.mark.parametrize("body", [b"no zlib", zlib.compress(b"spoilt")])
def test_a_damaged_answer_is_none(store, body):
    kept = aside(store, Registry(["a"]))
    list(kept.ask([query("a")], lasts))
    store.database.change(lambda db: db.execute("UPDATE answers SET body = ?", (body,)))
    assert [] == list(kept.fresh([query("a")], lasts))


def test_more_questions_than_a_statement_takes(store):
    names = [f"{number}" for number in range(1000)]
    kept = aside(store, Registry(names))
    list(kept.ask([query(name) for name in names], lasts))
    assert sorted(names) == sorted(dois(kept.fresh([query(name) for name in names], lasts)))
