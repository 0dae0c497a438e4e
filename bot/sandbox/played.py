"""One person as a scenario test plays them."""

from __future__ import annotations

from asyncio import get_running_loop
from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from aiohttp import FormData

from bot.sandbox.model import Json
from bot.sandbox.transcript import transcript

if TYPE_CHECKING:
    from bot.sandbox.client import Player


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

    async def send_voice(self, data: bytes = b"OggS", *, caption: str = "", reply_to: int | None = None) -> Json:
        return await self._send([("voice", data, "voice.oga", "audio/ogg")], caption, reply_to)

    async def send_file(self, kind: str, data: bytes, name: str, mime: str, *, caption: str = "") -> Json:
        return await self._send([(kind, data, name, mime)], caption, None)

    async def _send(
        self,
        files: list[tuple[str, bytes, str, str]],
        caption: str,
        reply_to: int | None,
        more: Mapping[str, str] = MappingProxyType({}),
    ) -> Json:
        form = FormData(quote_fields=False)
        for kind, data, name, mime in files:
            form.add_field(kind, BytesIO(data), filename=name, content_type=mime)
        for name, value in more.items():
            form.add_field(name, value)
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

    async def relay(
        self, author: str, text: str = "", *, at: int | None = None, photos: tuple[bytes, ...] = (), voice: bytes = b""
    ) -> Json:
        """Forward what somebody outside wrote, photographed or said; `at` in Unix time, now unless given."""
        if not photos and not voice:
            return await self._do("say", text=text, forwarded_from=author, forwarded_at=at)
        files = [("photo", data, f"photo{place}.jpg", "image/jpeg") for place, data in enumerate(photos)]
        files += [("voice", voice, "voice.oga", "audio/ogg")] if voice else []
        origin = {"forwarded_from": author, **({"forwarded_at": str(at)} if at else {})}
        return await self._send(files, text, None, origin)

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

    async def expect(
        self,
        *fragments: str,
        timeout: float = 5,  # noqa: ASYNC109  # an expectation reads best with its time beside it
        new: bool = False,
        from_bot: bool = True,
        chat: int | None = None,
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
