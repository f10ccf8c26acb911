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
CROSSREF_URL = "https://api.crossref.org/works"
CROSSREF_INTERVAL = 1.0  # seconds; its limits have been lowered before, so stay well within them
DBLP_URL = "https://dblp.org/search/publ/api"
DBLP_INTERVAL = 2.0  # seconds; "one or two" are always fine: https://dblp.org/faq/1474706.html
PATIENCE = 600.0  # seconds without a good answer


@dataclass(frozen=True, slots=True, kw_only=True)
class _Service:
    """What a service on the net is asked at: usual values, and the pace that its own hosts must have.

    `least`: seconds between requests that hosts in `domains` are never asked to go below, and `rule` why.
    """

    name: str
    url: str
    interval: float
    domains: tuple[str, ...]
    least: float
    rule: str


_ARXIV = _Service(
    name="ARXIV",
    url=ARXIV_URL,
    interval=ARXIV_INTERVAL,
    domains=("arxiv.org",),
    least=ARXIV_INTERVAL,
    rule="arXiv allows one request every 3 seconds (https://info.arxiv.org/help/api/tou.html)",
)
_CROSSREF = _Service(
    name="CROSSREF",
    url=CROSSREF_URL,
    interval=CROSSREF_INTERVAL,
    domains=("crossref.org",),
    least=0.2,
    rule="Crossref is asked at most every 0.2 seconds "
    "(https://www.crossref.org/documentation/retrieve-metadata/rest-api/access-and-authentication/)",
)
_DBLP = _Service(
    name="DBLP",
    url=DBLP_URL,
    interval=DBLP_INTERVAL,
    domains=("dblp.org", "uni-trier.de", "dagstuhl.de"),  # one service at several addresses
    least=1.0,
    rule="DBLP asks for at least a second between requests (https://dblp.org/faq/1474706.html)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where to ask and what to keep where; folders are None if there is no home to put them in.

    `patience`: seconds without a good answer after which a service is given up.
    """

    arxiv_url: str = ARXIV_URL
    arxiv_interval: float = ARXIV_INTERVAL
    crossref_url: str = CROSSREF_URL
    crossref_interval: float = CROSSREF_INTERVAL
    dblp_url: str = DBLP_URL
    dblp_interval: float = DBLP_INTERVAL
    patience: float = PATIENCE
    mailto: str = ""
    cache_dir: Path | None = None
    data_dir: Path | None = None


def from_environment(environment: Mapping[str, str]) -> Settings:
    """The settings that `BIBGEN_…` variables make.

    Raises:
        UsageError: a value cannot be meant, or would break a service's terms of use.
    """
    arxiv, crossref = _url(environment, _ARXIV), _works(_url(environment, _CROSSREF))
    dblp = _search(_url(environment, _DBLP))
    return Settings(
        arxiv_url=arxiv,
        arxiv_interval=_interval(environment, _ARXIV, arxiv),
        crossref_url=crossref,
        crossref_interval=_interval(environment, _CROSSREF, crossref),
        dblp_url=dblp,
        dblp_interval=_interval(environment, _DBLP, dblp),
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


def _url(environment: Mapping[str, str], service: _Service) -> str:
    url = environment.get(f"BIBGEN_{service.name}_URL") or service.url
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise UsageError(f"BIBGEN_{service.name}_URL is no web address: {url}")
    return url


def _works(url: str) -> str:
    """The address of Crossref's works, which may be named by that of the service, or with a slash."""
    bare = url.rstrip("/")
    return bare if bare.endswith("/works") else f"{bare}/works"


def _search(url: str) -> str:
    """The address at which DBLP is searched, which may be named by that of the service."""
    return f"{url.rstrip('/')}/search/publ/api" if urlsplit(url).path in ("", "/") else url.rstrip("/")


def _interval(environment: Mapping[str, str], service: _Service, url: str) -> float:
    variable = f"BIBGEN_{service.name}_INTERVAL"
    text = environment.get(variable, "")
    try:
        interval = float(text) if text else service.interval
    except ValueError:
        interval = -1.0
    if not 0 <= interval < 3600:
        raise UsageError(f"{variable} is no number of seconds: {text}")
    host = urlsplit(url).hostname or ""
    if interval < service.least and any(f".{host}".endswith(f".{domain}") for domain in service.domains):
        raise UsageError(f"{variable}={text}: {service.rule}")
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
