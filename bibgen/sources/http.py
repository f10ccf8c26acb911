"""HTTP that tells "it does not know" from "it could not be asked"; the only user of `requests`.

A service may be down, busy, slow, cut off in mid-answer, or may answer 200 with a page of HTML. Each
request is tried until its answer passes every check or patience ends. Patience is counted from when the
service last gave anybody on this machine a good answer, or from when it was wanted, whichever is later; a
service that was given up is not tried again in the same run.

What fails  | how it is met
----------- | ------------------------------------------------------------------------------------
429         | 10 times the interval, then 20, then 40 (arXiv sends it in waves, without Retry-After)
5xx, silence, a page of HTML | the interval, then twice, four times, ... 40 times as long
nobody there, a strange certificate, a log-in page of the network | three tries within half a minute
nonsense or 500 for this request | six tries; then the request fails alone (`Spoilt`), for others may go well

A wait is never shorter than a Retry-After asks (seconds, or a date as against the answer's own Date:
https://www.rfc-editor.org/rfc/rfc9110#field.retry-after). While it lasts nobody else on the machine asks.
Redirects are followed within the same host only, never from https to http, each as a request of its own in
the same pace. A connection carries one request, so that several processes never hold several open.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NoReturn, NotRequired, TypedDict, Unpack
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from bibgen.errors import SourceError, SourceNonsense, SourceRefused, SourceUnknown, SourceUnreachable
from bibgen.sources import Exchange, bodies
from bibgen.sources.pace import Clock, Pace, SystemClock, shared
from bibgen.sources.troubles import SAID, in_words, is_unsent, masked, nobody_there

PATIENCE = 600.0  # seconds

_CONNECT, _READ, _WHOLE = 6.0, 90.0, 300.0  # seconds; arXiv has been seen to take a minute for a 429
_PIECE = 1 << 16  # bytes
_BUSY_FIRST, _MOST = 10, 40  # times the interval: the first wait after a 429, and the longest after anything
_NONSENSE_MOST = 4  # times the interval: a service that answers need not be spared for long
_LEAST_INTERVAL = 0.01  # seconds that waits are counted in, where there is no pace to keep
_DEAD_TRIES, _DEAD_WAIT, _DEAD_SHARE = 3, 4.0, 60  # seconds between tries, or such a part of patience
_OWN_TRIES = 6
_REDIRECTS = 3
_OF_THE_ASKER = frozenset((401, 403, 407, 408, 425, 429))  # these tell of who asks, or when, not of what
_LATER = frozenset((408, 425, 429))
FINAL = frozenset(range(400, 500)) - _OF_THE_ASKER


class Spoilt(SourceNonsense):
    """This request brings nothing but nonsense, while the service may answer others well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    url: str
    check: Callable[[bytes], int | None]
    kind: str
    final: frozenset[int]
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    status: int
    headers: Mapping[str, str]
    body: bytes


class _Failed(Exception):
    """This try failed; `error` is what to say if no other follows.

    `kind`: how it is met, "busy", "dead", "absent" (the same, and nothing was sent), "own" (of this request
    alone) or "". `least`: seconds to wait.
    """

    def __init__(self, error: SourceError, kind: str = "", least: float = 0) -> None:
        super().__init__(error.message)
        self.error = error
        self.kind = kind
        self.least = least


class _Moved(Exception):
    """The answer is said to be at another address."""


class Ways(TypedDict):
    """How a service is asked.

    `interval`: seconds between an answer and the next request, at the pace that all processes share through
    `folder`. `waiting` is told the reason and the seconds of every wait beyond that, `asked` every request.
    `patience`: seconds without a good answer after which it is given up. `clock`: else that of the machine.
    """

    interval: float
    agent: str
    folder: Path | None
    waiting: Callable[[str, float], None]
    asked: NotRequired[Callable[[Exchange], None]]
    patience: NotRequired[float]
    clock: NotRequired[Clock]


class Http:
    """Requests to one service, in its pace.

    Args:
        source: the name that errors carry.
        agent: the User-Agent to send.
        patience: seconds without a good answer after which the service is given up.
        waiting: told the reason and the seconds of each wait that is more than the usual pace; 0 seconds if
            nobody knows how many.
        asked: told of every request.
    """

    def __init__(
        self,
        *,
        source: str,
        agent: str,
        pace: Pace,
        clock: Clock,
        patience: float = PATIENCE,
        waiting: Callable[[str, float], None] = lambda _reason, _seconds: None,
        asked: Callable[[Exchange], None] = lambda _exchange: None,
    ) -> None:
        self.requests = 0
        self._source = source
        self._pace = pace
        self._clock = clock
        self._patience = patience
        self._waiting = waiting
        self._asked = asked
        self._given_up: SourceError | None = None
        self._failing = False
        self._since = 0.0
        self._session = requests.Session()
        self._session.headers.update(
            {"User-Agent": agent, "Accept-Encoding": bodies.TAKEN, "Connection": "close"}
        )

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Nobody else on this machine asks the service until the block ends; may be nested."""
        if not self._pace.is_held and not self._failing:
            self._since = self._clock.time()
        with self._pace.held(lambda: self._waiting("another bibgen is asking", 0)):
            yield

    def get(
        self,
        url: str,
        check: Callable[[bytes], int | None],
        *,
        kind: str = "",
        final: frozenset[int] = FINAL,
        cause: str = "",
    ) -> bytes:
        """The body of the answer, once it passes `check`.

        Args:
            check: raises SourceNonsense for a body that is not an answer (tried again), and
                SourceRefused for one that says no (not tried again); else how many papers are in it.
            kind: what the answer's media type must be of, as "xml" or "json"; "" for any.
            final: statuses by which the service refuses what was asked for; others tell of the service.
            cause: what is asked by, for those who follow the run.

        Raises:
            SourceRefused: the service will not answer this request; SourceUnknown: it has no such thing.
            Spoilt: it answers this request with nothing but nonsense.
            SourceUnreachable, SourceNonsense: it was given up.
        """
        if self._given_up:
            raise self._given_up
        request = _Request(url=url, check=check, kind=kind, final=final, cause=cause)
        tries: Counter[str] = Counter()
        with self.turn():
            while True:
                try:
                    body = self._try(request)
                except _Failed as failed:
                    self._failing = True
                    self._wait(failed, tries)
                except _Moved as moved:
                    tries["moved"] += 1
                    request = replace(request, url=str(moved))
                    if tries["moved"] > _REDIRECTS:
                        self._give_up(SourceUnreachable("sends from one address to the next", self._source))
                except SourceRefused:
                    self._well()
                    raise
                else:
                    self._well()
                    return body

    def _well(self) -> None:
        self._failing = False
        self._since = self._clock.time()
        self._pace.praise()

    # -- trying again

    def _wait(self, failed: _Failed, tries: Counter[str]) -> None:
        """Wait before the next try, or give up the request or the service."""
        tries["all"] += 1
        tries[failed.kind] += 1
        if failed.kind == "absent":
            self._pace.waive()
        wait = max(self._back_off(failed.kind, tries), failed.least)
        began = max(self._since, self._pace.good)
        spent = self._clock.time() - began
        if spent + wait > self._patience or tries["dead"] + tries["absent"] >= _DEAD_TRIES:
            why = f", not before {failed.least:.0f} s" if failed.least > self._patience else ""
            self._give_up(failed.error, f"{why}; given up after {_tries(tries['all'])} in {spent:.0f} s")
        if tries["own"] >= _OWN_TRIES:
            raise Spoilt(f"answered nonsense: {failed.error.message}", self._source) from failed
        self._waiting(failed.error.message, wait)
        self._clock.sleep(wait)

    def _back_off(self, kind: str, tries: Counter[str]) -> float:
        """Seconds to wait after so many tries."""
        interval = max(self._pace.interval, _LEAST_INTERVAL)
        factor = 1 << min(tries[kind] - 1, 9)
        if kind == "busy":
            factor *= _BUSY_FIRST
        elif kind == "own":
            factor = min(factor, _NONSENSE_MOST)
        wait = min(interval * factor * random.uniform(1.0, 1.25), interval * _MOST)
        dead = kind in ("dead", "absent")
        return min(wait, _DEAD_WAIT, self._patience / _DEAD_SHARE) if dead else wait

    def _give_up(self, error: SourceError, why: str = "") -> NoReturn:
        how = "answered nonsense" if isinstance(error, SourceNonsense) else "could not be asked"
        self._given_up = type(error)(f"{how}: {error.message}{why}", self._source, error.asked)
        raise self._given_up

    # -- one try

    def _try(self, request: _Request) -> bytes:
        page, entries, trouble, began, ended = None, None, "", 0.0, 0.0
        try:
            with self._pace.turn():
                self.requests += 1
                began = self._clock.time()
                try:
                    page = self._page(request.url)
                finally:
                    ended = self._clock.time()
            entries = self._checked(page, request)
            return page.body
        except (_Failed, _Moved, SourceRefused) as error:
            trouble = f"sent on to {masked(str(error))}" if isinstance(error, _Moved) else masked(str(error))
            raise
        except KeyboardInterrupt:
            trouble = "interrupted"
            raise
        finally:
            if ended:  # else it was broken off before anything was sent
                self._asked(
                    Exchange(
                        source=self._source,
                        cause=request.cause,
                        url=masked(request.url),
                        status=page.status if page else 0,
                        bytes=len(page.body) if page else 0,
                        entries=entries,
                        seconds=max(ended - began, 0.0),
                        trouble=trouble,
                    )
                )

    def _page(self, url: str) -> _Page:
        within = min(_READ, self._patience)
        try:
            with self._sent(url, within) as answer:
                status = answer.status_code
                return _Page(status=status, headers=answer.headers, body=self._body(answer))
        except bodies.Odd as error:
            raise _Failed(SourceNonsense(f"answer that {error}", self._source), "own") from error
        except requests.exceptions.ConnectTimeout as error:
            raise self._unreached("cannot be reached: no answer to the connection", "dead") from error
        except (requests.exceptions.Timeout, urllib3.exceptions.ReadTimeoutError) as error:
            raise self._unreached(f"no answer within {within:.0f} seconds") from error
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError) as error:
            kind = "absent" if is_unsent(error) else "dead" if nobody_there(error) else ""
            raise self._unreached(in_words(error), kind) from error
        finally:
            self._session.close()  # the connection; what is in the session's headers stays

    def _sent(self, url: str, within: float) -> requests.Response:
        """What comes of a request, its body unread; `Session.get` reads that of a redirect, however long."""
        request = self._session.prepare_request(requests.Request("GET", url))
        found = self._session.merge_environment_settings(request.url, {}, True, None, None)
        return self._session.get_adapter(request.url or url).send(
            request,
            stream=True,
            timeout=(_CONNECT, within),
            verify=found["verify"] or True,
            proxies=found["proxies"],
        )

    def _body(self, answer: requests.Response) -> bytes:
        if answer.status_code != 200 and answer.status_code not in FINAL:
            return b""  # nothing in it that could help
        return bodies.unpacked(self._pieces(answer), answer.headers.get("Content-Encoding", ""))

    def _pieces(self, answer: requests.Response) -> Iterator[bytes]:
        """The body as it comes, for as long as it may take in all."""
        whole = min(_WHOLE, self._patience)
        until = self._clock.time() + whole
        while piece := answer.raw.read1(_PIECE, decode_content=False):
            yield piece
            if self._clock.time() > until:
                raise self._unreached(f"no whole answer within {whole:.0f} seconds")

    # -- what an answer is worth

    def _checked(self, page: _Page, request: _Request) -> int | None:
        """How many papers are in an answer, if it is one."""
        if page.status in (301, 302, 303, 307, 308):
            self._follow(page, request.url)
        if page.status != 200:
            self._refuse(page, request.final)
        media = page.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if request.kind and media and not media.endswith((f"/{request.kind}", f"+{request.kind}")):
            named = f"answer that is {media[:40]} and not {request.kind}, as from a proxy or a log-in page"
            raise _Failed(SourceNonsense(named, self._source))
        try:
            return request.check(page.body)
        except SourceNonsense as error:
            raise _Failed(error, "own") from error

    def _follow(self, page: _Page, url: str) -> NoReturn:
        """Raise what leads to the address that the answer names, or says why not."""
        target = urljoin(url, page.headers.get("Location", ""))
        here, there = urlsplit(url), urlsplit(target)
        if there.hostname != here.hostname:
            raise self._unreached(f"sent on to another host ({there.hostname}), as by a log-in page", "dead")
        if there.scheme not in ("http", "https") or (here.scheme, there.scheme) == ("https", "http"):
            raise self._unreached("sent on to an address that is not safe", "dead")
        raise _Moved(target)

    def _refuse(self, page: _Page, final: frozenset[int]) -> NoReturn:
        status = page.status
        if status in final:
            text = page.body.decode("utf-8", "replace")
            # A page of HTML comes from something in between, or from a wrong address.
            unknown = status == 404 and not text.lstrip().startswith("<")
            kind = SourceUnknown if unknown else SourceRefused
            raise kind(f"refused the request ({status})", self._source, text[:2000])
        met = "busy" if status == 429 else "own" if status == 500 else ""
        if 400 <= status < 500 and status not in _LATER:
            met = "dead"
        said = f"{SAID.get(status, 'not available')} ({status})"
        raise self._unreached(said, met, _retry_after(page.headers))

    def _unreached(self, what: str, kind: str = "", least: float = 0) -> _Failed:
        return _Failed(SourceUnreachable(what, self._source), kind, least)


def _tries(number: int) -> str:
    return "1 try" if number == 1 else f"{number} tries"


def _retry_after(headers: Mapping[str, str]) -> float:
    """The seconds that an answer asks to wait; a date is taken by the clock of whoever sent it."""
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        wait = parsedate_to_datetime(text) - parsedate_to_datetime(headers.get("Date", ""))
    except (TypeError, ValueError):  # not there, no date, or with and without a zone
        return 0.0
    return max(wait.total_seconds(), 0.0)


def paced(source: str, *, most_patience: float = math.inf, **ways: Unpack[Ways]) -> Http:
    """Requests to a service, in the pace that all processes of the user share.

    Args:
        most_patience: seconds after which it is given up, whatever else was said.
    """
    clock = ways.get("clock") or SystemClock()
    return Http(
        source=source,
        agent=ways["agent"],
        pace=Pace(ways["interval"], shared(ways["folder"], f"{source}.pace"), clock),
        clock=clock,
        patience=min(ways.get("patience", PATIENCE), most_patience),
        waiting=ways["waiting"],
        asked=ways.get("asked", lambda _exchange: None),
    )
