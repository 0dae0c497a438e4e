"""A desk that keeps nothing but what a test puts on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from bot.cards.model import Button, Card
from bot.cards.printed import Printed
from bot.catalogues.store import Language
from bot.desk.forwards import Forwarded
from bot.desk.model import Actor, DraftLine, FileIn, Line, Member, Option, Owing, Pressed, Refused, SentFile
from bot.procedure.chapters import CHAPTERS
from bot.procedure.roles import Role, UnitKind
from bot.procedure.workflow import Chapter, Route
from bot.tongue import Tongue
from tests.support.clocks import HandClock

LI_WEI, WANG_FANG, STRANGER = 101, 102, 900
ADMIN_CODE = "sixteen-letters-"
SITE_JOB, SPARE_PART = CHAPTERS["site_job"], CHAPTERS["spare_part"]


def member(member_id: int, name: str, role: Role = Role.FIELD_STAFF) -> Member:
    return Member(
        id=member_id,
        name=name,
        name_en=None,
        unit_id=1,
        unit_name="After-sale",
        unit_name_en=None,
        unit_kind=UnitKind.SERVICE_UNIT,
        unit_parent_id=None,
        role=role,
        supervisor_id=None,
        language="en",
        zone="Asia/Shanghai",
    )


class FakeDesk:
    def __init__(self, clock: HandClock) -> None:
        self.clock = clock
        self.members = {LI_WEI: member(1, "Li Wei"), WANG_FANG: member(2, "Wang Fang", Role.UNIT_LEADER)}
        self.owed: list[Owing] = []
        self.lines: list[Line] = []
        self.files: list[Option] = []
        self.sent: list[SentFile] = []
        self.administered = True
        self.openable = [(SITE_JOB, SITE_JOB.routes[0]), *((SPARE_PART, route) for route in SPARE_PART.routes)]
        self.half_filled: list[DraftLine] = []
        self.cards: dict[int, int] = {}  # message id → record id
        self.done: list[tuple[Any, ...]] = []
        self.marked: list[tuple[int, int | None, int | None]] = []
        self.outcome: Pressed | Exception = Pressed(done=True, text="Done.")
        self.invitations = {"a-good-token": 3}

    def tongue(self, member: Member) -> Tongue:
        return self.tongue_for(member.language, member.zone)

    def tongue_for(self, language: str, zone: str | None = None) -> Tongue:
        return Tongue(cast(Language, language), ZoneInfo(zone or "Asia/Shanghai"), self.clock.now())

    async def member(self, telegram_id: int) -> Member | None:
        return self.members.get(telegram_id)

    async def set_language(self, actor: Actor, language: str) -> None:
        self.members[actor.telegram_id] = replace(actor.member, language=language)

    async def has_admin(self) -> bool:
        return self.administered

    async def claim_admin(self, telegram_id: int, name: str, language_code: str, code: str) -> Member:
        if code != ADMIN_CODE:
            raise Refused("This code is not right.")
        self.members[telegram_id] = member(9, name, Role.ADMIN)
        return self.members[telegram_id]

    async def reachable(self, telegram_id: int, reachable: bool) -> None:
        self.done.append(("reachable", telegram_id, reachable))

    async def heard_from(self, telegram_id: int) -> None:
        """Nobody is thought to have blocked the bot."""

    async def shown(
        self, actor: Actor, chat_id: int, message_id: int, *, record_id: int | None = None, item_id: int | None = None
    ) -> None:
        self.marked.append((chat_id, record_id, item_id))

    async def join(self, telegram_id: int, name: str, language_code: str, token: str) -> Member:
        if token not in self.invitations:
            raise Refused("This invitation is used up or expired. Please ask for a new one.")
        self.members[telegram_id] = member(self.invitations.pop(token), name)
        return self.members[telegram_id]

    async def may_open(self, member: Member) -> Sequence[tuple[Chapter, Route]]:
        return self.openable

    async def drafts(self, member: Member) -> Sequence[DraftLine]:
        return self.half_filled

    async def sitting(self, member: Member, draft_id: int) -> object:
        if draft_id not in {draft.id for draft in self.half_filled}:
            raise Refused("This form is no longer there.")
        return draft_id

    async def work(self, member: Member) -> Sequence[Owing]:
        return self.owed

    async def mine(self, member: Member) -> Sequence[Line]:
        return self.lines

    async def find(self, member: Member, text: str) -> Sequence[Line]:
        return [line for line in self.lines if text.lower() in f"{line.number} {line.title}".lower()]

    async def customers(self, member: Member, text: str) -> Sequence[Option]:
        return [file for file in self.files if text.lower() in file.label.lower()]

    async def customer_file(self, member: Member, customer_id: int) -> Card:
        return Card(f"file {customer_id}")

    async def begin_file_change(self, actor: Actor, customer_id: int) -> int:
        return 900 + customer_id

    async def briefings(self, member: Member) -> Card:
        return Card("briefings")

    async def tool_card(self, member: Member, words: str) -> Card | None:
        return Card(f"tool {words}") if words == "G-017" else None

    async def tool_to_label(self, member: Member, tool_id: int) -> str:
        return f"G-{tool_id:03}"

    async def begin_loan(self, actor: Actor, tool_id: int) -> int:
        return 700 + tool_id

    async def begin_forwarded(self, actor: Actor, sent: Forwarded) -> int:
        self.done.append(("begin_forwarded", sent.author, sent.words))
        return 800

    async def takes_forwarded(self, member: Member, draft_id: int) -> bool:
        return draft_id == 800

    async def add_forwarded(self, actor: Actor, draft_id: int, sent: Forwarded) -> None:
        self.done.append(("add_forwarded", draft_id, sent.words))

    async def show(self, actor: Actor, record_id: int) -> Card:
        line = next((line for line in self.lines if line.record_id == record_id), None)
        if line is None:
            raise Refused("This record is not yours to see.")
        return Card(f"card of {line.number}", ((Button("Details", f"r:{record_id}:more"),),))

    async def details(self, actor: Actor, record_id: int) -> Card:
        return Card(f"details of {record_id}")

    async def sent_files(self, actor: Actor, record_id: int) -> list[SentFile]:
        return self.sent

    async def printed(self, actor: Actor, record_id: int) -> Printed:
        return Printed(f"{record_id}.html", "Notice", "<!DOCTYPE html>")

    async def show_item(self, actor: Actor, item_id: int) -> Card:
        return Card(f"card of item {item_id}", ((Button("Approve", f"w:{item_id}:1:approve", "success"),),))

    async def record_shown(self, chat_id: int, message_id: int) -> int | None:
        return self.cards.get(message_id)

    async def remark(
        self, actor: Actor, record_id: int, text: str, file: FileIn | None, album: str, message_id: int | None = None
    ) -> str:
        self.done.append(("remark", record_id, text, file.kind if file else "", album))
        return "SP-202611-0001"

    async def correct(self, actor: Actor, record_id: int, message_id: int, text: str) -> str | None:
        self._outcome("correct", record_id, text)
        return None if text == "no note" else "SP-202611-0001"

    async def start(self, actor: Actor, kind: str, route: str, origin_id: int | None = None) -> int:
        self.done.append(("start", kind, route, origin_id))
        return 77

    async def discard(self, actor: Actor, draft_id: int) -> None:
        self.half_filled = [draft for draft in self.half_filled if draft.id != draft_id]
        self.done.append(("discard", draft_id))

    async def press(self, actor: Actor, item_id: int, version: int, action_name: str) -> Pressed:
        return self._outcome("press", actor.member.id, actor.key, item_id, version, action_name)

    async def urge(self, actor: Actor, record_id: int) -> Pressed:
        return self._outcome("urge", record_id)

    async def urge_owner(self, actor: Actor, item_id: int) -> Pressed:
        return self._outcome("urge_owner", item_id)

    async def begin_passing(self, actor: Actor, item_id: int) -> int:
        self.done.append(("begin_passing", item_id))
        return 77

    async def withdraw(self, actor: Actor, record_id: int) -> Pressed:
        return self._outcome("withdraw", record_id)

    async def snooze(self, actor: Actor, item_ids: Sequence[int], when: str) -> datetime:
        self.done.append(("snooze", tuple(item_ids), when))
        return datetime(2026, 11, 30, 0, 15, tzinfo=UTC)

    async def confirm_delivery(self, actor: Actor, order_line_id: int, on_time: bool) -> Pressed:
        return self._outcome("confirm_delivery", order_line_id, on_time)

    def _outcome(self, *deed: Any) -> Pressed:
        self.done.append(deed)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome
