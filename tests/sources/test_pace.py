"""The pace: between answers and requests, between processes, whatever befalls them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
import time

import pytest

from bibgen.sources.pace import Pace, SystemClock, shared


def test_the_time_of_the_last_answer_outlives_the_process(clock, tmp_path):
    file = tmp_path / "pace"
    with Pace(3, file, clock).turn():
        clock.now += 10
    with Pace(3, file, clock).turn():
        pass
    assert [3] == pytest.approx(clock.slept, abs=0.01)


def test_a_turn_in_which_nobody_was_there_is_not_waited_for_but_the_one_before_is(clock, tmp_path):
    pace = Pace(3, tmp_path / "pace", clock)
    with pace.turn():
        pass
    clock.now += 2
    with pace.held():
        with pace.turn():
            pass
        pace.waive()
        with pace.turn():
            pass
    assert [1] == pytest.approx(clock.slept, abs=0.01)


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


def test_a_date_set_anew_is_no_matter(monkeypatch, tmp_path):
    began = SystemClock().time()
    for date in (0.0, 4e9):
        monkeypatch.setattr(time, "time", lambda date=date: date)
        with Pace(0.02, tmp_path / "pace", SystemClock()).turn():
            pass
    assert 0.02 <= SystemClock().time() - began < 5


def test_the_last_good_answer_is_known_to_all(clock, tmp_path):
    with (one := Pace(3, tmp_path / "pace", clock)).held():
        one.praise()
    clock.now += 5
    with (other := Pace(3, tmp_path / "pace", clock)).held():
        assert clock.now - 5 == other.good


def test_several_requests_may_be_made_in_one_turn_each_in_the_pace(clock, tmp_path):
    pace = Pace(3, tmp_path / "pace", clock)
    with pace.held():
        for _ in range(3):
            with pace.turn():
                pass
        assert pace.is_held
    assert not pace.is_held
    assert [3, 3] == pytest.approx(clock.slept)


@pytest.mark.parametrize("trouble", ["a file for a folder", "another user's file"])
def test_a_cache_folder_that_is_not_ours_does_not_let_each_process_keep_its_own_pace(
    tmp_path, monkeypatch, trouble
):
    own, folder = tmp_path / "own", tmp_path / "cache"
    own.mkdir()
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(own))
    if trouble == "a file for a folder":
        folder.write_text("")
    else:
        (folder / "arxiv.pace").mkdir(parents=True)  # as little to be written as what is another's
    found = shared(folder, "arxiv.pace")
    assert found == own / f"bibgen-{os.getuid()}" / "arxiv.pace"
    assert 0o700 == found.parent.stat().st_mode & 0o777
    assert found == shared(None, "arxiv.pace"), "nor does having no folder"


def test_a_folder_that_somebody_else_has_put_in_our_place_is_not_trusted(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    ours = tmp_path / f"bibgen-{os.getuid()}"
    ours.symlink_to(tmp_path / "elsewhere")
    assert shared(None, "arxiv.pace") is None
    ours.unlink()
    ours.mkdir(mode=0o700)
    ours.chmod(0o777)
    assert shared(None, "arxiv.pace") is None


def test_a_folder_that_can_be_used_is(tmp_path):
    assert shared(tmp_path / "new", "arxiv.pace") == tmp_path / "new" / "arxiv.pace"


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


def _greedy(file, ready, go, turns):
    pace = Pace(0.005, file, SystemClock())
    ready.wait(30)
    go.set()
    for _ in range(turns):
        with pace.turn():
            pass


def _late(file, ready, go, out):
    pace = Pace(0.005, file, SystemClock())
    ready.set()
    go.wait(30)
    for _ in range(3):
        with pace.turn():
            pass
    out.put(time.monotonic())


def test_whoever_asks_for_long_lets_others_ask_in_between(tmp_path):
    context = multiprocessing.get_context("spawn")
    ready, go, out = context.Event(), context.Event(), context.Queue()
    late = context.Process(target=_late, args=(tmp_path / "pace", ready, go, out))
    greedy = context.Process(target=_greedy, args=(tmp_path / "pace", ready, go, 200))
    late.start()
    greedy.start()
    served = out.get(timeout=30)
    late.join()
    greedy.join()
    assert served < time.monotonic() - 0.4, "three turns come among the first of two hundred"


def _killed(file):
    with Pace(60, file, SystemClock()).turn():
        os.kill(os.getpid(), signal.SIGKILL)


def test_whoever_is_killed_while_asking_has_asked_and_keeps_nobody_waiting(clock, tmp_path):
    context = multiprocessing.get_context("spawn")
    worker = context.Process(target=_killed, args=(tmp_path / "pace",))
    worker.start()
    worker.join(timeout=30)
    assert -signal.SIGKILL == worker.exitcode
    clock.now = SystemClock().time()
    with Pace(60, tmp_path / "pace", clock).turn():
        pass
    assert [pytest.approx(60, abs=30)] == clock.slept
