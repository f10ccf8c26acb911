"""The README: its examples run, its tables leave nothing out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bibgen import identifiers, readers, writers
from bibgen.cli import later
from bibgen.errors import Exit
from bibgen.readers.documents import formats
from tests.conftest import SAMPLES
from tests.fakes.arxiv import FakeArxiv
from tests.fakes.crossref import FakeCrossref
from tests.fakes.dblp import FakeDblp

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
COMMANDS = ["export", "read", "review", "why", "verify", *later.MODULES]
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.M | re.S)
PAPER = r"""\documentclass{article}
\begin{document}
See \cite{arXiv:2205.06175}.
\bibliographystyle{plain}
\bibliography{refs}
\end{document}
"""
SHELL = [text for kind, text in BLOCKS if kind == "sh"]


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(SAMPLES, tmp_path / "samples")
    shutil.copy(SAMPLES / "abstracts-with-ids.txt", tmp_path / "listing.txt")
    (tmp_path / "paper.tex").write_text(PAPER, encoding="utf-8")
    return tmp_path


def run(command, folder, **environment):
    place = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    return subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=os.environ | place | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_first_two_blocks_are_the_two_set_up_commands():
    assert all(block.startswith("python3 -m venv .venv && ") for block in SHELL[:2])
    assert "bibgen export samples/*.txt" in SHELL[0]
    assert SHELL[1].strip().endswith("pytest")


def test_the_first_command_does_the_main_job(folder):
    command = SHELL[0].split("&&\n")[1].replace(".venv/bin/bibgen", f"{sys.executable} -m bibgen")
    done = run(command, folder, BIBGEN_ARXIV_URL="http://127.0.0.1:9/api/query")
    assert 0 == done.returncode, done.stderr
    assert "75 entries from 105 mentions: 103 settled, 2 to review" in done.stderr
    assert 75 == (folder / "refs.bib").read_text(encoding="utf-8").count("\n}\n")


def test_every_example_of_the_command_line_runs(folder, papers):
    commands = [line for block in SHELL[2:] for line in block.splitlines() if line.startswith("bibgen ")]
    assert len(commands) >= 6
    with FakeArxiv(papers) as fake, FakeCrossref([]) as registry, FakeDblp([]) as dblp:
        services = {"ARXIV": fake.url, "CROSSREF": registry.url, "DBLP": dblp.url}
        environment = {f"BIBGEN_{name}_URL": url for name, url in services.items()}
        environment |= {f"BIBGEN_{name}_INTERVAL": "0.01" for name in services}
        for command in commands:
            words = command.replace("bibgen ", f"{sys.executable} -m bibgen ", 1)
            done = run(words, folder, **environment)
            assert 0 == done.returncode, f"{command}: {done.stderr}"


def test_the_example_of_the_library_runs(folder):
    (code,) = [text for kind, text in BLOCKS if kind == "python"]
    done = run(f"{sys.executable} - <<'EOF'\n{code}\nEOF", folder)
    assert 0 == done.returncode, done.stderr
    assert "reed2022generalist" in done.stdout
    assert "TY  - MANSCPT" in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_documented_and_has_help(command, folder):
    helped = run(f"{sys.executable} -m bibgen {command} --help", folder, COLUMNS="200").stdout
    options = set(re.findall(r"(?<![\w-])--[a-z-]+", helped)) - {"--help"}
    assert options
    for option in options:
        assert f"`{option}`" in README or f"{option}" in README, option


def test_tables_name_every_layout_format_exit_code_and_variable(folder):
    for name, _ in (*readers.known(), *formats.known()):
        assert f"`{name}`" in README
    for name in writers.WRITERS:
        assert f"`{name}`" in README
    for code in Exit:
        assert f"| {code.value} |" in README
    helped = run(f"{sys.executable} -m bibgen export --help", folder).stdout
    for variable in set(re.findall(r"BIBGEN_\w+", helped)):
        assert f"`{variable}`" in README


def test_the_samples_are_all_told_of():
    for path in SAMPLES.iterdir():
        assert f"`{path.name}`" in README
    assert identifiers.parse("2205.06175") is not None
