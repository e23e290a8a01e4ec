"""What stands before every request: who asks, under which name, how much; and what every answer bears."""

from __future__ import annotations

import asyncio
import hmac
import socket
import time
from collections import OrderedDict
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from karwan.serve import faults
from karwan.serve.body import BadBodyError, check_json
from karwan.serve.settings import Limits, Settings

# MapLibre draws in a worker of its own, which it may start from a blob, and reads pictures from blobs.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
COOKIE = "karwan-token"
_OWN_SITES = ("same-origin", "none")
_SOON_S = 5
_HTTP = 80


class Bears:
    """Every answer bears the headers that keep a browser from doing what the page never asks for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on and its answer back with the headers."""

        async def bear(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, bear)


class Known:
    """Only who asks under the server's own name, from its own page, with the token where there is one.

    A page of another site can make a browser ask this machine: then the Host is its own name (rebinding), or
    the Origin is.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._token = settings.token
        self._port = settings.port if settings.is_loopback else None
        self._names = {settings.host.casefold(), "localhost"}
        if not settings.is_loopback:
            self._names |= {socket.gethostname().casefold(), socket.getfqdn().casefold()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or refuses it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        await (self._app if refusal is None else refusal)(scope, receive, send)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._is_ours(hosts[0]):
            return faults.told("the server is not known by this name; use the address that it printed", 421)
        if not _is_own_page(headers, hosts[0], scope["method"]):
            return faults.told("another site asks; only the page of this server may", 403)
        return None if self._token is None else self._unknown(scope, headers, self._token)

    def _is_ours(self, host: str) -> bool:
        """Whether a Host names this server: one of its names, or an address, which no site can take over.

        On loopback with its port too; elsewhere another may lead to it.
        """
        try:
            parts = urlsplit(f"//{host}")
            name, port = parts.hostname or "", parts.port or _HTTP
        except ValueError:
            return False
        if self._port not in (None, port):
            return False
        if name.casefold() in self._names:
            return True
        try:
            ip_address(name)
        except ValueError:
            return False
        return True

    def _unknown(self, scope: Scope, headers: Headers, token: str) -> Response | None:
        given = headers.get("authorization", "")
        if given.startswith("Bearer ") and _is_same(given.removeprefix("Bearer "), token):
            return None
        if _is_same(_cookie(headers), token):
            return None
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        if scope["method"] == "GET" and _is_same(dict(pairs).get("token", ""), token):
            # The token leaves the address bar, and with it the history and what is copied from it.
            rest = urlencode([pair for pair in pairs if pair[0] != "token"])
            path = "/" + scope["path"].lstrip("/")
            answer = RedirectResponse(f"{path}?{rest}" if rest else path, 303)
            answer.set_cookie(COOKIE, token, httponly=True, samesite="strict")
            return answer
        what = "this server wants its token: open the address that it printed, or send Authorization: Bearer"
        return faults.told(what, 401)


class Bodies:
    """Reads every body before it is looked at: not too large, JSON, not too deep, with finite figures."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on with its body, or refuses it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        body = await self._read(headers, receive)
        if body is None:
            await _too_large(self._limits)(scope, receive, send)
            return
        if body:
            try:
                check_json(body, headers.get("content-type", ""), self._limits.depth)
            except BadBodyError as error:
                await faults.told(str(error), error.status)(scope, receive, send)
                return
        is_given = False

        async def given() -> Message:
            nonlocal is_given
            if is_given:
                return await receive()
            is_given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, given, send)

    async def _read(self, headers: Headers, receive: Receive) -> bytes | None:
        """The body; None if it is too large."""
        told = headers.get("content-length", "0")
        if not told.isdecimal() or int(told[:20]) > self._limits.body_bytes:
            return None
        parts, size, is_more = [], 0, True
        while is_more:
            message = await receive()
            if message["type"] == "http.disconnect":
                break
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > self._limits.body_bytes:
                return None
            is_more = message.get("more_body", False)
        return b"".join(parts)


class InTime:
    """A request that takes longer than the limit is answered with 503; its work goes on for the next one.

    A fault of ours is told as one, without its traceback, which goes to standard error.
    """

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, for as long as the limit."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_begun, answer = False, None

        async def noticed(message: Message) -> None:
            nonlocal is_begun
            is_begun = True
            await send(message)

        try:
            async with asyncio.timeout(self._seconds):
                await self._app(scope, receive, noticed)
        except TimeoutError:
            what = f"no answer within {self._seconds:g} s; it is being worked out, so ask again"
            answer = faults.told(what, 503, wait_s=_SOON_S)
        except Exception as error:  # noqa: BLE001  whatever it is, the server goes on
            answer = faults.told(faults.unforeseen(error), 500)
        if answer is not None and not is_begun:
            await answer(scope, receive, send)


class Rate:
    """How often one client may ask what is dear: a bucket that fills steadily.

    Args:
        each_s: requests a second that it fills with. burst: that it holds.
    """

    def __init__(self, each_s: float, burst: int) -> None:
        self._each_s, self._burst = each_s, float(burst)
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._most_clients = 1_000

    def is_free(self, client: str) -> bool:
        """Whether a client may ask now; if so, it has asked."""
        now = time.monotonic()
        left, seen = self._buckets.pop(client, (self._burst, now))
        left = min(self._burst, left + (now - seen) * self._each_s)
        is_free = left >= 1
        self._buckets[client] = (left - is_free, now)
        while len(self._buckets) > self._most_clients:
            self._buckets.popitem(last=False)
        return is_free


def _is_own_page(headers: Headers, host: str, method: str) -> bool:
    """Whether a request comes from our page, or from no page at all."""
    origins = headers.getlist("origin")
    if origins:
        try:
            return len(origins) == 1 and urlsplit(origins[0]).netloc.casefold() == host.casefold()
        except ValueError:
            return False
    site = headers.get("sec-fetch-site", "none")
    # A link on another site may open the page; only a page may be opened so.
    is_opened = method == "GET" and headers.get("sec-fetch-mode") == "navigate"
    return site in _OWN_SITES or is_opened


def _is_same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode(), token.encode())


def _cookie(headers: Headers) -> str:
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(_joined(headers.getlist("cookie")))
    except CookieError:
        return ""
    return jar[COOKIE].value if COOKIE in jar else ""


def _joined(cookies: Iterable[str]) -> str:
    return "; ".join(cookies)


def _too_large(limits: Limits) -> Response:
    return faults.told(f"the body is larger than {limits.body_bytes:,} bytes; send less", 413)
