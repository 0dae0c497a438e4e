"""What a customer file is made of: the lines of its lists, and the words that its answers choose from (R13)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from bot.procedure.forms import Form, ask, given, known_by
from bot.procedure.kinds import AnyDay, Count, OneOf, PartId, PhoneNo, Reading, ShortText, Unreadable, Whole, Words
from bot.procedure.late_delivery import Channel
from bot.procedure.roles import Choice
from bot.procedure.words import N_


@dataclass(frozen=True)
class Code(Words):
    """A short code by which a customer is known in numbers and lists."""

    high: int = 20

    def read(self, text: str, at: Reading) -> str:
        words = text.strip()
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}", words):
            raise Unreadable(
                N_("A code is up to 20 letters and digits without blanks, for example BMW. You wrote “{text}”."),
                text=words[:60],
            )
        return words


@dataclass(frozen=True)
class Mailbox(Words):
    """An e-mail address."""

    high: int = 120

    def read(self, text: str, at: Reading) -> str:
        words = super().read(text, at)
        if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+", words):
            raise Unreadable(N_("An e-mail address looks like name@firm.com. You wrote “{text}”."), text=words[:60])
        return words


class CustomerKind(Choice):
    """What a customer is to us."""

    OEM = "oem", N_("Vehicle manufacturer")
    TIER_1 = "tier_1", N_("Tier 1 supplier")
    DEALER = "dealer", N_("Dealer")
    END_USER = "end_user", N_("End user")
    SERVICE_STATION = "service_station", N_("Service station")


class ContactLanguage(Choice):
    """What a contact reads."""

    CHINESE = "zh_CN", N_("Chinese")
    ENGLISH = "en", N_("English")
    GERMAN = "de", N_("German")
    JAPANESE = "ja", N_("Japanese")


class WarrantyStart(Choice):
    """From when the warranty counts."""

    DELIVERY = "delivery", N_("Our delivery")
    SALE = "sale", N_("Sale of the vehicle")
    IN_SERVICE = "in_service", N_("Start of use")


class Confidentiality(Choice):
    """Who outside may learn of it."""

    OPEN = "open", N_("Not confidential")
    CONFIDENTIAL = "confidential", N_("Confidential")
    STRICT = "strict", N_("Strictly confidential")


class FilePart(Choice):
    """A part of the file, as one speaks of it."""

    NAMES = "names", N_("Name and kind")
    PLANTS = "plants", N_("Plants and lines")
    CONTACTS = "contacts", N_("Contacts")
    PEOPLE = "people", N_("Engineer and deputy")
    PRODUCTS = "products", N_("Products supplied")
    TIMES = "times", N_("Agreed times")
    WARRANTY = "warranty", N_("Warranty terms")
    DEMANDS = "demands", N_("Special requirements")


class Plant(Form):
    """A plant, or a line in it: the same one under another name."""

    name: ShortText = ask("row", N_("Plant"), N_("Name of the plant?"))
    line: ShortText = ask("row", N_("Line"), N_("Which line?"), need="should")
    address: ShortText = ask("row", N_("Address"), N_("Address?"), need="should")
    id: Count = known_by()


class Contact(Form):
    """Whom to talk to there, and how (R23)."""

    name: ShortText = ask("row", N_("Name"), N_("Name of the contact?"))
    post: ShortText = ask("row", N_("Post"), N_("Which post or role?"), need="should")
    phone: PhoneNo = ask("row", N_("Phone"), N_("Phone number?"))
    language: Annotated[str | None, OneOf(ContactLanguage)] = ask(
        "row", N_("Language"), N_("Which language?"), assumed=ContactLanguage.CHINESE.value
    )
    channel: Annotated[str | None, OneOf(Channel)] = ask("row", N_("Prefers"), N_("Which channel do they prefer?"))
    email: Annotated[str | None, Mailbox()] = ask(
        "row", N_("E-mail"), N_("E-mail address?"), need="should", when=given("channel", "email")
    )


class Supplied(Form):
    """A part that the customer gets from us."""

    part_id: PartId = ask("row", N_("Part"), N_("Which part?"))
    since: AnyDay = ask("row", N_("Since"), N_("Since when?"), need="should")


Hours = Annotated[int | None, Whole(1, 999)]
Days = Annotated[int | None, Whole(1, 365)]
Years = Annotated[int | None, Whole(1, 50)]
Months = Annotated[int | None, Whole(1, 240)]

PARTS: Final = {
    FilePart.NAMES: ("code", "name", "name_en", "short_name", "kind", "group_name"),
    FilePart.PLANTS: ("plants",),
    FilePart.CONTACTS: ("contacts",),
    FilePart.PEOPLE: ("engineer_id", "deputy_id"),
    FilePart.PRODUCTS: ("products", "annual_volume"),
    FilePart.TIMES: (
        "acknowledge_hours",
        "acknowledge_urgent_hours",
        "answer_days",
        "on_site_hours",
        "on_site_urgent_hours",
        "containment_hours",
        "root_cause_days",
        "actions_days",
        "closed_days",
    ),
    FilePart.WARRANTY: ("warranty_months", "warranty_km", "warranty_start", "old_part_rule", "ntf_agreement"),
    FilePart.DEMANDS: ("portal", "special_requirements", "agreement", "retention_years", "confidentiality"),
}
"""Which answers belong to which part."""
TEXTS = {"old_part_rule", "ntf_agreement", "portal", "special_requirements", "agreement", "group_name", "short_name"}
PLAIN: Final = TEXTS | {"code", "name", "name_en", "line", "address", "post", "phone", "email"}
"""Answers, and columns of their lines, that read the same in every language."""

NAMED: Final = ("code", "name", "name_en", "short_name", "kind", "plants", "contacts", "engineer_id", "deputy_id")
WARRANTED: Final = ("warranty_months", "warranty_km", "warranty_start", "old_part_rule")
NEEDED_ON_SITE: Final = frozenset({*NAMED, *WARRANTED})
"""What a job on site asks of a file: the people of a service centre read this and no more (R40)."""


def is_strict(data: Mapping[str, Any]) -> bool:
    """Whether nobody outside learns of this customer without need."""
    return data.get("confidentiality") == Confidentiality.STRICT


def parts_of(names: Collection[str]) -> list[str]:
    """The parts of the file that these answers belong to."""
    return [part.value for part, members in PARTS.items() if set(members) & set(names)]
