"""A client of the people's side for scenario tests: it plays persons over real HTTP."""

from __future__ import annotations

from asyncio import get_running_loop
from types import TracebackType
from typing import Any

from aiohttp import ClientSession, ClientTimeout, FormData

from bot.sandbox.model import Json
from bot.sandbox.transcript import transcript

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


class PersonPlayer:
    """One person's phone. `mark` is the world's version right after the last deed: what came later is an answer."""

    def __init__(self, player: Player, person_id: int) -> None:
        self.player = player
        self.id = person_id
        self.mark = 0

    async def _do(self, deed: str, **body: Any) -> Json:
        given = {key: value for key, value in body.items() if value is not None}
        return self._done(await self.player.request("POST", f"/api/people/{self.id}/{deed}", json=given))

    def _done(self, answer: Json) -> Json:
        self.mark = answer.get("version", self.mark)
        return answer

    async def say(self, text: str, *, reply_to: int | None = None, chat: int | None = None) -> Json:
        return await self._do("say", text=text, reply_to=reply_to, chat=chat)

    async def start(self, payload: str = "") -> Json:
        return await self._do("start", payload=payload)

    async def tap(
        self,
        text: str | None = None,
        *,
        row: int | None = None,
        column: int | None = None,
        message_id: int | None = None,
        wait: float = 0,
        chat: int | None = None,
    ) -> Json:
        """Press a button; without `message_id` on the newest message that has it. `wait` seconds for the answer."""
        choice = {"text": text, "row": row, "column": column}
        return await self._do("tap", **choice, message_id=message_id, chat=chat, wait=int(wait * 1000) or None)

    async def callback(self, message_id: int, data: str, *, wait: float = 0) -> Json:
        """A press that a hostile client makes up."""
        return await self._do("callback", message_id=message_id, data=data, wait=int(wait * 1000) or None)

    async def send_photo(self, *photos: bytes, caption: str = "", reply_to: int | None = None) -> Json:
        """Several are an album."""
        files = [("photo", data, f"photo{place}.jpg", "image/jpeg") for place, data in enumerate(photos)]
        return await self._send(files, caption, reply_to)

    async def send_document(
        self, data: bytes, name: str = "file.pdf", mime: str = "application/pdf", *, caption: str = "",
        reply_to: int | None = None,
    ) -> Json:  # fmt: skip
        return await self._send([("document", data, name, mime)], caption, reply_to)

    async def send_voice(self, data: bytes = b"OggS", *, caption: str = "") -> Json:
        return await self._send([("voice", data, "voice.oga", "audio/ogg")], caption, None)

    async def send_file(self, kind: str, data: bytes, name: str, mime: str, *, caption: str = "") -> Json:
        return await self._send([(kind, data, name, mime)], caption, None)

    async def _send(self, files: list[tuple[str, bytes, str, str]], caption: str, reply_to: int | None) -> Json:
        form = FormData()
        for kind, data, name, mime in files:
            form.add_field(kind, data, filename=name, content_type=mime)
        if caption:
            form.add_field("caption", caption)
        if reply_to:
            form.add_field("reply_to", str(reply_to))
        return self._done(await self.player.request("POST", f"/api/people/{self.id}/send", data=form))

    async def location(self, latitude: float, longitude: float) -> Json:
        return await self._do("location", latitude=latitude, longitude=longitude)

    async def contact(self, **fields: str) -> Json:
        return await self._do("contact", **fields)

    async def sticker(self) -> Json:
        return await self._do("sticker")

    async def edit(self, message_id: int, text: str) -> Json:
        return await self._do("edit", message_id=message_id, text=text)

    async def forward(self, message_id: int, from_chat: int | None = None) -> Json:
        return await self._do("forward", message_id=message_id, from_chat=from_chat)

    async def react(self, message_id: int, emoji: str = "👍") -> Json:
        return await self._do("react", message_id=message_id, emoji=emoji)

    async def block(self) -> Json:
        return await self._do("block")

    async def unblock(self) -> Json:
        return await self._do("unblock")

    async def messages(
        self, after: int = 0, *, since: int | None = None, wait: float = 0, chat: int | None = None
    ) -> list[Json]:
        """`after` an id, or changed `since` a version; `wait` seconds for the first."""
        query = {"after": after, "since_version": since, "wait": int(wait * 1000) or None, "chat": chat}
        given = {key: str(value) for key, value in query.items() if value is not None}
        found: list[Json] = await self.player.request("GET", f"/api/people/{self.id}/messages", params=given)
        return found

    async def last(self, *, from_bot: bool = True) -> Json:
        """The newest message, by default of the bot's. Raises AssertionError when there is none."""
        found = [m for m in await self.messages() if m["from"]["bot"] or not from_bot]
        if not found:
            raise AssertionError(f"person {self.id} has no message")
        return found[-1]

    async def notices(self, after: int = 0) -> list[Json]:
        found: list[Json] = await self.player.request("GET", f"/api/people/{self.id}/notices?after={after}")
        return found

    async def buttons(self, message_id: int | None = None) -> list[list[str]]:
        """Texts of the buttons on a message, by default on the newest that has some."""
        for message in reversed(await self.messages()):
            if message["id"] == message_id or (message_id is None and message["buttons"]):
                return [[button["text"] for button in row] for row in message["buttons"]]
        return []

    async def expect(  # noqa: ASYNC109  # an expectation reads best with its time beside it
        self, *fragments: str, timeout: float = 5, new: bool = False, from_bot: bool = True, chat: int | None = None
    ) -> Json:
        """The newest message that contains every fragment; with `new` only one sent or changed after the last deed.

        Raises AssertionError with the transcript when none has come within `timeout` seconds.
        """
        loop = get_running_loop()
        deadline = loop.time() + timeout
        since = self.mark if new else 0
        while True:
            found = await self.messages(since=since, wait=0, chat=chat)
            shown = [m for m in found if not m.get("deleted") and (m["from"]["bot"] or not from_bot)]
            match = next((m for m in reversed(shown) if all(part in m["text"] for part in fragments)), None)
            if match:
                return match
            left = deadline - loop.time()
            if left <= 0:
                raise AssertionError(f"no message with {fragments} within {timeout} s\n{await self.transcript()}")
            newest = max((m["version"] for m in found), default=since)
            await self.messages(since=newest, wait=min(left, 5), chat=chat)

    async def transcript(self, count: int = 12) -> str:
        """The last messages as text, for failures and for reading."""
        return transcript(await self.messages(), count)
