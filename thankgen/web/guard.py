"""Who may ask the page's server what, and what every answer says to the browser.

A server on the loopback can be reached by every page that the browser shows, and by everybody who uses
the computer. So each request has to name this server as its host (a name that was pointed at the
loopback would name another), whatever changes or writes something has to come from this server's own
page, and everything private needs the key that `thankgen web` hands to the browser it opens.
"""

from __future__ import annotations

import hmac
import secrets
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 1_000_000
"""Of a request; facts and a few notes take some thousands."""

_READING = ("GET", "HEAD")
_OPEN = "/static/"
_A_YEAR = 31_536_000

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""What every answer carries."""


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}
        # Cookies know no ports: two servers on one computer would take each other's.
        self._cookie = f"thankgen-{port}"
        self.key = secrets.token_urlsafe(24)
        self.address = f"http://127.0.0.1:{port}/?key={self.key}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        given = parse_qs(scope["query_string"].decode("latin-1")).get("key", [""])[0]
        brings_key = scope["path"] == "/" and self._is_key(given)

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                answer.update(HEADERS)
                if brings_key:
                    kept = f"Max-Age={_A_YEAR}; Path=/; HttpOnly; SameSite=Strict"
                    answer.append("Set-Cookie", f"{self._cookie}={self.key}; {kept}")
            await send(message)

        refusal = self._refusal(scope, headers, brings_key)
        if refusal:
            status, reason = refusal
            await PlainTextResponse(f"{reason}\n", status)(scope, receive, send_on)
        else:
            await self._app(scope, receive, send_on)

    def _refusal(self, scope: Scope, headers: Headers, brings_key: bool) -> tuple[int, str] | None:
        """Why a request is not answered, with its status; None where it is."""
        host = headers.get("host", "").lower()
        if host not in self._hosts or len(headers.getlist("host")) > 1:
            return 403, "This server answers as 127.0.0.1 and localhost only."
        if scope["method"] not in _READING and not _is_own(headers, host):
            return 403, "Another site's page asked for this; only this server's own page may."
        if not scope["path"].startswith(_OPEN) and not (brings_key or self._has_key(headers)):
            return 403, "The key is missing or old. Open the address that thankgen web shows in its window."
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MOST_BYTES or "transfer-encoding" in headers:
            return 413, f"A request may have at most {MOST_BYTES:,} bytes, and says how many it has."
        return None

    def _has_key(self, headers: Headers) -> bool:
        try:
            cookies = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return False
        return self._cookie in cookies and self._is_key(cookies[self._cookie].value)

    def _is_key(self, text: str) -> bool:
        return hmac.compare_digest(text.encode(), self.key.encode())


def _is_own(headers: Headers, host: str) -> bool:
    """The request comes from a page of this server; browsers say so with every one that is no GET."""
    site = headers.get("sec-fetch-site", "same-origin")
    return site == "same-origin" and headers.get("origin", "").lower() == f"http://{host}"
