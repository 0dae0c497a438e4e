"""Customer information that begins with forwarded messages: what they say is filled in, what they are is kept (R22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.desk import beginning, sittings
from bot.desk.house import House
from bot.desk.model import Actor, FileIn, Member, Refused
from bot.desk.remarks import announce
from bot.procedure.customer_info_form import InfoChannel
from bot.storage import customer_files, drafts, idempotency, master
from bot.storage.tx import Tx

KIND: Final = "customer_info"
LONGEST: Final = 4096  # characters of "said"; the originals keep everything


@dataclass(frozen=True)
class Forwarded:
    """A message of somebody else: who wrote it, when, what, and the file that came with it."""

    author: str
    sent_at: datetime
    words: str = ""
    file: FileIn | None = None


def begin(tx: Tx, house: House, actor: Actor, sent: Forwarded) -> int:
    """A form that begins with this message; its id. Refused if the person receives no customer information."""
    draft_id = beginning.start(tx, house, actor, KIND, KIND, None)
    add(tx, house, actor, draft_id, sent)
    return draft_id


def takes(tx: Tx, member: Member, draft_id: int) -> bool:
    """Whether this is a form that began with a forwarded message, to which further ones belong."""
    try:
        draft = sittings.take(tx, member, draft_id)
    except Refused:
        return False
    return draft.row.kind == KIND and draft.row.purpose == "open" and bool(draft.row.data.get("originals"))


def add(tx: Tx, house: House, actor: Actor, draft_id: int, sent: Forwarded) -> None:
    """Keep the message with the form; handled twice it is kept once."""
    key = f"{actor.key}:forwarded" if actor.key else None
    if idempotency.earlier(tx, key) is not None:
        return
    draft = sittings.take(tx, actor.member, draft_id)
    files = [announce(tx, house, actor, sent.file, draft.data.get("urgency"))] if sent.file else []
    known = draft.row.data if draft.row.data.get("originals") else {**_sender(tx, sent.author), **draft.row.data}
    drafts.change(tx, draft_id, data=_with(known, sent, files))
    idempotency.keep(tx, key, {"draft": draft_id})


def _sender(tx: Tx, author: str) -> dict[str, Any]:
    """The contact who is called so, and their customer, if there is exactly one."""
    found = [row_id for row_id, _ in master.search(tx, "contact", author, "en")]
    named = [i for i in found if author in {master.attribute(tx, "contact", i, n) for n in ("name", "name_en")}]
    customer_id = master.attribute(tx, "contact", named[0], "customer_id") if len(named) == 1 else None
    if customer_id is None or customer_files.version_in_force(tx, customer_id) is None:
        return {}
    return {"customer_id": customer_id, "contact_id": named[0]}


def _with(data: dict[str, Any], sent: Forwarded, files: list[int]) -> dict[str, Any]:
    """The answers with what the message says: who, how, when the first came, and in which words."""
    at = sent.sent_at.isoformat()
    original = {"author": sent.author, "sent_at": at, "words": sent.words or None, "files": files or None}
    said = "\n".join(part for part in (data.get("said"), sent.words) if part)[:LONGEST]
    evidence = list(dict.fromkeys([*(data.get("evidence") or []), *files]))
    author = {} if data.get("contact_id") else {"said_by": data.get("said_by") or sent.author}
    return {
        "channel": InfoChannel.CHAT.value,
        **data,
        **author,
        **({"said": said} if said else {}),
        **({"evidence": evidence} if evidence else {}),
        "received_at": min((data.get("received_at") or at), at, key=datetime.fromisoformat),
        "originals": [*(data.get("originals") or []), original],
    }
