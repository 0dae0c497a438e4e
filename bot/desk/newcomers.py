"""Who came in is told to those who answer for it: nobody joins, by a forwarded link either, without being noticed."""

from __future__ import annotations

from bot.desk import post
from bot.desk.model import Member
from bot.procedure.roles import Role
from bot.procedure.words import N_
from bot.storage import people
from bot.storage.tx import Tx

JOINED = N_(
    "{name} has joined by the invitation of {inviter}, in Telegram as “{shown}” (id {account}). If that is somebody "
    "else, an administrator takes them off the list."
)


def announce(tx: Tx, member: Member, telegram_id: int, shown: str, invited_by: int) -> None:
    """Tell whoever invited, and every administrator."""
    inviter = people.by_id(tx, invited_by)
    told = {m.id: m for m in [*([inviter] if inviter else []), *people.matching(tx, roles=[Role.ADMIN.value])]}
    for other in told.values():
        if other.id == member.id:
            continue
        name, by = (m.called(other.language) if m else "" for m in (member, inviter))
        key = f"joined:{member.id}:{telegram_id}"
        post.tell(tx, other.id, key, JOINED, name=name, inviter=by, shown=shown, account=str(telegram_id))
