"""The desk: one method a use case, each one transaction. Handlers, dialogs and reminders come here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.cards.model import Card
from bot.cards.printed import Printed
from bot.desk import (
    acting,
    answering,
    beginning,
    briefing_pages,
    deliveries,
    file_pages,
    forwards,
    handing_in,
    lists,
    mornings,
    overseeing,
    printing,
    remarks,
    rules,
    showing,
    sittings,
    steering,
    tool_pages,
)
from bot.desk.forwards import Forwarded
from bot.desk.model import (
    Actor,
    DraftLine,
    FileIn,
    Handed,
    Line,
    Member,
    Option,
    Owing,
    Pressed,
    Question,
    RuleLine,
    SentFile,
    Sitting,
)
from bot.desk.people_desk import PeopleDesk
from bot.procedure.workflow import Chapter, Route


class Desk(PeopleDesk):
    """Refused and Unreadable (each with a sentence for the person) are the only exceptions meant for people."""

    # --- house rules --------------------------------------------------------------------------------------------------

    async def house_rules(self, actor: Actor) -> list[RuleLine]:
        """Every house rule and time limit as it is now."""
        return await self._read(rules.lines, self.house, actor)

    async def set_rule(self, actor: Actor, key: str, answer: Any) -> RuleLine:
        """A house rule or time limit is changed, for records opened from now on."""
        return await self._write(rules.change, self.house, actor, key, answer)

    # --- forms --------------------------------------------------------------------------------------------------------

    async def may_open(self, member: Member) -> list[tuple[Chapter, Route]]:
        """What this person may open, most used first."""
        return await self._read(lists.may_open_routes, member)

    async def start(self, actor: Actor, kind: str, route: str, origin_id: int | None = None) -> int:
        """Begin a form; the draft's id."""
        return await self._write(beginning.start, self.house, actor, kind, route, origin_id)

    async def begin_forwarded(self, actor: Actor, sent: Forwarded) -> int:
        """Begin a customer information with a forwarded message; the draft's id."""
        return await self._write(forwards.begin, self.house, actor, sent)

    async def takes_forwarded(self, member: Member, draft_id: int) -> bool:
        """Whether further forwarded messages belong to this form."""
        return await self._read(forwards.takes, member, draft_id)

    async def add_forwarded(self, actor: Actor, draft_id: int, sent: Forwarded) -> None:
        """One more forwarded message for a form that began with one."""
        await self._write(forwards.add, self.house, actor, draft_id, sent)

    async def drafts(self, member: Member) -> list[DraftLine]:
        """What this person has begun to write."""
        return await self._read(lists.drafts, member)

    async def sitting(self, member: Member, draft_id: int) -> Sitting:
        """A draft as its writer sees it."""
        return await self._read(sittings.show, member, draft_id)

    async def asked(self, member: Member, draft_id: int) -> Question | None:
        """What a draft asks now; None when its summary is due."""
        return await self._read(sittings.asked, member, draft_id)

    async def window(self, member: Member, draft_id: int, path: str, query: str) -> tuple[Sitting, list[Option]]:
        """A draft, and what can be picked for its question; `query` was typed for the question at `path`."""
        return await self._read(sittings.window, member, draft_id, path, query)

    async def options(self, member: Member, draft_id: int, path: str, query: str = "") -> list[Option]:
        """What can be picked for a question."""
        return await self._read(sittings.options, member, draft_id, path, query)

    async def answer(self, actor: Actor, draft_id: int, path: str, text: str) -> list[Option] | None:
        """What was typed: stored (None), or several rows to choose from."""
        return await self._write(answering.answer, actor, draft_id, path, text)

    async def pick(self, actor: Actor, draft_id: int, path: str, value: Any) -> None:
        """A button's value."""
        await self._write(answering.pick, actor, draft_id, path, value)

    async def add_file(self, actor: Actor, draft_id: int, path: str, file: FileIn) -> int:
        """A photo or file; how many there are now."""
        return await self._write(answering.add_file, self.house, actor, draft_id, path, file)

    async def drop_files(self, actor: Actor, draft_id: int, path: str) -> None:
        """Take the photos of a question out again."""
        await self._write(answering.drop_files, actor, draft_id, path)

    async def drop_line(self, actor: Actor, draft_id: int, path: str, number: int, of: int) -> None:
        """Take line `number` of `of` out again."""
        await self._write(answering.drop_line, actor, draft_id, path, number, of)

    async def skip(self, actor: Actor, draft_id: int, path: str) -> None:
        """Leave a question that may be left."""
        await self._write(answering.skip, actor, draft_id, path)

    async def back(self, actor: Actor, draft_id: int) -> None:
        """To the question before."""
        await self._write(answering.back, actor, draft_id)

    async def goto(self, actor: Actor, draft_id: int, name: str) -> None:
        """To one question, to answer it anew."""
        await self._write(answering.goto, actor, draft_id, name)

    async def more(self, actor: Actor, draft_id: int, path: str, more: bool) -> None:
        """Another line or photo, or that was all."""
        await self._write(answering.more, actor, draft_id, path, more)

    async def discard(self, actor: Actor, draft_id: int) -> None:
        """Throw a draft away."""
        await self._write(handing_in.discard, actor, draft_id)

    async def submit(self, actor: Actor, draft_id: int) -> Handed:
        """Hand a form in."""
        return await self._write(handing_in.submit, self.house, actor, draft_id)

    # --- work ---------------------------------------------------------------------------------------------------------

    async def press(self, actor: Actor, item_id: int, version: int, action_name: str) -> Pressed:
        """A button of a card."""
        return await self._write(acting.press, self.house, actor, item_id, version, action_name)

    async def urge(self, actor: Actor, record_id: int) -> Pressed:
        """Urge those who have it."""
        return await self._write(steering.urge, self.house, actor, record_id)

    async def urge_owner(self, actor: Actor, item_id: int) -> Pressed:
        """Those above urge who has an item."""
        return await self._write(overseeing.urge, self.house, actor, item_id)

    async def begin_passing(self, actor: Actor, item_id: int) -> int:
        """Those above begin the form that gives an item to somebody else; the draft's id."""
        return await self._write(overseeing.begin_passing, actor, item_id)

    async def withdraw(self, actor: Actor, record_id: int) -> Pressed:
        """Take a record back."""
        return await self._write(steering.withdraw, self.house, actor, record_id)

    async def snooze(self, actor: Actor, item_ids: Sequence[int], when: str) -> datetime:
        """Remind this person of these items (of all they owe if none are named) "tomorrow" or on "monday".

        When that is: on a working morning. Refused for any other word."""
        return await self._write(mornings.snooze, self.house, actor, list(item_ids), when)

    async def confirm_delivery(self, actor: Actor, order_line_id: int, on_time: bool) -> Pressed:
        """Manufacturing's answer: on time, or a delay notice is begun."""
        return await self._write(deliveries.confirm, self.house, actor, order_line_id, on_time)

    async def record_shown(self, chat_id: int, message_id: int) -> int | None:
        """The record that a message shows."""
        return await self._read(remarks.record_shown, chat_id, message_id)

    async def remark(
        self, actor: Actor, record_id: int, text: str, file: FileIn | None, album: str, message_id: int | None = None
    ) -> str:
        """Add words or a file to a record's history; its number."""
        return await self._write(remarks.remark, self.house, actor, record_id, text, file, album, message_id)

    async def correct(self, actor: Actor, record_id: int, message_id: int, text: str) -> str | None:
        """Add to a record's history what a note of this person says since it was edited; None if it is none."""
        return await self._write(remarks.correct, actor, record_id, message_id, text)

    async def work(self, member: Member) -> list[Owing]:
        """What waits for this person."""
        return await self._read(lists.work, self.house, member)

    async def mine(self, member: Member) -> list[Line]:
        """What this person opened."""
        return await self._read(lists.mine, member)

    async def find(self, member: Member, text: str) -> list[Line]:
        """What this person may see of what a search finds."""
        return await self._read(lists.find, member, text)

    async def customers(self, member: Member, text: str) -> list[Option]:
        """The customers whose file a search finds."""
        return await self._read(file_pages.found, member, text)

    async def customer_file(self, member: Member, customer_id: int) -> Card:
        """A customer's file and its versions."""
        return await self._read(file_pages.page, member, customer_id)

    async def begin_file_change(self, actor: Actor, customer_id: int) -> int:
        """Begin the report of a change of a customer's file; the draft's id."""
        return await self._write(file_pages.begin_change, self.house, actor, customer_id)

    async def briefings(self, member: Member) -> Card:
        """Who is briefed for which product."""
        return await self._read(briefing_pages.page, self.house, member)

    async def tool_card(self, member: Member, words: str) -> Card | None:
        """The card of the tool whose number or label `words` are; None if they are neither."""
        return await self._read(tool_pages.page, self.house, member, words)

    async def tool_to_label(self, member: Member, tool_id: int) -> str:
        """The number of a tool whose label this person prints."""
        return await self._read(tool_pages.to_label, member, tool_id)

    async def begin_loan(self, actor: Actor, tool_id: int) -> int:
        """Begin a loan of this tool; the draft's id."""
        return await self._write(tool_pages.begin_loan, self.house, actor, tool_id)

    async def show(self, actor: Actor, record_id: int) -> Card:
        """A record's card for this person."""
        return await self._read(showing.card, self.house, actor.member, record_id)

    async def details(self, actor: Actor, record_id: int) -> Card:
        """Everything about a record."""
        return await self._read(showing.details, self.house, actor.member, record_id)

    async def sent_files(self, actor: Actor, record_id: int) -> list[SentFile]:
        """The photos and other files of a record, as Telegram knows them."""
        return await self._read(showing.files, actor.member, record_id)

    async def printed(self, actor: Actor, record_id: int) -> Printed:
        """A record as a form on paper."""
        return await self._read(printing.form, self.house, actor.member, record_id)

    async def show_item(self, actor: Actor, item_id: int) -> Card:
        """The card of one work item."""
        return await self._read(showing.item_card, self.house, actor.member, item_id)

    async def shown(
        self,
        actor: Actor,
        chat_id: int,
        message_id: int,
        *,
        record_id: int | None = None,
        item_id: int | None = None,
    ) -> None:
        """A handler showed this person a card itself: from now on it is redrawn like any other."""
        await self._write(showing.mark, actor.member, chat_id, message_id, record_id, item_id)
