"""What people add to a record by replying to one of its cards: words, photos, voices, files."""

from __future__ import annotations

from bot.desk import day_limits, views
from bot.desk.history import CORRECTED, REMARKED
from bot.desk.house import House
from bot.desk.ledger import note
from bot.desk.model import Actor, FileIn, Refused
from bot.procedure.engine import OPEN
from bot.procedure.roles import WATCHING_ROLES
from bot.procedure.words import N_
from bot.storage import deliveries, evidence, idempotency, trail
from bot.storage.files import may_be_kept
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx


def record_shown(tx: Tx, chat_id: int, message_id: int) -> int | None:
    """The record that a message of the bot shows or showed; None if it shows none."""
    shown = deliveries.at(tx, chat_id, message_id)
    return shown.record_id if shown else None


def remark(
    tx: Tx,
    house: House,
    actor: Actor,
    record_id: int,
    text: str,
    sent: FileIn | None,
    album: str,
    message_id: int | None = None,
) -> str:
    """Add to the record's history; its number. `album` names the photos that were sent as one, message_id the message
    in the sender's chat, which may be edited.

    Whoever may see a record may add to it, but those who only watch; nothing is added to a closed one: Refused."""
    before = idempotency.earlier(tx, actor.key)
    if before is not None:
        return str(before["number"])
    record = _open_to(tx, actor, record_id)
    files = [announce(tx, house, actor, sent, record.urgency)] if sent else []
    said = {"files": files, "album": album, "message": message_id}
    note(tx, actor, REMARKED, record, reason=text or None, data=said)
    idempotency.keep(tx, actor.key, {"number": record.number})
    return record.number


def correct(tx: Tx, actor: Actor, record_id: int, message_id: int, text: str) -> str | None:
    """A note was edited: what it says now is a note of its own, which names the first one's entry, and that stays as it
    was. The record's number; None if this person's message of that number is no note. Refused as `remark` is."""
    mine = [
        e for e in trail.of_record(tx, record_id)
        if e.action in (REMARKED, CORRECTED) and e.telegram_id == actor.telegram_id
        and e.data.get("message") == message_id
    ]  # fmt: skip
    if not mine:
        return None
    record = _open_to(tx, actor, record_id)
    if mine[-1].reason != text:  # Telegram brings an edit twice, and one that changed no word
        note(tx, actor, CORRECTED, record, reason=text, data={"corrects": mine[0].seq, "message": message_id})
    return record.number


def _open_to(tx: Tx, actor: Actor, record_id: int) -> RecordRow:
    record = views.visible(tx, actor.member, record_id)
    if actor.member.role in WATCHING_ROLES:
        raise Refused(N_("You can read {number}, but not add to it."), number=record.number)
    if record.state != OPEN:
        raise Refused(
            N_("{number} is closed: nothing can be added to it. If there is something new, report it under /new."),
            number=record.number,
        )
    return record


def announce(tx: Tx, house: House, actor: Actor, sent: FileIn, urgency: str | None) -> int:
    """Note a file that this person sent, to be fetched and kept; its id. Refused if its kind cannot be kept (said now,
    not found out when it is looked for) or they may send no more today. urgency: of what it is sent for."""
    if not may_be_kept(sent.kind, sent.mime, sent.name):
        raise Refused(
            N_("Files like {name} cannot be kept. Please send a photo, a video, a PDF, a Word or an Excel file."),
            name=(sent.name or "?")[:60],
        )
    day_limits.may_send(tx, house, actor.member, sent, urgency)
    return evidence.announce(
        tx,
        kind=sent.kind,
        telegram_file_id=sent.telegram_file_id,
        telegram_unique_id=sent.telegram_unique_id,
        person_id=actor.member.id,
        sent_at=sent.sent_at,
        mime=sent.mime,
        name=sent.name,
        size=sent.size,
    )
