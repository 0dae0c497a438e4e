"""A client of the people's side for scenario tests: it plays persons over real HTTP."""

from __future__ import annotations

from types import TracebackType
from typing import Any

from aiohttp import ClientSession, ClientTimeout

from bot.sandbox.model import Json
from bot.sandbox.played import PersonPlayer

__all__ = ["PersonPlayer", "Player", "RefusedError"]

TIMEOUT = ClientTimeout(total=120)


class RefusedError(AssertionError):
    """The sandbox did not accept a deed."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(f"{status}: {body}")
        self.status = status
        self.body = body


class Player:
    """Open it with `async with`, or call `close` at the end."""

    def __init__(self, base_url: str, secret: str) -> None:
        self.base_url = base_url
        self.version = 0
        self._headers = {"X-Sandbox-Secret": secret}
        self._session: ClientSession | None = None

    async def __aenter__(self) -> Player:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        if self._session:
            await self._session.close()

    async def request(self, method: str, path: str, **options: Any) -> Any:
        """The JSON of the answer. Raises RefusedError for any status from 400 up."""
        if self._session is None:
            self._session = ClientSession(headers=self._headers, timeout=TIMEOUT)
        async with self._session.request(method, self.base_url + path, **options) as response:
            body = await response.json()
            if response.status >= 400:
                raise RefusedError(response.status, body)
            return body

    def person(self, person_id: int) -> PersonPlayer:
        return PersonPlayer(self, person_id)

    async def people(self) -> list[Json]:
        found: list[Json] = await self.request("GET", "/api/people")
        return found

    async def add_person(self, person_id: int, name: str, **known: str) -> PersonPlayer:
        await self.request("POST", "/api/people", json={"id": person_id, "name": name, **known})
        return self.person(person_id)

    async def clock(self, *, advance: str | None = None, to: str | None = None) -> str:
        """Move the clock, or read it when neither is given; the new instant in ISO 8601."""
        move = {key: value for key, value in (("advance", advance), ("to", to)) if value is not None}
        answer = await (self.request("POST", "/api/clock", json=move) if move else self.request("GET", "/api/clock"))
        return str(answer["now"])

    async def settle(self, seconds: float = 5) -> bool:
        """Wait until the bot is idle, at most `seconds`."""
        answer = await self.request("POST", f"/api/settle?timeout={int(seconds * 1000)}")
        return bool(answer["idle"])

    async def timeline(self) -> list[Json]:
        found: list[Json] = await self.request("GET", "/api/timeline")
        return found

    async def log(self, after: int = 0, method: str | None = None) -> list[Json]:
        entries: list[Json] = await self.request("GET", f"/api/log?after={after}")
        return [entry for entry in entries if method in {None, entry["method"]}]

    async def fault(self, method: str, kind: str, **more: Any) -> None:
        await self.request("POST", "/api/faults", json={"method": method, "kind": kind, **more})

    async def clear_faults(self) -> None:
        await self.request("DELETE", "/api/faults")

    async def download(self, path: str) -> bytes:
        """The bytes behind the `url` of a medium."""
        if self._session is None:
            self._session = ClientSession(headers=self._headers, timeout=TIMEOUT)
        async with self._session.get(self.base_url + path) as response:
            response.raise_for_status()
            return await response.read()
