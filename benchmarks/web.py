"""What a keystroke costs on the page: the guardrails' answer on a note of some 130 words, against a bare request.

The bare request goes the same way through guard and routing and is turned away before its body is read.
Every keystroke makes another note, so no answer has been given before.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from statistics import median, quantiles
from typing import Any

from samples import GOOD_NOTE, make_facts
from serving import Served

import thankgen
from thankgen.web.desk import Desk

PLACE = "came out of that work."
TYPED = " I would gladly show you the rota that we drew up with the crews in spring,"
TYPED += " and the one that took its place a year on, since nobody minded the early boat."
TO = "Keith Abernethy"
RUNS = 4


def main() -> None:
    facts = make_facts()
    texts = [GOOD_NOTE.replace(PLACE, PLACE + TYPED[: end + 1]) for end in range(len(TYPED))]
    desk = Desk(thankgen.offline_writer())
    with _serving() as site:
        answer = _asking(site, "application/json", 200, facts)
        bare = _asking(site, "text/plain", 415, facts)
        for text in texts[:10]:
            answer(text)
            bare(text)
        server, trip, empty = [], [], []
        for run in range(RUNS):
            for text in texts:
                typed = text.replace("gladly", f"gladly{'.' * run}")
                server.append(_timed(lambda: desk.check(facts, TO, f"{typed} ", "en")))  # noqa: B023  called at once
                trip.append(_timed(lambda: answer(typed)))  # noqa: B023  the same
                empty.append(_timed(lambda: bare(typed)))  # noqa: B023  the same
    words = len(texts[-1].split())
    print(f"a keystroke on a note of {words} words, {len(trip)} of them, process warm")
    for name, times in (("guardrails alone", server), ("round trip", trip), ("bare request", empty)):
        print(f"{name:17} p50 {median(times):5.2f} ms   p95 {quantiles(times, n=20)[-1]:5.2f} ms")
    print(f"round trip against bare request: {median(trip) / median(empty):.1f}")


@contextlib.contextmanager
def _serving() -> Iterator[Served]:
    """The page in a process of its own, as people have it."""
    code = "from thankgen.cli import main; main(['web', '--no-browser', '--offline', '--port', '0'])"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield Served(process.stdout.readline().strip())
        process.terminate()


def _timed(act: Callable[[], Any]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def _asking(site: Served, kind: str, expected: int, facts: thankgen.Facts) -> Callable[[str], None]:
    """Asks about a text as the page does, over a connection that stays open."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port)
    headers = {"Origin": site.origin, "Cookie": site.cookie, "Content-Type": kind}
    question = {"facts": facts.model_dump(mode="json", by_alias=True, exclude_defaults=True), "to": TO}

    def ask(text: str) -> None:
        connection.request("POST", "/check", json.dumps({**question, "text": text}).encode(), headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == expected

    return ask
