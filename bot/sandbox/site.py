"""The page: one HTML file and its assets, from the folder beside this module."""

from __future__ import annotations

import asyncio
import html
from pathlib import Path

from aiohttp import web

PAGE = Path(__file__).parent / "page"
TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".json": "application/json",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}
MISSING = "<!doctype html><meta charset=utf-8><title>Sandbox</title><p>The sandbox runs; its page is not installed."


class Site:
    def __init__(self, secret: str) -> None:
        self.secret = secret

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self.index),
            web.get(r"/page/{path:.+}", self.asset),
            web.get(r"/{path:[\w.-]+\.(?:js|css|svg|ico|png|webmanifest)}", self.asset),
        ]

    async def index(self, _: web.Request) -> web.Response:
        """The secret for writes goes into the page, which the guard hands to a loopback Host only."""
        text = await asyncio.to_thread(_read, PAGE / "index.html")
        body = (text or MISSING.encode()).decode().replace("{{secret}}", html.escape(self.secret, quote=True))
        return web.Response(text=body, content_type="text/html", headers={"Cache-Control": "no-store"})

    async def asset(self, request: web.Request) -> web.Response:
        path = (PAGE / request.match_info["path"]).resolve()
        kind = TYPES.get(path.suffix)
        data = await asyncio.to_thread(_read, path) if kind and path.is_relative_to(PAGE.resolve()) else None
        if data is None:
            raise web.HTTPNotFound
        return web.Response(body=data, content_type=kind or "", headers={"Cache-Control": "no-cache"})


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
