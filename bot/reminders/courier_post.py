"""One parcel through to its end: what can be mended at once is mended here, the rest is a verdict."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.clock import Clock
from bot.crash import crash_point
from bot.reminders.courier_bot import Sender, send
from bot.reminders.courier_parcel import Parcel
from bot.reminders.courier_verdict import Fate, Verdict, classify
from bot.storage import deliveries, outbox
from bot.storage.database import Database
from bot.storage.outbox import WHOLE_BOT
from bot.storage.patience import write_surely
from bot.storage.tx import Tx

log = logging.getLogger(__name__)

MENDS = 4


@dataclass(frozen=True)
class Receipt:
    """It is out, as `parcel` (which may have been mended on the way)."""

    parcel: Parcel
    message_id: int


class Post:
    def __init__(
        self, database: Database, sender: Sender, clock: Clock, spacing: float, may_send: Callable[[], bool]
    ) -> None:
        self._database = database
        self._sender = sender
        self._clock = clock
        self._spacing = spacing
        self._may_send = may_send
        self._free_at: dict[int, float] = {}  # by time.monotonic(), per chat

    async def deliver(self, parcel: Parcel) -> Receipt | Verdict:
        plain = False
        for _ in range(MENDS):
            outcome = await self._try(parcel, plain=plain)
            if isinstance(outcome, Receipt):
                return outcome
            match outcome.fate:
                case Fate.SAME if parcel.edit_message_id is not None:
                    return Receipt(parcel, parcel.edit_message_id)
                case Fate.GONE if parcel.edit_message_id is not None:
                    parcel = await self._afresh(parcel, parcel.edit_message_id)
                case Fate.PLAIN if not plain:
                    log.error("A message to %s goes out without its markup: %s", parcel.chat_id, outcome.why)
                    plain = True
                case Fate.MOVED:
                    await write_surely(self._database, outbox.move_chat, parcel.chat_id, outcome.chat_id)
                    parcel = replace(parcel, chat_id=outcome.chat_id, edit_message_id=None)
                case Fate.PAUSE:
                    await self._pause(parcel.chat_id, outcome)
                    return outcome
                case _:
                    return outcome
        return Verdict(Fate.DEAD, "Telegram refuses it however it is mended")

    async def _try(self, parcel: Parcel, *, plain: bool) -> Receipt | Verdict:
        if parcel.edit_message_id is None:
            await self._keep_distance(parcel.chat_id)
        if (paused := await self._database.read(outbox.paused_until)) is not None:
            return Verdict(Fate.WAIT, "the bot is paused", delay=paused - self._clock.now())
        if not self._may_send():
            return Verdict(Fate.WAIT, "another replica may send it by now")
        try:
            message_id = await send(self._sender, parcel, plain=plain)
        except Exception as error:  # noqa: BLE001 - whatever happened, the row gets a verdict
            return classify(error)
        crash_point("send.sent")
        return Receipt(parcel, message_id)

    async def _keep_distance(self, chat_id: int) -> None:
        """Telegram asks for no more than about one new message a second in a chat; edits are spared."""
        now = time.monotonic()
        free_at = max(now, self._free_at.get(chat_id, 0.0))
        self._free_at = {chat: at for chat, at in self._free_at.items() if at > now}
        self._free_at[chat_id] = free_at + self._spacing
        if free_at > now:
            await asyncio.sleep(free_at - now)

    async def _afresh(self, parcel: Parcel, gone: int) -> Parcel:
        await write_surely(self._database, deliveries.close, parcel.chat_id, gone)
        return replace(parcel, edit_message_id=None)

    async def _pause(self, chat_id: int, verdict: Verdict) -> None:
        log.warning("Telegram asks for %.0f s of quiet: %s", verdict.delay.total_seconds(), verdict.why)
        await write_surely(self._database, _pause_both, chat_id, verdict)


def _pause_both(tx: Tx, chat_id: int, verdict: Verdict) -> None:
    """Nobody says whether the chat or the bot was too fast, and a restart must not forget it."""
    outbox.pause(tx, chat_id, tx.now + verdict.delay)
    outbox.pause(tx, WHOLE_BOT, tx.now + verdict.delay)
