"""Who may talk to the people's side: pages and scripts of this machine that know the secret.

The Host header is checked against rebinding of names, Origin against other web pages, the secret against the rest.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Middleware

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
POLICY = (
    "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


def loopback_host(host: str) -> bool:
    return (urlsplit(f"//{host}").hostname or "") in LOOPBACK


def guard(secret: str) -> Middleware:
    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not loopback_host(request.host):
            return web.json_response({"error": "this server answers to the loopback only"}, status=403)
        if request.path.startswith("/api/") and request.method not in {"GET", "HEAD"}:
            problem = _write_problem(request, secret)
            if problem:
                return web.json_response({"error": problem}, status=403)
        response = await handler(request)
        if not response.prepared:
            response.headers.setdefault("X-Content-Type-Options", "nosniff")
            response.headers.setdefault("Content-Security-Policy", POLICY)
            response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response

    return check


def _write_problem(request: web.Request, secret: str) -> str:
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        return "writes from another origin are refused"
    given = request.headers.get("X-Sandbox-Secret", "")
    if not hmac.compare_digest(given.encode(), secret.encode()):
        return "the header X-Sandbox-Secret is missing or wrong"
    return ""
