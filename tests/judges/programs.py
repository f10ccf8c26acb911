"""Where the judges' programs are: what runs, in which folder, and what is missing.

Programs are looked for on the path. Packages of node are those of NODE_PATH, else of `judges/node_modules` in
the Python environment; pandoc is that of the package pypandoc_binary, else the one on the path, which is
often years older.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

NODE_PATH = os.environ.get("NODE_PATH") or str(Path(sys.prefix) / "judges" / "node_modules")
REQUIRED = os.environ.get("BIBGEN_JUDGES") == "required"
SECONDS = 3600  # no judge that still works takes so long


def pandoc() -> str | None:
    """The path of pandoc, or None."""
    spec = find_spec("pypandoc")
    places = [Path(place) / "files" / "pandoc" for place in (spec and spec.submodule_search_locations) or ()]
    return next((str(place) for place in places if place.exists()), None) or shutil.which("pandoc")


def missing(needs: Iterable[str]) -> list[str]:
    """Those of `needs` that are not here: programs, "python:MODULE", "node:PACKAGE" or "tex:FILE"."""
    return [one for one in needs if not _here(one)]


def _here(need: str) -> bool:
    kind, _, name = need.rpartition(":")
    if kind == "python":
        return find_spec(name) is not None
    if kind == "node":
        return (Path(NODE_PATH) / name / "package.json").exists()
    if kind == "tex":
        return bool(shutil.which("kpsewhich")) and bool(run(".", "kpsewhich", name).stdout.strip())
    return (pandoc() if name == "pandoc" else shutil.which(name)) is not None


def run(
    folder: str | Path, *command: str, text: str | None = None, seconds: float = SECONDS
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end; TeX's programs do not break the lines of their logs, nor write elsewhere.

    Raises:
        subprocess.TimeoutExpired: it takes more than `seconds`.
    """
    surroundings = os.environ | {"NODE_PATH": NODE_PATH, "max_print_line": "100000", "openout_any": "p"}
    return subprocess.run(
        command,
        cwd=folder,
        input=text,
        stdin=subprocess.DEVNULL if text is None else None,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        timeout=seconds,
        env=surroundings,
    )
