"""From a row of the outbox to messages, in the reader's language, as the world stands when it is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.cards import chase_cards, gap_cards
from bot.cards.model import Card
from bot.cards.record_card import record_card
from bot.desk import lists, mornings, views
from bot.desk.casework import precedence
from bot.desk.house import House, tongue_of
from bot.desk.model import Member
from bot.procedure.engine import OPEN
from bot.procedure.words import N_
from bot.reminders.courier_parcel import Parcel
from bot.storage import chases, deliveries, master, outbox, people, records
from bot.storage.deliveries import DeliveryMark
from bot.storage.outbox import OutboxRow
from bot.storage.rows import ItemRow, RecordRow
from bot.storage.tx import Tx
from bot.tongue import Tongue


class Desktop:
    """The renderer of everything that the desk queues. An empty answer means: out of date, nothing to send."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._kinds: dict[str, Callable[[Tx, OutboxRow, Member], list[Parcel]]] = {
            "card": self._card,
            "urge": self._card,
            "progress": self._progress,
            "redraw": self._redraw,
            "notice": self._notice,
            "reminder": self._reminder,
            "morning": self._morning,
            "question": self._question,
            "draft": self._draft,
            "gap": _gap,
        }

    def render(self, tx: Tx, row: OutboxRow) -> list[Parcel]:
        """The messages of a row; none when it is out of date or nobody is there any more."""
        member = people.by_id(tx, row.person_id)
        if member is None:
            return []
        parcels = self._kinds[row.kind](tx, row, member)
        return [_marked(p, tongue_of(member, tx)) for p in parcels] if row.repeat else parcels

    def _card(self, tx: Tx, row: OutboxRow, member: Member) -> list[Parcel]:
        item = records.item(tx, row.work_item_id)
        record = records.get(tx, item.record_id) if item else None
        if item is None or record is None or item.state != "open" or not views.allowed(tx, member, record):
            return []
        t = tongue_of(member, tx)
        by = views.name(tx, member, row.params.get("by") or record.created_by)
        above = t(N_("🔔 {name} asks you to hurry."), name=by) if row.kind == "urge" else ""
        if gap := row.params.get("gap"):
            above = gap_cards.sent_again(*_window(gap), t)
        card = self._item_card(tx, member, record, item, above)
        return _to_all(tx, member, card, _mark(member, record, item, "card"))

    def _item_card(self, tx: Tx, member: Member, record: RecordRow, item: ItemRow | None, above: str = "") -> Card:
        """Without an item it has nothing to press: what its reader owes has a card of its own."""
        view = views.view(tx, self._house, member, record, item, own=False)
        return record_card(view, tongue_of(member, tx), above=above)

    def _progress(self, tx: Tx, row: OutboxRow, member: Member) -> list[Parcel]:
        record = records.get(tx, row.record_id or 0)
        if record is None:
            return []
        card = self._item_card(tx, member, record, None)
        return _to_all(tx, member, card, _mark(member, record, None, "progress"))

    def _redraw(self, tx: Tx, row: OutboxRow, member: Member) -> list[Parcel]:
        shown = deliveries.of(tx, row.params["delivery"])
        if shown is not None and shown.order_line_id is not None:
            return _question_again(tx, member, shown)
        record = records.get(tx, row.record_id or 0)
        if shown is None or record is None:
            return []
        replaced = row.params.get("replaced", False)
        item = None if replaced else records.item(tx, shown.work_item_id)
        if item is None and not views.allowed(tx, member, record):
            return []  # it became quality information since: what was seen is not kept up to date (R25)
        above = tongue_of(member, tx)(N_("There is a newer card of this further down.")) if replaced else ""
        card = self._item_card(tx, member, record, item, above)
        mark = _told(member, record) if replaced else _mark(member, record, item, shown.kind)
        parcel = Parcel(shown.chat_id, card.text, card.rows, edit_message_id=shown.message_id, delivery=mark)
        return [replace(parcel, protect=card.private)]  # it is sent afresh where it cannot be edited

    def _notice(self, tx: Tx, row: OutboxRow, member: Member) -> list[Parcel]:
        record = records.get(tx, row.record_id or 0)
        t = tongue_of(member, tx)
        values = row.params.get("values", {})
        if record is None:
            return _to_all(tx, member, Card(t(row.params["msgid"], **chase_cards.safe(values))))
        card = chase_cards.notice(row.params["msgid"], values, views.view(tx, self._house, member, record), t)
        return _to_all(tx, member, card, _told(member, record))

    def _reminder(self, tx: Tx, row: OutboxRow, member: Member) -> list[Parcel]:
        t = tongue_of(member, tx)
        found = (c for told in row.params["items"] if (c := self._chased(tx, member, *told)))
        chased = list({c.item_id: c for c in found}.values())  # it may come to its owner as to those above
        if not chased:
            return []
        if len(chased) > 1:
            return _to_all(tx, member, chase_cards.merged(chased, t))
        one = chased[0]
        card = chase_cards.single(one, t)
        record, item = records.get(tx, one.view.id), records.item(tx, one.item_id)
        assert record is not None
        assert item is not None
        own = one.audience == "performer"
        return _to_all(tx, member, card, _mark(member, record, item, "card") if own else _told(member, record))

    def _chased(self, tx: Tx, member: Member, item_id: int, audience: str, level: int) -> chase_cards.Chased | None:
        item = records.item(tx, item_id)
        record = records.get(tx, item.record_id) if item else None
        if item is None or record is None or item.state != "open" or record.state != OPEN:
            return None
        audience = "performer" if views.holds(tx, member, record, item) else audience
        view = views.view(tx, self._house, member, record, item)
        late = self._house.company_calendar(tx).working_between(item.due_at, tx.now) if item.due_at else timedelta()
        who = views.owner(tx, member, record, item)
        return chase_cards.Chased(item.id, audience, level, view, late, who, item.due_at)

    def _morning(self, tx: Tx, row: OutboxRow, member: Member) -> list[Parcel]:
        t = tongue_of(member, tx)
        owed = sorted(mornings.told_in(tx, member), key=lambda item: _precedence(tx, item))
        chased = [c for item in owed if (c := self._chased(tx, member, item.id, "performer", 0))]
        waiting = len(lists.work(tx, self._house, member))
        later = (mornings.next_day(tx, self._house, member, when) for when in ("tomorrow", "monday"))
        card = chase_cards.morning(chased, waiting, chase_cards.Later(member.id, *later), t)
        return _to_all(tx, member, card) if chased else []

    def _question(self, tx: Tx, row: OutboxRow, member: Member) -> list[Parcel]:
        line = master.line(tx, row.params["line"])
        if line is None or line.delivered_on is not None or chases.has_open_notice(tx, line.id):
            return []
        if line.answered_at is not None:
            return []
        return _to_all(tx, member, _question_card(tx, member, line), _question_mark(member, line))

    def _draft(self, tx: Tx, row: OutboxRow, member: Member) -> list[Parcel]:
        found = next((d for d in lists.drafts(tx, member) if d.id == row.params["draft"]), None)
        if found is None:
            return []
        t = tongue_of(member, tx)
        title = t(found.action.label if found.action else found.chapter.route(found.route).title)
        card = chase_cards.draft(
            found.id, f"{title} {found.number}".strip(), found.position, found.total, found.started_at, t
        )
        return _to_all(tx, member, card)


def _gap(tx: Tx, row: OutboxRow, member: Member) -> list[Parcel]:
    p = row.params
    card = gap_cards.back(*_window(p["gap"]), gap_cards.Left(p["count"], p["shown"], p["long"]), tongue_of(member, tx))
    return _to_all(tx, member, card)


def _window(gap: Mapping[str, str]) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(gap["from"]), datetime.fromisoformat(gap["to"])


def _precedence(tx: Tx, item: ItemRow) -> int:
    record = records.get(tx, item.record_id)
    assert record is not None
    return precedence(record)


def _to_all(tx: Tx, member: Member, card: Card, mark: DeliveryMark | None = None) -> list[Parcel]:
    """To every account of the person that can be reached."""
    chats = outbox.chats_of(tx, member.id)
    return [Parcel(chat, card.text, card.rows, delivery=mark, protect=card.private) for chat in chats]


def _question_again(tx: Tx, member: Member, shown: Any) -> list[Parcel]:
    line = master.line(tx, shown.order_line_id)
    if line is None:
        return []
    card, mark = _question_card(tx, member, line), _question_mark(member, line)
    return [Parcel(shown.chat_id, card.text, card.rows, edit_message_id=shown.message_id, delivery=mark)]


def _question_card(tx: Tx, member: Member, line: Any) -> Card:
    customer = master.labels(tx, [("customer", line.customer_id)], member.language)
    name = customer.get(("customer", line.customer_id), "")
    by = views.name(tx, member, line.answered_by)
    return chase_cards.question(line, name, by, tongue_of(member, tx))


def _question_mark(member: Member, line: Any) -> DeliveryMark:
    version = deliveries.asked_for(line.promised_date, answered=line.answered_at is not None)
    return DeliveryMark(member.id, None, version, kind="question", order_line_id=line.id)


def _mark(member: Member, record: RecordRow, item: ItemRow | None, kind: str) -> DeliveryMark:
    version = item.version if item else record.version
    keeps = record.state == OPEN and (item is None or item.state == "open")
    return DeliveryMark(member.id, record.id, version, item.id if item else None, kind, keeps)


def _told(member: Member, record: RecordRow) -> DeliveryMark:
    """A message about a record that is never redrawn; it can be replied to all the same."""
    return DeliveryMark(member.id, record.id, record.version, kind="notice", open=False)


def _marked(parcel: Parcel, t: Tongue) -> Parcel:
    if parcel.edit_message_id is not None:
        return parcel
    return replace(parcel, text=f"{parcel.text}\n{t(N_('(may be a repeat)'))}")
