"""HTTP that tells "it does not know" from "it could not be asked"; the only user of `requests`.

A service may be down, busy, slow, cut off in mid-answer, or may answer 200 with a page of HTML. Each
request is tried until its answer passes the caller's check or patience ends, counted from the last
good answer: waits double from the pace's interval, are longer for "too many requests" (arXiv sends
429 in waves of minutes, without Retry-After), and are never shorter than a Retry-After asks. A host
that refuses the connection or does not exist gets three tries, because waiting seldom helps there.
What was given up once is not tried again in the same run: every further request fails at once.

Redirects are followed within the same host only. Bodies are capped in size.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import requests

from bibgen.errors import SourceError, SourceNonsense, SourceRefused, SourceUnknown, SourceUnreachable
from bibgen.sources.pace import Clock, Pace

_CONNECT, _READ = 10.0, 90.0  # seconds; arXiv has been seen to take a minute for a 429
_MOST_BYTES = 64 << 20
_REFUSED_TRIES = 3
_BUSY_FIRST, _BUSY_MOST = 10, 40  # times the interval, for 429
_MOST_WAIT = 120.0  # seconds between two tries
_REDIRECTS = 3
_OF_THE_ASKER = frozenset((401, 403, 407, 408, 425, 429))  # these tell of who asks, or when, not of what


class _Retry(Exception):
    """This try failed; `error` is what to say if no other follows."""

    def __init__(
        self, error: SourceError, *, busy: bool = False, dead: bool = False, least: float = 0
    ) -> None:
        super().__init__(error.message)
        self.error = error
        self.busy = busy
        self.dead = dead
        self.least = least


class Http:
    """Requests to one service, in its pace.

    Args:
        source: the name that errors carry.
        agent: the User-Agent to send.
        patience: seconds without a good answer after which the service is given up.
        waiting: told the reason and the seconds of each wait that is more than the usual pace.
    """

    def __init__(
        self,
        *,
        source: str,
        agent: str,
        pace: Pace,
        clock: Clock,
        patience: float = 600.0,
        waiting: Callable[[str, float], None] = lambda _reason, _seconds: None,
    ) -> None:
        self.requests = 0
        self._source = source
        self._pace = pace
        self._clock = clock
        self._patience = patience
        self._read_within = min(_READ, patience)
        self._waiting = waiting
        self._given_up: SourceError | None = None
        self._good = 0.0
        self._session = requests.Session()
        self._session.headers["User-Agent"] = agent

    def get(self, url: str, check: Callable[[bytes], None]) -> bytes:
        """The body of the answer, once it passes `check`.

        Args:
            check: raises SourceNonsense for a body that is not an answer (tried again), and
                SourceRefused for one that says no (not tried again).

        Raises:
            SourceRefused: the service will not answer this request; SourceUnknown: it has no such thing.
            SourceUnreachable, SourceNonsense: it was given up.
        """
        if self._given_up:
            raise self._given_up
        self._good = self._good or self._clock.time()
        tries = 0
        while True:
            tries += 1
            try:
                body = self._try(url, check)
            except _Retry as failed:
                self._wait(failed, tries)
            else:
                self._good = self._clock.time()
                return body

    def _wait(self, failed: _Retry, tries: int) -> None:
        """Wait before the next try, or give the service up."""
        factor = min(_BUSY_FIRST * 2 ** (tries - 1), _BUSY_MOST) if failed.busy else 2 ** (tries - 1)
        wait = min(self._pace.interval * factor, _MOST_WAIT) * random.uniform(1.0, 1.25)
        wait = max(wait, failed.least)
        if failed.dead:
            wait = min(wait, 4.0)
        late = self._clock.time() + wait - self._good > self._patience
        if late or (failed.dead and tries >= _REFUSED_TRIES):
            self._given_up = failed.error
            raise failed.error
        self._waiting(failed.error.message, wait)
        self._clock.sleep(wait)

    def _try(self, url: str, check: Callable[[bytes], None]) -> bytes:
        with self._pace.turn():
            self.requests += 1
            body = self._body(url)
        try:
            check(body)
        except SourceNonsense as error:
            raise _Retry(error) from error
        return body

    def _body(self, url: str) -> bytes:
        try:
            answer = self._session.get(
                url, timeout=(_CONNECT, self._read_within), allow_redirects=False, stream=True
            )
            with answer:
                for _ in range(_REDIRECTS):
                    if not answer.is_redirect:
                        break
                    answer = self._redirected(url, answer)
                self._check_status(answer)
                return self._read(answer)
        except requests.exceptions.ConnectTimeout as error:
            raise self._failed("cannot be reached: no answer to the connection", dead=True) from error
        except requests.exceptions.Timeout as error:
            raise self._failed(f"no answer within {self._read_within:.0f} seconds") from error
        except requests.exceptions.SSLError as error:
            raise self._failed("its certificate cannot be trusted", dead=True) from error
        except requests.exceptions.ConnectionError as error:
            refused = "NewConnectionError" in repr(error) or "NameResolutionError" in repr(error)
            what = (
                "cannot be reached: connection refused or host unknown"
                if refused
                else "connection broken off"
            )
            raise self._failed(what, dead=refused) from error
        except requests.exceptions.RequestException as error:
            raise self._failed(f"answer broken off: {type(error).__name__}") from error

    def _redirected(self, url: str, answer: requests.Response) -> requests.Response:
        target = urljoin(url, answer.headers.get("Location", ""))
        if urlsplit(target).hostname != urlsplit(url).hostname:
            raise self._failed(f"sent on to another host ({urlsplit(target).hostname})", dead=True)
        return self._session.get(
            target, timeout=(_CONNECT, self._read_within), allow_redirects=False, stream=True
        )

    def _read(self, answer: requests.Response) -> bytes:
        body = bytearray()
        for chunk in answer.iter_content(1 << 16):
            body += chunk
            if len(body) > _MOST_BYTES:
                raise self._failed("answer larger than 64 MB")
        return bytes(body)

    def _check_status(self, answer: requests.Response) -> None:
        status = answer.status_code
        if status == 200:
            return
        if 400 <= status < 500 and status not in _OF_THE_ASKER:
            body = self._read(answer).decode("utf-8", "replace")
            # A page of HTML comes from something in between, or from a wrong address.
            unknown = status == 404 and not body.lstrip().startswith("<")
            kind = SourceUnknown if unknown else SourceRefused
            raise kind(f"refused the request ({status})", self._source, body[:2000])
        after = answer.headers.get("Retry-After", "")
        least = min(float(after), self._patience) if after.isdigit() else 0.0
        busy = status == 429
        raise self._failed(
            f"too many requests ({status})" if busy else f"not available ({status})", busy=busy, least=least
        )

    def _failed(self, what: str, *, busy: bool = False, dead: bool = False, least: float = 0) -> _Retry:
        return _Retry(SourceUnreachable(what, self._source), busy=busy, dead=dead, least=least)
