"""How python-telegram-bot speaks HTTP here: through aiohttp, as the rest of the bot does (decision 13)."""

from __future__ import annotations

from typing import Any

import aiohttp
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

PROXY_ERRORS = (ProxyError, ProxyConnectionError, ProxyTimeoutError)

# Raised before a request has left the machine; a connection that none was free for counts as one that was not made.
NEVER_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, *PROXY_ERRORS)

READ = 15.0  # seconds


class Request(BaseRequest):
    """At most `connections` at once. `proxy`: the address of one, http or socks5. `read`: seconds without a word after
    which an answer is given up."""

    def __init__(self, connections: int, proxy: str | None = None, read: float = READ) -> None:
        self._connections = connections
        self._proxy = proxy
        self._within = aiohttp.ClientTimeout(total=120, connect=15, sock_connect=5, sock_read=read)
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._within.sock_read

    async def initialize(self) -> None:
        """The session is made when first used: a courier may send although its beginning got no answer."""

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **more_timeouts: Any
    ) -> tuple[int, bytes]:
        """Status and body. Raises TimedOut or NetworkError, from what aiohttp raised."""
        try:
            async with self._http().request(method, url, data=_body(request_data)) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError, *PROXY_ERRORS) as error:
            raise NetworkError(f"{type(error).__name__}: {error}") from error

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            limit = self._connections
            connector = (
                ProxyConnector.from_url(self._proxy, limit=limit) if self._proxy else aiohttp.TCPConnector(limit=limit)
            )
            headers = {"User-Agent": self.USER_AGENT}
            self._session = aiohttp.ClientSession(connector=connector, headers=headers, timeout=self._within)
        return self._session


def _body(data: RequestData | None) -> dict[str, str] | aiohttp.FormData | None:
    if data is None or not data.contains_files:
        return data.json_parameters if data else None
    form = aiohttp.FormData(quote_fields=False)  # or a Chinese file name arrives as %E6%8A%A5
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, mime) in data.multipart_data.items():
        form.add_field(name, content, filename=file_name, content_type=mime)
    return form
