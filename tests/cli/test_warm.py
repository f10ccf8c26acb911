"""A run that finds all in the cache: no request is made, and not so much as a socket is opened."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.conftest import SAMPLES
from tests.fakes.arxiv import FakeArxiv

LISTINGS = [str(path) for path in sorted(SAMPLES.glob("*.txt"))]

# Python tells its audit hooks of every socket and every look-up of a name; this one ends the process at the first.
BARRED = """
import sys
def bar(event, arguments):
    if event.startswith("socket."):
        sys.stderr.write(f"{event}: {arguments}")
        sys.stderr.flush()
        __import__("os")._exit(99)
sys.addaudithook(bar)
from bibgen.cli import main
main()
print("not reached")
"""


def export(folder, url, output, code):
    return subprocess.run(
        [sys.executable, *code, "export", *LISTINGS, "-o", output],
        cwd=folder,
        env=os.environ
        | {
            "BIBGEN_ARXIV_URL": url,
            "BIBGEN_ARXIV_INTERVAL": "0.01",
            "BIBGEN_CROSSREF_URL": url,
            "BIBGEN_CROSSREF_INTERVAL": "0.01",
        },
        capture_output=True,
        check=False,
    )


def test_a_warm_run_opens_no_socket(papers, tmp_path):
    with FakeArxiv(papers) as fake:
        cold = export(tmp_path, fake.url, "cold.bib", ["-m", "bibgen"])
        assert 0 == cold.returncode, cold.stderr
        asked = len(fake.requests)
        warm = export(tmp_path, fake.url, "warm.bib", ["-c", BARRED])
        assert 0 == warm.returncode, warm.stderr
        assert asked == len(fake.requests)
    assert b" 0 requests, " in warm.stderr
    assert (tmp_path / "cold.bib").read_bytes() == (tmp_path / "warm.bib").read_bytes()


def test_the_bar_bars(papers, tmp_path):
    with FakeArxiv(papers) as fake:
        barred = export(tmp_path, fake.url, "refs.bib", ["-c", BARRED])
        assert [] == fake.requests
    assert 99 == barred.returncode
    assert barred.stderr.startswith(b"socket.")
