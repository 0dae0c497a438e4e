"""Who may talk to the sandbox: bots, and pages and scripts of this machine that know the secret.

The Host header is checked against rebinding of names, Origin and Sec-Fetch-Site against other web pages (where every
token is let in, they could play a bot), the secret of the people's side against the rest.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.sandbox.urls import split_url

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

INNER = ("/api/", "/bot", "/file/")  # what no page but our own asks for
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
POLICY = (
    "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


def loopback_host(host: str) -> bool:
    return (split_url(f"//{host}").hostname or "") in LOOPBACK


def guard(secret: str) -> Middleware:
    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not loopback_host(request.host):
            return web.json_response({"error": "this server answers to the loopback only"}, status=403)
        if problem := _problem(request, secret):
            return web.json_response({"error": problem}, status=403)
        response = await handler(request)
        if not response.prepared:
            response.headers.setdefault("X-Content-Type-Options", "nosniff")
            response.headers.setdefault("Content-Security-Policy", POLICY)
            response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response

    return check


def _problem(request: web.Request, secret: str) -> str:
    """Why the request is refused, empty when it is not."""
    if request.path.startswith(INNER) and _of_another_page(request):
        return "requests of another page are refused"
    if not request.path.startswith("/api/") or request.method in {"GET", "HEAD"}:
        return ""
    given = request.headers.get("X-Sandbox-Secret", "")
    if not hmac.compare_digest(given.encode(), secret.encode()):
        return "the header X-Sandbox-Secret is missing or wrong"
    return ""


def _of_another_page(request: web.Request) -> bool:
    origin = request.headers.get("Origin")
    foreign = origin is not None and split_url(origin).netloc != request.host
    return foreign or request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}
