"""What all tests share: nothing leaves the machine, golden files, a clock that takes no time."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import ClassVar

import hypothesis
import pytest

from bibgen import dates

GOLDEN = Path(__file__).parent / "golden"
SAMPLES = Path(__file__).parent.parent / "samples"
# How long an example takes is no matter of right or wrong, and depends on what else the machine does.
hypothesis.settings.register_profile("bibgen", deadline=None)
hypothesis.settings.load_profile("bibgen")
collect_ignore = ["fuzz.py"]  # needs atheris, which the tests do not


def pytest_addoption(parser):
    parser.addoption("--accept", action="store_true", help="rewrite the golden files; review the diff")


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch):
    """Refuse every connection that would leave the machine."""
    connect = socket.socket.connect

    def guarded(self, address):
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to connect to {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def own_folders(monkeypatch, tmp_path):
    """No test sees or changes the user's own cache, data or settings."""
    services = [f"{name}_{part}" for name in ("ARXIV", "CROSSREF", "DBLP") for part in ("URL", "INTERVAL")]
    for name in (*services, "MAILTO"):
        monkeypatch.delenv(f"BIBGEN_{name}", raising=False)
    for name in ("NO_COLOR", "BIBINPUTS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BIBGEN_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("BIBGEN_DATA_DIR", str(tmp_path / "data"))


class Golden:
    """Compares text with a golden file, or rewrites the file with `--accept`."""

    used: ClassVar[set[Path]] = set()

    def __init__(self, accept: bool) -> None:
        self._accept = accept

    def check(self, path: Path, text: str) -> None:
        Golden.used.add(path)
        if self._accept:
            path.write_bytes(text.encode())
        expected = path.read_bytes().decode() if path.exists() else ""
        assert expected == text

    def read(self, path: Path) -> str:
        Golden.used.add(path)
        return path.read_bytes().decode()


@pytest.fixture
def golden(request):
    return Golden(request.config.getoption("--accept"))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    """A process that ran some of the tests hands over which golden files they used."""
    Golden.used.update(map(Path, getattr(node, "workeroutput", {}).get("golden", ())))


def pytest_sessionfinish(session, exitstatus):
    """A golden file that no test used is a mistake, if all tests ran."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["golden"] = [str(path) for path in Golden.used]
        return
    selected = (
        session.config.getoption("-k")
        or session.config.getoption("-m")
        or session.config.args_source.name != "TESTPATHS"
    )
    if exitstatus == 0 and not selected and not session.config.getoption("collectonly"):
        unused = {path for path in GOLDEN.rglob("*") if path.is_file()} - Golden.used
        if unused:
            print("\nunused golden files:", *sorted(path.relative_to(GOLDEN) for path in unused), sep="\n  ")
            session.exitstatus = 1


class BentClock:
    """A clock that sleeping moves on at once."""

    def __init__(self, now: float = 1_000_000.0) -> None:
        self.now = now
        self.slept: list[float] = []

    def time(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock():
    return BentClock()


@pytest.fixture(scope="session")
def papers():
    """The 75 papers of the samples, as the double of the API takes them."""
    return sample_papers()


def sample_papers():
    made = []
    for line in (SAMPLES / "arxiv-snapshot.jsonl").read_text(encoding="utf-8").splitlines():
        paper = json.loads(line)
        made.append(
            {
                "id": paper["id"],
                "title": paper["title"],
                "authors": [
                    " ".join(part for part in (first, last, suffix) if part)
                    for last, first, suffix, *_ in paper["authors_parsed"]
                ],
                "abstract": paper["abstract"],
                "categories": paper["categories"].split(),
                "published": _iso(paper["versions"][0]["created"]),
                "doi": paper["doi"],
                "journal_ref": paper["journal-ref"],
                "comment": paper["comments"],
            }
        )
    return made


def _iso(created: str) -> str:
    when = dates.parse(created)
    assert when is not None
    return f"{when.year:04}-{when.month:02}-{when.day:02}"
