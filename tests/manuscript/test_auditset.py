"""The audit set: every known fault is found, clean entries are left in peace, and nothing is set right wrongly."""

from __future__ import annotations

from collections import Counter

import pytest

from bibgen import session
from bibgen.manuscript import auditing, references
from bibgen.settings import from_environment
from tests.benchmarks.identify import SAMPLE
from tests.fakes.arxiv import FakeArxiv
from tests.fakes.crossref import FakeCrossref
from tests.fakes.dblp import FakeDblp
from tests.judges.identify.corpus import load
from tests.manuscript import auditset

FOUND = 0.98  # of each class of faults, at least
FALSE = 0.01  # of the clean entries, at most


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """Each case with what was found of it; and how many requests a second audit took."""
    folder = tmp_path_factory.mktemp("audit")
    made = auditset.made(load(SAMPLE), seed=7)
    file = folder / "refs.bib"
    file.write_text(made.text, encoding="utf-8")
    with (
        FakeArxiv(made.papers.values()) as arxiv,
        FakeCrossref(made.works) as crossref,
        FakeDblp(made.publications) as dblp,
    ):
        settings = from_environment(
            {
                "BIBGEN_ARXIV_URL": arxiv.url, "BIBGEN_ARXIV_INTERVAL": "0",
                "BIBGEN_CROSSREF_URL": crossref.url, "BIBGEN_CROSSREF_INTERVAL": "0",
                "BIBGEN_DBLP_URL": dblp.url, "BIBGEN_DBLP_INTERVAL": "0",
                "BIBGEN_CACHE_DIR": str(folder), "BIBGEN_DATA_DIR": str(folder),
            }
        )  # fmt: skip
        runs = []
        for remember in (True, True, False):
            with session.opened(settings) as opened:
                read = references.read([str(file)])
                runs.append((auditing.audit(read.listed, opened, remember=remember), opened.requests))
    return list(zip(made.cases, runs[0][0], strict=True)), runs


def is_found(case, found):
    told = {finding.code for finding in found.findings}
    return found.standing.value in case.standings and (not case.codes or bool(told & set(case.codes)))


def shown(pairs):
    return "\n\n".join(
        f"{case.cls}: {found.standing.value}\n{case.text}" + "\n".join(one.text for one in found.findings)
        for case, found in pairs
    )


def test_the_set_is_of_the_size_and_has_all_classes(judged):
    count = Counter(case.cls for case, _ in judged[0])
    assert count == Counter(auditset.SIZES)
    assert count.total() >= 500


@pytest.mark.parametrize("name", [name for name in auditset.SIZES if name != "clean"])
def test_a_fault_is_found_and_called_by_its_name(judged, name):
    of_class = [pair for pair in judged[0] if pair[0].cls == name]
    missed = [pair for pair in of_class if not is_found(*pair)]
    assert len(missed) <= (1 - FOUND) * len(of_class), shown(missed)


def test_clean_entries_are_called_consistent_whatever_their_shape(judged):
    clean = [pair for pair in judged[0] if pair[0].cls == "clean"]
    accused = [pair for pair in clean if not is_found(*pair)]
    assert len(accused) <= FALSE * len(clean), shown(accused)


def test_nothing_is_set_right_to_another_paper(judged):
    def named(found):
        return {one.value for one in found.paper.identifiers} if found.paper else set()

    wrong = [(case, found) for case, found in judged[0] if named(found) and not named(found) & case.paper]
    assert not wrong, shown(wrong)


def test_an_identifier_that_is_suggested_is_the_papers(judged):
    suggested = [
        (case, finding.found.partition(":")[2])
        for case, found in judged[0]
        for finding in found.findings
        if finding.code in ("other-id", "no-such-id") and finding.found
    ]
    assert len(suggested) > 20
    assert not [(case.key, value) for case, value in suggested if value not in case.paper]


def test_a_paper_that_nobody_knows_is_never_called_invented(judged):
    texts = [finding.text for _, found in judged[0] for finding in found.findings]
    assert not [text for text in texts if "invented" in text.lower() or "fake" in text.lower().split("“")[0]]


def test_a_second_audit_asks_nothing_and_says_the_same_remembered_or_judged_anew(judged):
    (first, requests), (again, none), (anew, nothing) = judged[1]
    assert requests > 0
    assert (0, 0) == (none, nothing)
    assert first == again == anew
