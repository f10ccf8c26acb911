"""Looks for texts that break the readers: `python -m tests.fuzz [--minutes 10] [FOLDER]`.

Coverage-guided, by atheris (`pip install atheris`; not part of the test suite). It starts from the
golden pages and cuts, doubles and mixes their lines and bytes; a text counts as broken if reading it
raises, loses or doubles a visible character, or takes over ten seconds. Broken texts and what was
found on the way are kept in FOLDER, so that another run goes on from there; what was found becomes
a test in `tests/readers`.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

import atheris

from tests.conftest import GOLDEN

with atheris.instrument_imports(include=["bibgen"]):
    from tests.readers.cover import check_cover

LONGEST = 20_000  # bytes of one text
HANG = 10  # seconds


def look_at(data):
    check_cover(data.decode("utf-8", "replace"))


def mixed(data, longest, seed):
    """Lines of two golden pages and the text so far, dealt anew; or bytes changed as libFuzzer does."""
    dice = random.Random(seed)
    if dice.random() < 0.4:
        return atheris.Mutate(data, longest)
    lines = data.splitlines(keepends=True) + dice.choice(PAGES).splitlines(keepends=True)
    first = dice.randrange(len(lines) + 1)
    made = lines[first : first + dice.randint(1, 40)]
    for _ in range(dice.randint(0, 4)):
        at, other = dice.randrange(len(made) + 1), dice.choice(lines or [b""])
        made[at : at + dice.randint(0, 2)] = [dice.choice((other, other.strip(), other[: len(other) // 2]))]
    return b"".join(made)[:longest]


PAGES = [path.read_bytes()[:LONGEST] for path in sorted((GOLDEN / "readers").rglob("input.*"))]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("folder", nargs="?")
    asked = parser.parse_args()
    folder = Path(asked.folder or tempfile.mkdtemp(prefix="bibgen-fuzz-"))
    folder.mkdir(exist_ok=True)
    for number, data in enumerate(PAGES):
        (folder / f"page-{number}").write_bytes(data)
    options = [
        f"-max_total_time={int(asked.minutes * 60)}",
        f"-max_len={LONGEST}",
        f"-timeout={HANG}",
        f"-artifact_prefix={folder}/broken-",
        "-print_final_stats=1",
        str(folder),
    ]
    atheris.Setup([sys.argv[0], *options], look_at, custom_mutator=mixed)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
