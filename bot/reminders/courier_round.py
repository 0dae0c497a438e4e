"""One row of the outbox from its claim to its end."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.crash import crash_point
from bot.reminders.courier_parcel import Parcel, Renderer, numbered
from bot.reminders.courier_post import Post, Receipt
from bot.reminders.courier_verdict import Fate, Verdict
from bot.storage import deliveries, outbox
from bot.storage.database import Database
from bot.storage.outbox import OutboxRow
from bot.storage.patience import write_surely
from bot.storage.redraws import redraw_if_outdated
from bot.storage.trouble import is_outage
from bot.storage.tx import Tx

log = logging.getLogger(__name__)

LONGEST_WAIT = timedelta(minutes=5)
RENDER_TRIES = 5
AGAIN = (Fate.WAIT, Fate.PAUSE, Fate.UNSURE, Fate.STOP)


class Round:
    def __init__(
        self, database: Database, renderer: Renderer, post: Post, on_unreachable: Callable[[int], Awaitable[None]]
    ) -> None:
        self._database = database
        self._renderer = renderer
        self._post = post
        self._on_unreachable = on_unreachable

    async def carry(self, row: OutboxRow) -> Fate | None:
        """Bring the row to an end or back into the queue; STOP when nothing can be sent any more."""
        try:
            parcels = await self._database.read(self._render, row)
        except Exception as error:
            if is_outage(error):
                raise
            log.exception("Row %s of the outbox (%s) cannot be rendered.", row.id, row.key)
            await self._unrendered(row, error)
            return None
        if parcels is None:
            await self._nobody_there(row, row.person_id or 0)
            return None
        if not parcels:
            await write_surely(self._database, outbox.superseded, row)
            return None
        return await self._send(row, parcels)

    def _render(self, tx: Tx, row: OutboxRow) -> Sequence[Parcel] | None:
        """None: the person has no account that can be reached."""
        if row.chat_id is None and row.person_id is not None and not outbox.chats_of(tx, row.person_id):
            return None
        return self._renderer.render(tx, row)

    async def _nobody_there(self, row: OutboxRow, person_id: int) -> None:
        await write_surely(self._database, outbox.dead, row, "no account of this person can be reached")
        await self._tell_unreachable(person_id)

    async def _unrendered(self, row: OutboxRow, error: Exception) -> None:
        why = f"{type(error).__name__}: {error}"
        if row.attempts >= RENDER_TRIES:
            await write_surely(self._database, outbox.dead, row, why)
        else:
            await write_surely(self._database, _later, row, Verdict(Fate.WAIT, why))

    async def _send(self, row: OutboxRow, parcels: Sequence[Parcel]) -> Fate | None:
        left = [(part, parcel) for part, parcel in numbered(parcels) if part not in row.params.get("parts", {})]
        failure: Verdict | None = None
        for part, parcel in left:
            outcome = await self._post.deliver(parcel)
            if isinstance(outcome, Receipt):
                is_last = part == left[-1][0]
                row = await write_surely(self._database, _arrived, row, outcome, part, is_last=is_last)
                crash_point("send.noted")
            elif outcome.fate in AGAIN:
                await write_surely(self._database, _later, row, _weigh(outcome, parcel))
                return outcome.fate
            else:
                failure = await self._failed(parcel, outcome)
        await self._end(row, failure)
        return None

    async def _failed(self, parcel: Parcel, verdict: Verdict) -> Verdict:
        log.warning("A message to %s cannot be delivered: %s", parcel.chat_id, verdict.why)
        if verdict.fate is Fate.UNREACHABLE:
            person_id = await write_surely(self._database, outbox.block, parcel.chat_id)
            if person_id is not None:
                await self._tell_unreachable(person_id)
        return verdict

    async def _end(self, row: OutboxRow, failure: Verdict | None) -> None:
        """What is ended already by its last message stays as it is."""
        parts = row.params.get("parts", {})
        if parts:
            await write_surely(self._database, outbox.sent, row, next(iter(parts.values())))
        elif failure is not None:
            await write_surely(self._database, outbox.dead, row, failure.why)

    async def _tell_unreachable(self, person_id: int) -> None:
        try:
            await self._on_unreachable(person_id)
        except Exception:
            log.exception("Nobody could be told that person %s cannot be reached.", person_id)


def _weigh(verdict: Verdict, parcel: Parcel) -> Verdict:
    """To redraw twice is to redraw once: an edit leaves no doubt behind."""
    is_edit = parcel.edit_message_id is not None
    return replace(verdict, fate=Fate.WAIT) if verdict.fate is Fate.UNSURE and is_edit else verdict


def _arrived(tx: Tx, row: OutboxRow, receipt: Receipt, part: str, *, is_last: bool) -> OutboxRow:
    shown = receipt.parcel.delivery
    if shown is not None:
        deliveries.mark(tx, receipt.parcel.chat_id, receipt.message_id, shown)
        redraw_if_outdated(tx, receipt.parcel.chat_id, receipt.message_id, shown)
    if is_last:
        outbox.sent(tx, row, receipt.message_id)
        return row
    return outbox.note_part(tx, row, part, receipt.message_id)


def _later(tx: Tx, row: OutboxRow, verdict: Verdict) -> None:
    wait = max(verdict.delay, min(timedelta(seconds=2 ** min(row.attempts - 1, 9)), LONGEST_WAIT))
    if verdict.fate is Fate.STOP:
        wait = timedelta()
    outbox.retry(tx, row, tx.now + wait, verdict.why, unsure=verdict.fate is Fate.UNSURE)
