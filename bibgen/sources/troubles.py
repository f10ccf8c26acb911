"""Why a request brought no answer, in words for the person who waits, and without anybody's secrets.

`requests` and `urllib3` wrap the system's errors several times over; the one at the root tells what
happened (https://docs.python.org/3/library/ssl.html#ssl.SSLCertVerificationError,
https://docs.python.org/3/library/socket.html#socket.gaierror).
"""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator

from urllib3.exceptions import NewConnectionError, ProxyError

# What a status says that a reader may not know; the others are "not available".
SAID = {
    401: "a log-in is wanted",
    403: "access is denied",
    404: "nothing is at this address",
    407: "a proxy wants a log-in",
    408: "the request came too slowly",
    429: "too many requests",
    511: "the network wants a log-in",
}
_DATES = (9, 10)  # OpenSSL's numbers for certificates that are not yet, or no longer, valid
_RUN = re.compile(r"[^\s/?&=:;,<>()\"']+")  # what a mail address is written in; a query of 6 kB may be one
_AT = re.compile(r".(?:@|%40).")
_SECRET = re.compile(r"((?:^|[?&;])(?:mailto|[\w-]*(?:key|token|secret|password)[\w-]*)=)[^&\s]*", re.I)
_USER = re.compile(r"(?<=://)[^/?#\s]*@")
_LONGEST = 300  # characters of what somebody else has said


def masked(text: str) -> str:
    """A text or a URL without mail addresses, names and passwords of users, and keys.

    >>> masked("https://me:pw@api.example/works?filter=doi:10.1/x&mailto=me%2Bx@example.org&api_key=s3")
    'https://api.example/works?filter=doi:10.1/x&mailto=***&api_key=***'
    >>> masked("you, me@example.org, ask too often")
    'you, ***, ask too often'
    """
    without = _SECRET.sub(r"\1***", _USER.sub("", text))
    return _RUN.sub(lambda run: "***" if _AT.search(run[0]) else run[0], without)


def in_words(error: BaseException) -> str:
    """Why a request brought no answer.

    >>> in_words(ConnectionResetError(104, "Connection reset by peer"))
    'connection broken off'
    """
    roots = list(_roots(error))
    for one in roots:
        if isinstance(one, ssl.SSLCertVerificationError):
            clock = " (is the clock of this machine right?)" if one.verify_code in _DATES else ""
            return f"its certificate cannot be trusted: {one.verify_message}{clock}"
    if any(isinstance(one, ssl.SSLError) for one in roots):
        return "no safe connection can be made: it does not speak TLS, or no kind that we trust"
    who = "the proxy" if any(isinstance(one, ProxyError) for one in roots) else ""
    if nobody_there(error):
        return f"{who} cannot be reached: {_why(roots)}".strip()
    return f"connection broken off by {who}" if who else "connection broken off"


def nobody_there(error: BaseException) -> bool:
    """Whether waiting seldom helps: nobody listens, there is no such host, or it cannot be trusted."""
    return any(isinstance(one, (NewConnectionError, ssl.SSLError, ProxyError)) for one in _roots(error))


def is_unsent(error: BaseException) -> bool:
    """Whether there was no connection, so that nobody was asked."""
    return any(isinstance(one, NewConnectionError) for one in _roots(error))


def _why(roots: list[BaseException]) -> str:
    for one in roots:
        if isinstance(one, socket.gaierror):
            return "host unknown"
        if isinstance(one, ConnectionRefusedError):
            return "connection refused"
    told = next((one for one in roots if isinstance(one, OSError) and one.strerror), None)
    said = str(told.strerror if told else next(one for one in reversed(roots) if str(one)))
    return " ".join(said[:_LONGEST].split()).lower()


def _roots(error: BaseException) -> Iterator[BaseException]:
    """An error and all that it was made of."""
    seen: set[int] = set()
    left: list[object] = [error]
    while left:
        one = left.pop(0)
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        left += [*one.args, getattr(one, "reason", None), one.__cause__, one.__context__]
