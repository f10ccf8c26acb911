import multiprocessing
import time

import pytest

from bibgen.sources.pace import Pace, SystemClock


def test_the_time_of_the_last_answer_outlives_the_process(clock, tmp_path):
    file = tmp_path / "pace"
    with Pace(3, file, clock).turn():
        clock.now += 10
    with Pace(3, file, clock).turn():
        pass
    assert [3] == pytest.approx(clock.slept, abs=0.01)


def test_no_wait_when_the_interval_has_passed_anyway(clock, tmp_path):
    pace = Pace(3, tmp_path / "pace", clock)
    with pace.turn():
        pass
    clock.now += 5
    with pace.turn():
        pass
    assert [] == clock.slept


def test_a_clock_set_back_a_year_costs_one_interval_and_not_a_year(clock, tmp_path):
    file = tmp_path / "pace"
    with Pace(3, file, clock).turn():
        pass
    clock.now -= 365 * 86400
    with Pace(3, file, clock).turn():
        pass
    assert [3] == clock.slept


@pytest.mark.parametrize("held", ["", "half a num", "nan"])
def test_a_spoilt_file_counts_as_now(clock, tmp_path, held):
    file = tmp_path / "pace"
    file.write_text(held)
    with Pace(3, file, clock).turn():
        pass
    assert sum(clock.slept) <= 3


def test_without_a_folder_each_process_keeps_its_own_pace(clock, tmp_path):
    pace = Pace(3, tmp_path / "no" / "such" / "pace", clock)
    with pace.turn():
        pass
    with pace.turn():
        pass
    assert [3] == clock.slept


def _ask(file, out):
    pace = Pace(0.05, file, SystemClock())
    for _ in range(3):
        with pace.turn():
            out.put(("in", time.monotonic()))
            time.sleep(0.01)
            out.put(("out", time.monotonic()))


def test_two_processes_never_ask_at_once_nor_too_early(tmp_path):
    context = multiprocessing.get_context("spawn")
    out = context.Queue()
    workers = [context.Process(target=_ask, args=(tmp_path / "pace", out)) for _ in range(2)]
    for worker in workers:
        worker.start()
    told = sorted((out.get(timeout=30) for _ in range(12)), key=lambda one: one[1])
    for worker in workers:
        worker.join()
    assert ["in", "out"] * 6 == [what for what, _ in told]
    gaps = [after[1] - before[1] for before, after in zip(told[1::2], told[2::2], strict=False)]
    assert min(gaps) >= 0.045
