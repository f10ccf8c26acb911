"""What a reader sees of pieces of TeX: typeset by pdflatex, read back from the PDF.

Each piece is a page of its own that begins with its number, so that no line is ever broken and no piece is taken
for another. Where a piece breaks the whole document, the pieces are typeset in ever smaller groups, until only
that piece is lost.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from tests.judges.programs import run

PREAMBLE = (
    "\\documentclass{article}\\usepackage[T1]{fontenc}\\usepackage[utf8]{inputenc}\\usepackage{lmodern}"
    "\\usepackage{amsmath,amssymb,url}"
)
# Roots of all sizes are roots; the list that TeX brings knows but the smallest.
_ROOTS = "".join(f"\\pdfglyphtounicode{{radical{size}}}{{221A}}" for size in ("big", "Big", "bigg", "Bigg"))
_PAGES = (
    f"\\input{{glyphtounicode}}{_ROOTS}\\pdfgentounicode=1 "
    "\\pdfpagewidth=16000pt \\pdfpageheight=100pt "
    "\\hoffset=-1in \\voffset=-0.5in \\begin{document}\\fontsize{3}{4}\\selectfont\n"
)
COMMAND = ("pdflatex", "-interaction=nonstopmode", "-no-shell-escape", "-file-line-error")


def visible(folder: Path, pieces: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """For each piece the text that a reader sees and what TeX had to say against it."""
    pages, errors = _typeset(folder, pieces)
    parts = [page.strip().partition("@") for page in pages]
    if [number for number, _, _ in parts] == [str(at) for at in range(len(pieces))]:
        return [(text.strip(), tuple(errors[at])) for at, (_, _, text) in enumerate(parts)]
    if len(pieces) == 1:
        return [("", tuple(errors[0]) or ("breaks the document",))]
    half = len(pieces) // 2
    return [*visible(folder, pieces[:half]), *visible(folder, pieces[half:])]


def _typeset(folder: Path, pieces: Sequence[str]) -> tuple[list[str], defaultdict[int, list[str]]]:
    body = "".join(
        f"\\typeout{{@@{at}}}\\shipout\\hbox{{{at}@ {piece}}}\n" for at, piece in enumerate(pieces)
    )
    (folder / "pieces.tex").write_text(f"{PREAMBLE}{_PAGES}{body}\\end{{document}}\n", encoding="utf-8")
    (folder / "pieces.pdf").unlink(missing_ok=True)
    run(folder, *COMMAND, "pieces.tex")
    errors, at = defaultdict(list), 0
    for line in (folder / "pieces.log").read_text(encoding="utf-8", errors="replace").splitlines():
        if mark := re.match(r"@@(\d+)$", line):
            at = int(mark[1])
        elif said := said_against(line):
            errors[at].append(said)
    text = run(folder, "pdftotext", "-raw", "-enc", "UTF-8", "pieces.pdf", "-").stdout
    return text.split("\f")[:-1], errors


def said_against(line: str) -> str:
    """What is wrong, if a line of a log of `COMMAND` says so; else nothing."""
    found = re.match(r"(?:\./\S+?:\d+: |! )(.*)|(Missing character: .*)", line)
    return (found[1] or found[2])[:160] if found else ""
