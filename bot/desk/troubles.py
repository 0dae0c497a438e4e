"""What people are told when something outside their reach goes wrong."""

from __future__ import annotations

from typing import Any, Final

from bot.desk import post
from bot.desk.house import tongue_of
from bot.procedure.roles import Role
from bot.procedure.words import N_
from bot.storage import chases, evidence, people, trail
from bot.storage.tx import Tx

_BLOCKED = N_("{name} cannot be reached in chat. What waits for them may need somebody else.")
_NOT_JOINED = N_("{name} has not joined yet, and something waits for them. /invite makes the link to join by.")
_NOT_KEPT: Final = {
    "too_big": N_(
        "The file that you sent {moment} is larger than 20 MB and could not be kept. Please send a shorter video, or "
        "photos, as a reply to the card of its record."
    ),
    "unknown_kind": N_(
        "The file that you sent {moment} is no photo, video, voice message, PDF, Word or Excel file inside, and could "
        "not be kept. Please send it in one of these kinds, as a reply to the card of its record."
    ),
    "gone": N_(
        "The photo or file that you sent {moment} could not be kept: Telegram does not hand it out. Please send it "
        "once more, as a reply to the card of its record."
    ),
}


def set_aside(tx: Tx, telegram_id: int, row_id: int) -> None:
    """An update could not be handled: its sender is told that it did not arrive, administrators that there are such."""
    sender = people.by_account(tx, telegram_id)
    if sender is not None:
        post.tell(tx, sender.id, f"aside:{row_id}", N_("Your last message could not be handled. Please send it again."))
    msgid = N_("An update was set aside (inbox row {row}). The log says why.")
    _tell_admins(tx, f"aside:{tx.now:%Y%m%d%H}", msgid, row=row_id)  # of thousands in an hour, the first
    trail.append(tx, "set_aside", telegram_id=telegram_id, data={"inbox": row_id})


def unreachable(tx: Tx, person_id: int) -> None:
    """Somebody blocked the bot or never joined: their leader and administrators are told once a day, for work waits."""
    member = people.by_id(tx, person_id)
    if member is None:
        return
    leaders = people.matching(tx, unit_ids=[member.unit_id], roles=[Role.UNIT_LEADER.value]) if member.unit_id else []
    for other in {m.id: m for m in [*leaders, *people.matching(tx, roles=[Role.ADMIN.value])]}.values():
        if other.id != member.id:
            msgid = _BLOCKED if chases.has_joined(tx, person_id) else _NOT_JOINED
            post.tell(
                tx, other.id, f"unreachable:{person_id}:{tx.now.date()}", msgid, name=member.called(other.language)
            )


def file_failed(tx: Tx, file_id: int, why: str, *, for_good: bool) -> bool:
    """A file could not be fetched. Whether it is given up by that: then its sender is asked for it, and the trail says
    that it is lost. why: a key of _NOT_KEPT."""
    lost = evidence.failed(tx, file_id, for_good=for_good)
    if lost is None:
        return False
    sender = people.by_id(tx, lost.person_id)
    if sender is not None:
        moment = tongue_of(sender, tx).moment(lost.sent_at)
        post.tell(tx, sender.id, f"not_kept:{file_id}", _NOT_KEPT[why], moment=moment)
    trail.append(tx, "evidence_lost", actor_id=lost.person_id, data={"file": file_id, "why": why})
    return True


def files_late(tx: Tx) -> None:
    """Files that people sent have not come in for a while."""
    msgid = N_(
        "Photos and files that people sent cannot be fetched or stored at present. They are tried again and again; "
        "the log says why, and fieldclerk doctor what to do."
    )
    _tell_admins(tx, f"files_late:{tx.now.date()}", msgid)


def second_poller(tx: Tx, sentence: str) -> None:
    """Another process polls with this bot's token."""
    msgid = N_("Another program uses this bot's token. Stop it, or have @BotFather issue a new token.")
    _tell_admins(tx, f"conflict:{tx.now:%Y%m%d%H}", msgid)


def low_disk(tx: Tx, megabytes: int) -> None:
    """The disk is nearly full."""
    msgid = N_(
        "Only {megabytes} MB are free on the bot's disk. Please make room: once it is full, what people send waits "
        "with Telegram, for a day at most."
    )
    _tell_admins(tx, f"low_disk:{tx.now.date()}", msgid, megabytes=megabytes)


def no_backup(tx: Tx, why: str) -> None:
    """A check found a fault, or a copy could not be made. Told and noted once a day."""
    msgid = N_("There is no new backup ({why}). Please run fieldclerk doctor; it says what to do.")
    if _tell_admins(tx, f"no_backup:{tx.now.date()}", msgid, why=why):
        trail.append(tx, "no_backup", reason=why)


def no_way_back(tx: Tx, why: str) -> None:
    """The monthly trial of a backup failed."""
    msgid = N_("The monthly trial of the backups failed ({why}). Please run fieldclerk doctor; it says what to do.")
    if _tell_admins(tx, f"no_way_back:{tx.now.date()}", msgid, why=why):
        trail.append(tx, "backup_tried", reason=why, data={"whole": False})


def _tell_admins(tx: Tx, key: str, msgid: str, **values: Any) -> bool:
    """False when all of them were told before."""
    admins = people.matching(tx, roles=[Role.ADMIN.value])
    told = [post.tell(tx, admin.id, key, msgid, **values) for admin in admins]
    return any(told) or not told
