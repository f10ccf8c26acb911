"""A double of DBLP's search API on loopback, with bad days.

It serves publications (the `info` of a hit, as DBLP gives it) under `/search/publ/api?q=...&format=json`, as
DBLP finds them: each word asked for must begin a word of title, authors, venue or year. A single hit, author or
venue is no list. `bad_days` lists what goes wrong, one item a request from the first on: `None` for a good
answer, else the name of a method `_day_…`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit
from zlib import crc32

from tests.fakes.server import Registry


def publication(title, *authors, venue="NeurIPS", year="2019", key="", **more):
    """The `info` of a hit; the type by the key, as DBLP's keys tell it."""
    key = key or f"conf/{re.sub(r'[^a-z]', '', str(venue).lower())}/{crc32(f'{title}{venue}{year}'.encode())}"
    people = [{"@pid": f"{number}/1", "text": name} for number, name in enumerate(authors)]
    kind = "Journal Articles" if key.startswith("journals/") else "Conference and Workshop Papers"
    if venue == "CoRR":
        kind = "Informal and Other Publications"
    return {
        "authors": {"author": people[0] if len(people) == 1 else people},
        "title": title if title.endswith("?") else f"{title}.",
        "venue": venue,
        "year": year,
        "type": kind,
        "access": "open",
        "key": key,
        "url": f"https://dblp.org/rec/{key}",
    } | more


class FakeDblp(Registry):
    """A server on a free port of loopback, from `with` to the end of the block."""

    path = "/search/publ/api"

    def __init__(self, publications: Iterable[dict] = (), bad_days: Iterable[str | None] = ()) -> None:
        super().__init__(bad_days)
        self.publications = list(publications)

    @property
    def asked(self) -> list[str]:
        """What was searched for, request by request."""
        return [parse_qs(urlsplit(path).query)["q"][0] for path in self.paths]

    # -- bad days

    def _day_429(self, handler):
        self._send(handler, 429, "", "text/html", [("Retry-After", "17")])

    def _day_429_much_later(self, handler):
        self._send(handler, 429, "", "text/html", [("Retry-After", "3600")])

    def _day_500(self, handler):
        self._send(handler, 500, "<html>Internal Server Error</html>", "text/html")

    def _day_503(self, handler):
        self._send(handler, 503, "<html>Service Unavailable</html>", "text/html")

    def _day_414(self, handler):
        self._send(handler, 414, "<html>URI too long</html>", "text/html")

    def _day_html(self, handler):
        self._send(handler, 200, "<html>dblp is being moved</html>", "text/html")

    def _day_half(self, handler):
        _, body = self.answer(handler.path)
        self._send(handler, 200, body[: len(body) // 2])

    def _day_empty(self, handler):
        self._send(handler, 200, "")

    def _day_none(self, handler):
        """Hits that are spoken of and not there."""
        self._send(handler, 200, answer_of([], total=3))

    def _day_bare(self, handler):
        self._send(handler, 200, json.dumps({"result": {"status": {"@code": "500", "text": "error"}}}))

    def _day_wrong(self, handler):
        """Another question's hits."""
        self._send(handler, 200, answer_of([publication("Some Other Paper of Nobody", "Grace Hopper")]))

    def _day_slow(self, handler):
        self._send(handler, *self.answer(handler.path), pause=0.05)

    # -- the API

    def answer(self, path):
        asked = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
        assert asked["format"] == "json"
        wanted = _words(asked["q"])
        found = [
            one
            for one in self.publications
            if all(
                any(held.startswith(word) for held in _words(json.dumps(one, ensure_ascii=False)))
                for word in wanted
            )
        ]
        return 200, answer_of(found[: int(asked["h"])], total=len(found), query=asked["q"])


def answer_of(infos, total=None, query="x"):
    total = len(infos) if total is None else total
    hits = {"@total": str(total), "@computed": str(total), "@sent": str(len(infos)), "@first": "0"}
    if infos:
        hits["hit"] = [
            {"@score": "3", "@id": str(number), "info": info, "url": f"URL#{number}"}
            for number, info in enumerate(infos)
        ]
    result = {
        "query": " ".join(f"{word}*" for word in query.split()),
        "status": {"@code": "200", "text": "OK"},
        "time": {"@unit": "msecs", "text": "1.7"},
        "completions": {"@total": "1", "@computed": "0", "@sent": "0"},
        "hits": hits,
    }
    return json.dumps({"result": result})


def _words(text):
    plain = unicodedata.normalize("NFKD", text).casefold()
    return re.findall(r"[^\W_]+", "".join(char for char in plain if not unicodedata.combining(char)))
