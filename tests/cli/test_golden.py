"""The command line as a manual: each `tests/golden/cli/*.md` shows files, a command, and what comes of it.

Blocks: `file NAME` (made before), `sh` (the command), `stdout`, `stderr`, `result NAME` (a file afterwards);
a line `exit N` between. Seconds vary, so they read `N s`. A snapshot of two papers lies beside.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys

import pytest

from tests.conftest import GOLDEN, SAMPLES

CASES = sorted((GOLDEN / "cli").glob("*.md"))
BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<name>\S+))?\n(?P<text>.*?)^```$", re.M | re.S)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_does_as_the_manual_says(case, golden, tmp_path):
    manual = golden.read(case)
    snapshot = (SAMPLES / "arxiv-snapshot.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    papers = [line for line in snapshot if json.loads(line)["id"] in ("2203.08547", "1910.06464")]
    (tmp_path / "snapshot.jsonl").write_text("".join(papers), encoding="utf-8")
    for block in BLOCK.finditer(manual):
        if block["kind"] == "file":
            (tmp_path / block["name"]).write_bytes(block["text"].encode())
    (command,) = [block["text"].strip() for block in BLOCK.finditer(manual) if block["kind"] == "sh"]
    stdin = next((block["text"] for block in BLOCK.finditer(manual) if block["kind"] == "stdin"), "")
    done = run(command, stdin, tmp_path)
    shown = {"stdout": done.stdout, "stderr": re.sub(r"\d+\.\d s", "N s", done.stderr)}

    def actual(block):
        if block["kind"] == "result":
            path = tmp_path / block["name"]
            text = path.read_bytes().decode() if path.exists() else "(there is no such file)\n"
            return f"```result {block['name']}\n{text}```"
        if block["kind"] in shown:
            return f"```{block['kind']}\n{shown[block['kind']]}```"
        return block[0]

    assert re.search(r"^exit \d+$", manual, re.M), "nothing is said of what comes of it"
    told = re.sub(r"^exit \d+$", f"exit {done.returncode}", BLOCK.sub(actual, manual), flags=re.M)
    golden.check(case, told)


def run(command, stdin, folder):
    words = shlex.split(command)
    assert words[0] == "bibgen"
    environment = os.environ | {"BIBGEN_ARXIV_URL": "http://127.0.0.1:9/api/query", "COLUMNS": "80"}
    return subprocess.run(
        [sys.executable, "-m", "bibgen", *words[1:]],
        cwd=folder,
        env=environment,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
