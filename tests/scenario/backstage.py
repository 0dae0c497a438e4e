"""What a story builds on but is not about: records opened and moved on by the desk's own verbs, without the chat.

A form through the chat costs a scenario two seconds, its record alone twenty milliseconds. Each chapter plays its
forms through the chat once; whatever comes after in other tests begins here.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

from bot.demo.run import Demo
from bot.desk import acting, opening
from bot.desk.house import House
from bot.desk.model import Actor
from bot.procedure.chapters import chapter
from bot.procedure.kinds import Photos, Ref
from bot.procedure.workflow import Chapter
from bot.sandbox.client import Player
from bot.storage import evidence, master, people, records
from bot.storage.files import Stored
from bot.storage.tx import Tx

PHOTOS = count(1)

PART: dict[str, Any] = {
    "customer_id": "FAW", "site_id": "Changchun plant 1", "receiver_id": "郑国强", "receiver_phone": "13604310021",
    "part_id": "ECU-2045-B", "qty": 2, "reason": "faulty", "batch_no": "SN-123", "needed_on": "2026-12-10",
    "urgency": "normal", "complaint": "It died", "failed_on": "2026-11-20", "mileage_km": 12000, "photos": 1,
    "quality_info": False,
}  # fmt: skip
"""A warranty part, as `stage.WARRANTY` opens it in the chat."""

RESUPPLY: dict[str, Any] = {
    "customer_id": "SAIC-GM", "site_id": "Wuhan plant", "receiver_id": "Keller", "receiver_phone": "13971550462",
    "part_id": "PRS-0720-C", "qty": 5, "reason": "short", "source_no": "GM-ASN-5521", "needed_on": "2026-11-24",
    "urgency": "normal",
}  # fmt: skip
"""A resupply for the OEM."""

JOB: dict[str, Any] = {
    "service_type": "repair", "customer_id": "FAW", "site_id": "Changchun plant 1", "contact_id": "郑国强",
    "contact_phone": "13604310021", "product_id": "ECM", "part_id": "ECU-2045-B", "symptom_told": "Stalls when warm",
    "urgency": "normal",
}  # fmt: skip
"""A repair that the engineer opens for himself."""

REPORT: dict[str, Any] = {
    "symptom_found": "Resets above 85 degrees", "cause_class": "product", "actions_taken": "Swapped it",
    "parts_swapped": False, "photos": 3, "result": "solved", "quality_info": False,
}  # fmt: skip
"""The report of such a repair."""


@dataclass(frozen=True)
class Backstage:
    """Deeds by account. A reference is written as what finds it ("FAW"), photos as how many there are."""

    demo: Demo
    play: Player

    async def open(self, account: int, kind: str, route: str = "", /, **answers: Any) -> str:
        """Open a record and let everybody be told; its number. Refused as in the chat."""
        house = self.demo.app.desk.house
        number = await self.demo.app.database.write(_open, house, account, kind, route or kind, answers)
        await self._settled()
        return number

    async def act(self, account: int, number: str, action: str, /, **answers: Any) -> None:
        """Do what this person owes on the record. Refused as in the chat; LookupError if nobody owes that."""
        await self.demo.app.database.write(_act, self.demo.app.desk.house, account, number, action, answers)
        await self._settled()

    async def part(self, account: int, /, **changes: Any) -> str:
        """A warranty part that waits for the unit leader; its number."""
        return await self.open(account, "spare_part", "warranty_spare", **PART | changes)

    async def resupply(self, account: int, /, **changes: Any) -> str:
        """A resupply that waits for quality; its number."""
        return await self.open(account, "spare_part", "oem_resupply", **RESUPPLY | changes)

    async def job(self, account: int, /, **changes: Any) -> str:
        """A repair that its engineer is to begin; its number."""
        return await self.open(account, "site_job", **JOB | changes)

    async def reported_job(self, account: int, /, **changes: Any) -> str:
        """A repair that is done and reported, not yet signed by the customer; its number."""
        number = await self.job(account)
        await self.act(account, number, "start")
        await self.act(account, number, "finish")
        await self.act(account, number, "report", **REPORT | changes)
        return number

    async def _settled(self) -> None:
        assert await self.play.settle(30), "the bot is still busy"


def _open(tx: Tx, house: House, account: int, kind: str, route: str, answers: dict[str, Any]) -> str:
    found = _found(tx, chapter(kind), answers)
    return opening.open_record(tx, house, _actor(tx, account), kind, route, found).number


def _act(tx: Tx, house: House, account: int, number: str, action: str, answers: dict[str, Any]) -> None:
    record = records.by_number(tx, number)
    assert record is not None, number
    of = chapter(record.kind)
    for item in records.items(tx, record.id, only_open=True):
        if any(a.name == action for a in of.step(record.route, item.step).actions):
            found = _found(tx, of, answers)
            acting.act(tx, house, _actor(tx, account), item.id, item.version, action, found)
            return
    raise LookupError(f"nobody owes “{action}” on {number}")


def _actor(tx: Tx, account: int) -> Actor:
    member = people.by_account(tx, account)
    assert member is not None, account
    return Actor(member, account)


def _found(tx: Tx, of: Chapter, answers: dict[str, Any]) -> dict[str, Any]:
    """The answers as the desk takes them: ids for names, files for counts."""
    kinds = {field.name: field.kind for field in of.form.all_fields()}
    found = dict(answers)
    for name, value in answers.items():
        match kinds.get(name):
            case Ref(entity=entity) if isinstance(value, str):
                found[name] = master.search(tx, entity, value, "en")[0][0]
            case Photos():
                found[name] = [_photo(tx) for _ in range(value)]
    return found


def _photo(tx: Tx) -> int:
    """A photo that is here already."""
    name = f"backstage-{next(PHOTOS)}"
    file_id = evidence.announce(
        tx, kind="photo", telegram_file_id=name, telegram_unique_id=name, person_id=None, mime="image/jpeg"
    )
    evidence.arrived(tx, file_id, Stored(name, 1, "image/jpeg"))
    return file_id
