"""The page's server in a thread, and a client that speaks to it as no browser would."""

from __future__ import annotations

import contextlib
import http.client
import json
import queue
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from thankgen.web.desk import Desk
from thankgen.web.server import listening, server


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.body.splitlines()]


@dataclass
class Served:
    """A running server: `address` is what a person opens, `cookie` what it gives to the browser."""

    address: str
    cookie: str = field(init=False)

    def __post_init__(self) -> None:
        self.cookie = ""
        self.cookie = self.get(f"/?{urlsplit(self.address).query}").headers["set-cookie"].partition(";")[0]

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self.request("GET", path, headers=headers)

    def post(self, path: str, question: object, headers: Mapping[str, str] | None = None) -> Answer:
        """Asks as the page's own script does, but for the headers given; an empty one is left out."""
        body = question if isinstance(question, bytes) else json.dumps(question).encode()
        own = {"Origin": self.origin, "Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"}
        return self.request("POST", path, body, {**own, **(headers or {})})

    def request(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        sent = {"Host": f"127.0.0.1:{self.port}", "Cookie": self.cookie, **(headers or {})}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(connection):
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in sent.items():
                if value:
                    connection.putheader(name, value)
            if body is not None and "Content-Length" not in sent:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, headers, answer.read())


@contextlib.contextmanager
def served(desk: Desk | None = None) -> Iterator[Served]:
    """A server on a port that is free, for as long as the context lasts."""
    ready: queue.Queue[str] = queue.Queue()
    with listening(0) as listener:
        running = server(desk or Desk(), listener, ready.put)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield Served(ready.get(timeout=30))
        finally:
            running.should_exit = True
            thread.join()
