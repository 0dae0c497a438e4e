"""What people add to a record by replying to one of its cards: words, photos, voices, files."""

from __future__ import annotations

from bot.desk import day_limits, views
from bot.desk.history import REMARKED
from bot.desk.house import House
from bot.desk.ledger import note
from bot.desk.model import Actor, FileIn, Refused
from bot.procedure.engine import OPEN
from bot.procedure.roles import WATCHING_ROLES
from bot.procedure.words import N_
from bot.storage import deliveries, evidence, idempotency
from bot.storage.files import may_be_kept
from bot.storage.tx import Tx


def record_shown(tx: Tx, chat_id: int, message_id: int) -> int | None:
    """The record that a message of the bot shows or showed; None if it shows none."""
    shown = deliveries.at(tx, chat_id, message_id)
    return shown.record_id if shown else None


def remark(tx: Tx, house: House, actor: Actor, record_id: int, text: str, sent: FileIn | None, album: str) -> str:
    """Add to the record's history; its number. `album` names the photos that were sent as one.

    Whoever may see a record may add to it, but those who only watch; nothing is added to a closed one: Refused."""
    before = idempotency.earlier(tx, actor.key)
    if before is not None:
        return str(before["number"])
    record = views.visible(tx, actor.member, record_id)
    if actor.member.role in WATCHING_ROLES:
        raise Refused(N_("You can read {number}, but not add to it."), number=record.number)
    if record.state != OPEN:
        raise Refused(
            N_("{number} is closed: nothing can be added to it. If there is something new, report it under /new."),
            number=record.number,
        )
    files = [announce(tx, house, actor, sent, record.urgency)] if sent else []
    note(tx, actor, REMARKED, record, reason=text or None, data={"files": files, "album": album})
    idempotency.keep(tx, actor.key, {"number": record.number})
    return record.number


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
