"""Two thousand identifiers and a service that is busy most of the time; `tests/benchmarks/week.py` asks more."""

from __future__ import annotations

from tests.benchmarks.week import identifiers, week


def test_a_busy_service_costs_no_answer_hardly_a_request_and_no_memory(tmp_path):
    made = week(identifiers(2000), tmp_path, seed=1)
    assert [] == list(made.troubles())
    assert made.fewest <= made.answered
    assert made.refused > 0
