"""The page's HTTP: its addresses, what they take and give, and the server itself.

Everything runs in one thread, one thing at a time: one person uses the page, and the guardrails answer
in milliseconds.
"""

from __future__ import annotations

import errno
import json
import os
import socket
from typing import TYPE_CHECKING, Any, TypeVar

import uvicorn
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

import thankgen
from thankgen.web import page
from thankgen.web.desk import Desk, described, faulty, loaded
from thankgen.web.guard import Guard
from thankgen.web.questions import AboutNote, AboutNotes, ForFile, Order, Question
from thankgen.web.texts import languages, preferred

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from starlette.requests import Request

    from thankgen import Facts

Q = TypeVar("Q", bound=Question)

_MEDIA = {
    "text": "text/plain; charset=utf-8",
    "eml": "message/rfc822",
    "pdf": "application/pdf",
    "png": "image/png",
    "html": "text/html; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
}
_STATUS = {thankgen.EndpointError: 502, thankgen.CheckError: 500}


def application(desk: Desk) -> Starlette:
    """The page and what its script asks for, without the guard."""
    return Starlette(
        routes=[
            Route("/", _showing(desk)),
            Mount("/static", StaticFiles(directory=page.STATIC)),
            _asked("/check", AboutNote, lambda q, f: _json(desk.check(f, q.to, q.text, q.language))),
            _asked("/offers", AboutNotes, lambda q, f: _json(desk.offers(f, q.to, q.notes, q.language))),
            _asked("/mend", AboutNote, lambda q, f: _json(desk.mend(f, q.to, q.text))),
            _asked("/link", AboutNote, lambda q, f: _json({"link": desk.link(f, q.to, q.text)})),
            _asked("/file", ForFile, lambda q, f: _file(desk, q, f)),
            _asked("/write", Order, lambda q, f: _stream(desk.write(f, q.to, q.by))),
            _asked("/facts/save", Question, lambda _, f: _text(thankgen.facts_to_toml(f))),
            Route("/facts/load", _load, methods=["POST"]),
        ]
    )


def _showing(desk: Desk) -> Callable[[Request], Awaitable[Response]]:
    async def show(request: Request) -> Response:
        asked = request.query_params.get("lang", "")
        language = asked if asked in languages() else preferred(request.headers.get("accept-language", ""))
        return Response(page.page(language, desk.model), media_type="text/html")

    return show


def _asked(path: str, kind: type[Q], answer: Callable[[Q, Facts], Response]) -> Route:
    """A route that takes a question in JSON and answers it, or says why it cannot."""

    async def ask(request: Request) -> Response:
        if request.headers.get("content-type") != "application/json":
            return PlainTextResponse("A question is asked in JSON.\n", 415)
        try:
            question = kind.model_validate_json(await request.body())
        except ValidationError as error:
            problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
            return _json({"error": {"type": "ValidationError", "message": problems}}, 400)
        try:
            return answer(question, thankgen.facts_from_mapping(question.facts))
        except thankgen.FactsError as error:
            return _json(faulty(error, question.facts, question.language), 422)
        except thankgen.ThankgenError as error:
            return _failed(error)

    return Route(path, ask, methods=["POST"])


async def _load(request: Request) -> Response:
    """A facts file, known by the name in the query, as the form takes it."""
    try:
        return _json({"facts": loaded(await request.body(), request.query_params.get("name", ""))})
    except thankgen.ThankgenError as error:
        return _failed(error)


def _file(desk: Desk, question: ForFile, facts: Facts) -> Response:
    content, suffix = desk.render(facts, question.to, question.text, question.format)
    headers = {"Content-Disposition": f'attachment; filename="note.{suffix}"'}
    return Response(content, headers=headers, media_type=_MEDIA.get(question.format))


def _stream(events: AsyncIterator[dict[str, Any]]) -> Response:
    lines = (json.dumps(event) + "\n" async for event in events)
    return StreamingResponse(lines, media_type="application/jsonl")


def _text(text: str) -> Response:
    return PlainTextResponse(text)


def _json(answer: dict[str, Any], status: int = 200) -> Response:
    # ASCII, so that half a character in a text is no fault of the answer.
    return Response(json.dumps(answer), status, media_type="application/json")


def _failed(error: thankgen.ThankgenError) -> Response:
    return _json({"error": described(error)}, _STATUS.get(type(error), 400))


class _Server(uvicorn.Server):
    """Tells when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], object]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()


def run(desk: Desk, port: int, ready: Callable[[str], object] | None) -> None:
    """Serve until Ctrl-C. Raises `SettingsError` where the port cannot be had."""
    with listening(port) as listener:
        try:
            server(desk, listener, ready).run(sockets=[listener])
        except KeyboardInterrupt:
            return  # how it is meant to end


def server(desk: Desk, listener: socket.socket, ready: Callable[[str], object] | None) -> uvicorn.Server:
    """A server behind its guard, to be run with this listener; `should_exit` ends it."""
    guard = Guard(application(desk), listener.getsockname()[1])
    config = uvicorn.Config(
        guard,
        log_config=None,  # addresses hold the key
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=1,
    )
    return _Server(config, lambda: ready(guard.address) if ready else None)


def listening(port: int) -> socket.socket:
    """A socket bound to a port of the loopback. Raises `SettingsError` where it cannot be had."""
    # With its protocol named, asyncio sends small answers at once (TCP_NODELAY): 40 ms a keystroke.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":  # elsewhere it would let two servers have one port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except (OSError, OverflowError) as error:
        listener.close()
        is_taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        reason = "is taken, perhaps by a page that is open already" if is_taken else f"cannot be had: {error}"
        raise thankgen.SettingsError(
            f"Port {port} {reason}. Choose another one from 1024 to 65535 with --port, or 0 for any that is free."
        ) from error
    return listener
