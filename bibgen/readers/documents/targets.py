"""Where links lead: the paper that the address in a link names, if it names one."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote, urljoin

from bibgen import identifiers
from bibgen.model import Identifier

# Where a page that does not tell its address may come from, if its links are relative.
_ORIGINS = ("https://arxiv.org", "https://huggingface.co", "https://www.semanticscholar.org")
# Mail programs, chats and office programs put their own address before that of a link.
_REDIRECT = re.compile(
    r"https?://(?:(?:www\.)?google\.[a-z.]{2,6}/url\?(?:[^#]*&)?(?:q|url)|l\.facebook\.com/l\.php\?u|"
    r"slack-redir\.net/link\?url|[\w.]{1,60}\.safelinks\.protection\.outlook\.com/\?url)=([^&]+)",
    re.I,
)
_NO_ADDRESS = re.compile(r"(?:javascript|mailto|data|tel|file|#)", re.I)


@lru_cache(maxsize=1024)
def paper(href: str, base: str = "") -> Identifier | None:
    """The arXiv identifier or DOI that the address of a link names, or None.

    Args:
        base: the address of the page, for links that are relative to it; "" if it is not known.

    >>> paper("/abs/1706.03762v5").value
    '1706.03762'
    """
    href = href.strip()
    redirect = _REDIRECT.match(href)
    href = unquote(redirect[1]) if redirect else href
    if not any(char.isdigit() for char in href) or _NO_ADDRESS.match(href):
        return None
    for origin in ("", base, *_ORIGINS):
        try:
            found = identifiers.parse(urljoin(origin, href))
        except ValueError:  # no address at all
            continue
        if found and found.scheme in ("arxiv", "doi"):
            return found
    return None
