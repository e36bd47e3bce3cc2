"""A chat completions endpoint from a script, on loopback."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from thankgen.note import Draft
from thankgen.testing.script import MODEL, Answer, Drop, Script, Scripted, Stall, Status, approximate_tokens


class ScriptedEndpoint:
    """A server on 127.0.0.1 that speaks the chat completions API from a script.

    It runs in threads while the context lasts. `base_url` is what a client wants; `requests`
    holds the bodies of the completions asked for, in the order of their arrival, `headers`
    their headers (names in small letters), `count` how many they were. Usage is reported by
    `approximate_tokens`: prompt tokens over the messages' contents, completion tokens over
    the answer. A request beyond the script gets status 400 with a message that says so.
    """

    def __init__(self, script: Script = (), *, models: Sequence[str] = (MODEL,)) -> None:
        self.script = script
        self.models = tuple(models)
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.base_url = ""
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        self._server = _Server(self)
        self.base_url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()
        self._thread.join()

    @property
    def count(self) -> int:
        return len(self.requests)

    def _next(self, body: dict[str, Any], headers: dict[str, str]) -> Scripted:
        with self._lock:
            at = len(self.requests)
            self.requests.append(body)
            self.headers.append(headers)
        if callable(self.script):
            return self.script(body)
        if at >= len(self.script):
            return Status(400, f"The script holds {len(self.script)} replies, and this is request {at + 1}.")
        reply = self.script[at]
        return reply(body) if callable(reply) else reply


class _Server(ThreadingHTTPServer):
    """Closes every connection when it stops, so that no thread waits for an idle client."""

    daemon_threads = False
    request_queue_size = 128

    def __init__(self, endpoint: ScriptedEndpoint) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.endpoint = endpoint
        self.stopping = threading.Event()
        self._connections: set[Any] = set()

    def stop(self) -> None:
        self.stopping.set()
        self.shutdown()
        for connection in list(self._connections):
            with contextlib.suppress(OSError):  # closed by the client already
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, *_: object) -> None:
        """Nothing to say: a client that goes away is part of the script."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        if not self.path.endswith("/models"):
            return self._send(*_error(Status(404, f"no such address: {self.path}")))
        models = [
            {"id": name, "object": "model", "created": 0, "owned_by": "script"}
            for name in self.server.endpoint.models
        ]
        return self._send(200, {"object": "list", "data": models})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        if not self.path.endswith("/chat/completions"):
            return self._send(*_error(Status(404, f"no such address: {self.path}")))
        try:
            reply = self.server.endpoint._next(
                body, {name.lower(): value for name, value in self.headers.items()}
            )
        except Exception as error:  # a script's own mistake must reach the test, as the endpoint's words
            reply = Status(400, f"the script raised {type(error).__name__}: {error}")
        if isinstance(reply, Stall):
            self.server.stopping.wait()
        if isinstance(reply, Stall | Drop):
            self.close_connection = True
            return None
        if isinstance(reply, Status):
            return self._send(*_error(reply))
        return self._send(200, _completion(reply, body))

    def _send(
        self, status: int, body: dict[str, Any] | str, headers: Mapping[str, str] | None = None
    ) -> None:
        payload = (body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)).encode()
        kind = "text/html" if isinstance(body, str) and body.lstrip().startswith("<") else "application/json"
        lines = {"Content-Type": kind, "Content-Length": str(len(payload)), **(headers or {})}
        self.send_response(status)
        for name, value in lines.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, *_: object) -> None:
        """Tests are to be quiet."""


def _error(status: Status) -> tuple[int, dict[str, Any] | str, Mapping[str, str]]:
    if status.body is not None:
        return status.code, status.body, status.headers
    described = {"message": status.message, "type": "scripted", "param": None, "code": status.error_code}
    return status.code, {"error": described}, status.headers


def _completion(reply: str | Draft | Mapping[str, Any] | Answer, body: Mapping[str, Any]) -> dict[str, Any]:
    answer = reply if isinstance(reply, Answer) else Answer(_as_text(reply))
    prompt = sum(approximate_tokens(str(message["content"])) for message in body.get("messages", ()))
    completion = approximate_tokens(answer.text or "")
    message = {"role": "assistant", "content": answer.text, "refusal": answer.refusal}
    return {
        "id": "scripted",
        "object": "chat.completion",
        "created": 0,
        "model": body.get("model"),
        "choices": [
            {"index": 0, "message": message, "finish_reason": answer.finish_reason, "logprobs": None}
        ],
        "usage": {
            "prompt_tokens": prompt,
            "completion_tokens": completion,
            "total_tokens": prompt + completion,
        },
    }


def _as_text(reply: str | Draft | Mapping[str, Any]) -> str:
    if isinstance(reply, Draft):
        return reply.model_dump_json()
    return reply if isinstance(reply, str) else json.dumps(reply, ensure_ascii=False)
