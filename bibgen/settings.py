"""What the environment says: addresses, pace, folders. Read once, passed on as a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

from bibgen.errors import UsageError

ARXIV_URL = "https://export.arxiv.org/api/query"
ARXIV_INTERVAL = 3.0  # seconds, arXiv's terms of use: https://info.arxiv.org/help/api/tou.html


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where to ask and what to keep where; folders are None if there is no home to put them in."""

    arxiv_url: str = ARXIV_URL
    arxiv_interval: float = ARXIV_INTERVAL
    mailto: str = ""
    cache_dir: Path | None = None
    data_dir: Path | None = None


def from_environment(environment: Mapping[str, str]) -> Settings:
    """The settings that `BIBGEN_…` variables make.

    Raises:
        UsageError: a value cannot be meant, or would break arXiv's terms of use.
    """
    url = environment.get("BIBGEN_ARXIV_URL") or ARXIV_URL
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise UsageError(f"BIBGEN_ARXIV_URL is no web address: {url}")
    return Settings(
        arxiv_url=url,
        arxiv_interval=_interval(environment.get("BIBGEN_ARXIV_INTERVAL", ""), url),
        mailto=_mailto(environment.get("BIBGEN_MAILTO", "")),
        cache_dir=_folder(
            environment.get("BIBGEN_CACHE_DIR", ""),
            lambda: platformdirs.user_cache_path("bibgen", appauthor=False),
        ),
        data_dir=_folder(
            environment.get("BIBGEN_DATA_DIR", ""),
            lambda: platformdirs.user_data_path("bibgen", appauthor=False),
        ),
    )


def _interval(text: str, url: str) -> float:
    try:
        interval = float(text) if text else ARXIV_INTERVAL
    except ValueError:
        interval = -1.0
    if not 0 <= interval < 3600:
        raise UsageError(f"BIBGEN_ARXIV_INTERVAL is no number of seconds: {text}")
    host = urlsplit(url).hostname or ""
    if interval < ARXIV_INTERVAL and (host == "arxiv.org" or host.endswith(".arxiv.org")):
        raise UsageError(
            f"BIBGEN_ARXIV_INTERVAL={text}: arXiv allows one request every {ARXIV_INTERVAL:.0f} seconds "
            "(https://info.arxiv.org/help/api/tou.html)"
        )
    return interval


def _mailto(text: str) -> str:
    """An address that may stand in a header of HTTP: what a shell adds around it is taken off."""
    text = text.strip().removeprefix("mailto:")
    if text and not re.fullmatch(r"[^\s@<>()]+@[^\s@<>()]+", text):
        raise UsageError(f"BIBGEN_MAILTO is no e-mail address: {text}")
    return text


def _folder(named: str, usual: Callable[[], Path]) -> Path | None:
    if named:
        return Path(named).expanduser()
    try:
        return usual()
    except RuntimeError:  # no home
        return None
