"""A double of Crossref's REST API on loopback, with bad days.

It serves works (dicts as Crossref gives them) one by one under `/works/{doi}` and as lists under
`/works?filter=doi:A,doi:B`, cut down to `select`; an unknown DOI is a 404 in plain text. `bad_days`
lists what goes wrong, one item a request from the first on: `None` for a good answer, else the name of
a method `_day_…`.
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Iterable
from urllib.parse import parse_qs, unquote, urlsplit

from tests.fakes.server import Registry

UNKNOWN = (404, "Resource not found.", "text/plain;charset=utf-8")


def work(doi, title="A title of some words", **more):
    return {
        "DOI": doi,
        "type": "journal-article",
        "title": [title],
        "author": [{"given": "Ada", "family": "Lovelace", "sequence": "first", "affiliation": []}],
        "issued": {"date-parts": [[2017, 12, 6]]},
        "container-title": ["Journal of Examples"],
        "volume": "12",
        "publisher": "Example Press",
    } | more


class FakeCrossref(Registry):
    """A server on a free port of loopback, from `with` to the end of the block."""

    path = "/works"

    def __init__(self, works: Iterable[dict], bad_days: Iterable[str | None] = ()) -> None:
        super().__init__(bad_days)
        self.works = {one["DOI"].lower(): one for one in works}

    @property
    def lists(self) -> list[str]:
        """The paths of the requests for lists."""
        return [path for path in self.paths if path.startswith("/works?filter=")]

    # -- bad days

    def _day_429(self, handler):
        self._send(handler, 429, "Too many requests", "text/plain")

    def _day_429_later(self, handler):
        self._send(handler, 429, "Too many requests", "text/plain", [("Retry-After", "17")])

    def _day_503(self, handler):
        self._send(handler, 503, "<html>Service Unavailable</html>", "text/html")

    def _day_400(self, handler):
        self._send(handler, 400, json.dumps({"status": "failed", "message-type": "validation-failure"}))

    def _day_404_html(self, handler):
        self._send(handler, 404, "<html>nothing of that name on this proxy</html>", "text/html")

    def _day_html(self, handler):
        self._send(handler, 200, "<html>Please log in</html>", "text/html")

    def _day_half(self, handler):
        _, body, _ = self.answer(handler.path)
        self._send(handler, 200, body[: len(body) // 2])

    def _day_failed(self, handler):
        self._send(handler, 200, json.dumps({"status": "failed", "message-type": "work", "message": {}}))

    def _day_wrong(self, handler):
        stray = work("10.5555/nobody.asked")
        many = handler.path.startswith("/works?")
        self._send(handler, 200, many_of([stray]) if many else one_of(stray))

    def _day_short(self, handler):
        """A list that leaves out half of its works."""
        status, body, kind = self.answer(handler.path)
        items = json.loads(body)["message"]["items"]
        self._send(handler, status, many_of(items[: len(items) // 2]), kind)

    def _day_none(self, handler):
        """A list as of a service that does not know the filter."""
        self._send(handler, 200, many_of([]))

    def _day_reset(self, handler):
        # Closing the socket itself would do nothing: the handler's files keep it open until it ends.
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.close_connection = True

    # -- the API

    def answer(self, path):
        url = urlsplit(path)
        doi = unquote(url.path.removeprefix("/works").removeprefix("/")).lower()
        if doi:
            return (200, one_of(self.works[doi]), "application/json") if doi in self.works else UNKNOWN
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        dois = [one.removeprefix("doi:").lower() for one in asked["filter"].split(",")]
        kept = set(asked["select"].split(","))
        # Answers come in an order of the service's own, never in the one asked.
        found = [self.works[one] for one in sorted(dois, key=lambda one: one[::-1]) if one in self.works]
        cut = [{name: value for name, value in one.items() if name in kept} for one in found]
        return 200, many_of(cut[: int(asked["rows"])]), "application/json"


def one_of(message):
    return json.dumps(
        {"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": message}
    )


def many_of(items):
    message = {"facets": {}, "total-results": len(items), "items": items, "items-per-page": 20}
    return json.dumps(
        {"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": message}
    )
