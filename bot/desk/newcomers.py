"""Who may act from now on is told to those whom it concerns: nobody joins, and nobody decides for others, unnoticed."""

from __future__ import annotations

from datetime import datetime

from bot.desk import post
from bot.desk.house import tongue_of
from bot.desk.model import Member
from bot.procedure.roles import Role
from bot.procedure.words import N_
from bot.storage import people
from bot.storage.tx import Tx

JOINED = N_(
    "{name} has joined by the invitation of {inviter}, in Telegram as “{shown}” (id {account}). If that is somebody "
    "else, an administrator shuts them out with /lock."
)

JOINED_YOURS = N_(
    "{name} has joined by your invitation, in Telegram as “{shown}” (id {account}). If that is somebody else, an "
    "administrator shuts them out with /lock."
)

STANDS_IN = N_("You stand in for {name} until {until}: what waits for them comes to you too.")
STOOD_IN_FOR = N_("{setter} has noted that {deputy} stands in for you until {until}. /away ends it.")
WILL_STAND_IN = N_("You stand in for {name} from {since} to {until}: what waits for them then comes to you too.")
WILL_BE_STOOD_IN_FOR = N_(
    "{setter} has noted that {deputy} stands in for you from {since} to {until}. /away takes it back."
)

SHUT_OUT = N_("{setter} has shut {name} out: nothing is open to them. An import with active: yes lets them in again.")


def announce(tx: Tx, member: Member, telegram_id: int, shown: str, invited_by: int) -> None:
    """Tell whoever invited, and every administrator."""
    inviter = people.by_id(tx, invited_by)
    told = {m.id: m for m in [*([inviter] if inviter else []), *people.matching(tx, roles=[Role.ADMIN.value])]}
    for other in told.values():
        if other.id == member.id:
            continue
        name, by = (m.called(other.language) if m else "" for m in (member, inviter))
        key = f"joined:{member.id}:{telegram_id}"
        said = {"name": name, "shown": shown, "account": str(telegram_id)}
        if other.id == invited_by:
            post.tell(tx, other.id, key, JOINED_YOURS, record_id=None, **said)
        else:
            post.tell(tx, other.id, key, JOINED, record_id=None, inviter=by, **said)


def stands_in(tx: Tx, setter: Member, person: Member, deputy: Member, since: datetime, until: datetime) -> None:
    """Tell the deputy, and whoever is stood in for unless they have set it themselves."""
    at_once, later = (STANDS_IN, STOOD_IN_FOR), (WILL_STAND_IN, WILL_BE_STOOD_IN_FOR)
    for reader, msgid in zip((deputy, person), later if since > tx.now else at_once, strict=True):
        if reader.id == setter.id:
            continue
        who = {"name": person, "deputy": deputy, "setter": setter}
        said = {name: member.called(reader.language) for name, member in who.items()}
        key = f"stands_in:{person.id}:{tx.now.timestamp():.0f}"
        t = tongue_of(reader, tx)
        said |= {"since": t.day(since), "until": t.until(until)}
        post.tell(tx, reader.id, key, msgid, record_id=None, **said)


def shut_out(tx: Tx, setter: Member, person: Member) -> None:
    """Tell the other administrators."""
    for admin in people.matching(tx, roles=[Role.ADMIN.value]):
        if admin.id != setter.id:
            said = {"setter": setter.called(admin.language), "name": person.called(admin.language)}
            post.tell(tx, admin.id, f"shut_out:{person.id}:{tx.now.timestamp():.0f}", SHUT_OUT, record_id=None, **said)
