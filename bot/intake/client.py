"""The Bot API without models: answers as they came, so that one strange update cannot spoil the others beside it."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError

from bot.errors import FieldclerkError
from bot.logs import redact

CHUNK = 256 * 1024
PROXY_ERRORS = (ProxyError, ProxyConnectionError, ProxyTimeoutError)
"""What comes from the way to Telegram; aiohttp does not know them as errors of its own."""


class ApiError(FieldclerkError):
    """Telegram refused: `code` and `description` are its own, `retry_after` is in seconds (0 where it named none)."""

    def __init__(self, code: int, description: str, retry_after: float = 0) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.retry_after = retry_after

    @property
    def is_token_refused(self) -> bool:
        return self.code in (401, 404)


class Unreachable(FieldclerkError):
    """No answer came, or none that can be read."""


class ProxyUnreachable(Unreachable):
    """The proxy itself cannot be reached, or did not let us through."""


class Client:
    def __init__(self, token: str, api_base: str = "https://api.telegram.org", proxy: str | None = None) -> None:
        self._token = token
        self._base = api_base.rstrip("/")
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    @property
    def bot_id(self) -> int:
        return int(self._token.partition(":")[0])

    async def call(self, method: str, params: Mapping[str, Any] | None = None, *, seconds: float = 20) -> Any:
        """The result of a method. Raises ApiError when it is refused, Unreachable when there is no answer in time."""
        try:
            async with self._http().post(
                f"{self._base}/bot{self._token}/{method}", json=dict(params or {}), timeout=_within(seconds)
            ) as response:
                answer = json.loads(await response.read())
        except PROXY_ERRORS as error:
            raise ProxyUnreachable(_text(error)) from error
        except (aiohttp.ClientError, OSError, ValueError, RecursionError) as error:
            raise Unreachable(_text(error)) from error
        return _result(answer)

    async def date(self, *, seconds: float = 20) -> datetime | None:
        """The time by Telegram's clock, to the second; None if it does not tell. Raises Unreachable."""
        try:
            async with self._http().head(f"{self._base}/", allow_redirects=False, timeout=_within(seconds)) as response:
                return parsedate_to_datetime(response.headers["Date"])
        except PROXY_ERRORS as error:
            raise ProxyUnreachable(_text(error)) from error
        except (aiohttp.ClientError, OSError) as error:
            raise Unreachable(_text(error)) from error
        except (KeyError, ValueError):
            return None

    async def download(self, file_path: str, *, seconds: float = 120) -> AsyncGenerator[bytes, None]:
        """The bytes of a file that getFile named. Raises ApiError or Unreachable."""
        try:
            async with self._http().get(
                f"{self._base}/file/bot{self._token}/{file_path}", timeout=_within(seconds)
            ) as response:
                if response.status != 200:
                    raise ApiError(response.status, "the file is not there")
                async for chunk in response.content.iter_chunked(CHUNK):
                    yield chunk
        except PROXY_ERRORS as error:
            raise ProxyUnreachable(_text(error)) from error
        except (aiohttp.ClientError, OSError) as error:
            raise Unreachable(_text(error)) from error

    async def whole(self, file_id: str) -> bytes:
        """A file's bytes; none where Telegram does not give it out any more. Raises ApiError or Unreachable."""
        try:
            found = await self.call("getFile", {"file_id": file_id})
            return b"".join([chunk async for chunk in self.download(str(found["file_path"]))])
        except ApiError as error:
            if error.code not in (400, 404):
                raise
            return b""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = ProxyConnector.from_url(self._proxy) if self._proxy else aiohttp.TCPConnector()
            self._session = aiohttp.ClientSession(connector=connector)
        return self._session


def _within(seconds: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=seconds)


def _text(error: Exception) -> str:
    return redact(f"{type(error).__name__}: {error}")


def _result(answer: Any) -> Any:
    if not isinstance(answer, dict):
        raise Unreachable("the answer is no object")
    if answer.get("ok"):
        return answer.get("result")
    parameters = answer.get("parameters") or {}
    raise ApiError(
        int(answer.get("error_code", 500)), str(answer.get("description", "")), float(parameters.get("retry_after", 0))
    )
