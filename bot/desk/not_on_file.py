"""What is typed for a reference and is not on file: a contact is put down by name and phone number; of everything else
it is said who adds it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bot.desk.model import Option
from bot.procedure.forms import Data
from bot.procedure.kinds import Ref, Unreadable
from bot.procedure.words import N_
from bot.storage.customer_master import put_down_contact
from bot.storage.tx import Tx

NAME_AND_PHONE: Final = re.compile(
    r"(?P<name>[^\d+]*[^\W\d_][^\d+]*?)[\s,:，：·(（]*(?P<phone>\+?\d[\d\s./-]{5,28}\d)[)）]?"
)
LONGEST: Final = 100  # characters of a name with a phone number
CONTACT: Final = N_(
    "“{text}” is not among the contacts. Write name and phone number, for example Zhou Qiang 138 4312 0099."
)
NOBODY: Final = N_("Nothing found for “{text}”. Please ask your administrator to add it.")
OTHERWISE: Final = N_("Nothing found for “{text}”. Type a part of the name or number, for example {example}.")
BY_ADMINISTRATOR: Final = N_(
    "Nothing found for “{text}”. Type a part of the name or number, for example {example}. If it is not on file, an "
    "administrator adds it."
)
NOT_FOUND: Final[Mapping[str, str]] = {
    "customer": N_(
        "Nothing found for “{text}”. Type a part of the name, for example {example}. If there is no customer file, the "
        "project team sets it up with /new."
    ),
    "site": N_(
        "Nothing found for “{text}”. Type a part of the name, for example {example}. If it is not on file, report a "
        "customer data change: /new."
    ),
    "part": BY_ADMINISTRATOR,
    "product": BY_ADMINISTRATOR,
    "tool": BY_ADMINISTRATOR,
}


def contact_named(tx: Tx, kind: Ref, data: Data, text: str) -> int | None:
    """The contact that `text` names by name and phone number, put down now; None if it names none."""
    found = re.fullmatch(NAME_AND_PHONE, text.strip()) if len(text) <= LONGEST else None
    customer_id = data.get(kind.within or "")
    if kind.entity != "contact" or not isinstance(customer_id, int) or found is None:
        return None
    return put_down_contact(tx, customer_id, found["name"].strip()[:60], found["phone"].strip())


def not_found(kind: Ref, text: str, offered: list[Option]) -> Unreadable:
    """The sentence that says what to type instead, and who adds what is not on file."""
    if kind.entity == "contact":
        return Unreadable(CONTACT, text=text[:60])
    if not offered:
        return Unreadable(NOBODY, text=text[:60])
    said = NOT_FOUND.get(kind.entity, OTHERWISE)
    return Unreadable(said, text=text[:60], example=offered[0].label.split(" · ")[0])
