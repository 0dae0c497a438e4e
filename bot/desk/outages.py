"""Back after an outage: Telegram keeps presses for 150 seconds and messages for a day, so people are told what did not
arrive, and what waits for them is sent anew (reliability.md 5)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.desk import post
from bot.desk.casework import precedence
from bot.storage import chases, deliveries, heartbeat, outbox, records, trail
from bot.storage.rows import ItemRow, RecordRow
from bot.storage.tx import Tx

PRESSES_KEPT = timedelta(seconds=150)
MESSAGES_KEPT = timedelta(hours=24)
MOST = 10
"""So many cards one person is sent anew; the rest is under /work."""


@dataclass
class Waiting:
    """What one person was shown and still owes."""

    cards: dict[int, tuple[RecordRow, ItemRow]] = field(default_factory=dict)
    lines: set[int] = field(default_factory=set)

    @property
    def first(self) -> list[tuple[RecordRow, ItemRow]]:
        """The cards that are sent anew, the most urgent first."""
        return sorted(self.cards.values(), key=lambda pair: precedence(pair[0]))[:MOST]


def beat(tx: Tx, name: str, back_at: datetime | None = None, silent: timedelta = timedelta()) -> bool:
    """A sign of life. Whether it was the first after an outage longer than Telegram keeps presses: then everybody
    concerned is told, and the trail says so. `back_at`: when it ended, if not now (a clock was set meanwhile).
    `silent`: how long it was at least."""
    last, end = heartbeat.last_beat(tx, name), back_at or tx.now
    last = min(last, end - silent) if last else None
    heartbeat.beat(tx, name)
    if last is None or end - last <= PRESSES_KEPT:
        return False
    _back(tx, last, end)
    return True


def _back(tx: Tx, since: datetime, until: datetime) -> None:
    gap = {"from": since.isoformat(), "to": until.isoformat()}
    waiting = _waiting(tx)
    is_long = until - since > MESSAGES_KEPT
    asked = {member.id for member in chases.reachable(tx)} if is_long else set()
    for person_id in sorted(waiting.keys() | asked):
        _tell(tx, person_id, waiting.get(person_id, Waiting()), gap, is_long=is_long)
    cards = sum(len(one.cards) for one in waiting.values())
    trail.append(tx, "gap", data={**gap, "cards": cards, "people": len(waiting), "asked_to_resend": len(asked)})


def _waiting(tx: Tx) -> dict[int, Waiting]:
    found: defaultdict[int, Waiting] = defaultdict(Waiting)
    for shown in deliveries.open_cards(tx):
        item = records.item(tx, shown.work_item_id)
        record = records.get(tx, item.record_id) if item else None
        if item is None or record is None or item.paused_at or item.wakes_at:
            continue
        if any(holder.member.id == shown.person_id for holder in post.item_holders(tx, record, item)):
            found[shown.person_id].cards[item.id] = (record, item)
    for shown in deliveries.open_questions(tx):
        found[shown.person_id].lines.add(shown.order_line_id)
    return dict(found)


def _tell(tx: Tx, person_id: int, waiting: Waiting, gap: dict[str, str], *, is_long: bool) -> None:
    """First what happened, then the cards; the old ones lose their buttons."""
    counts = {"count": len(waiting.cards) + len(waiting.lines), "shown": len(waiting.first) + len(waiting.lines)}
    params = {"gap": gap, **counts, "long": is_long}
    outbox.enqueue(tx, key=f"gap:{gap['to']}:{person_id}", kind="gap", person_id=person_id, params=params)
    for record, item in waiting.first:
        post.take_back(tx, record, item, person_id)
        post.send_card(tx, record, item, person_id, again=f":gap:{gap['to']}", gap=gap)
    for line_id in sorted(waiting.lines):
        key = f"question:{line_id}:gap:{gap['to']}:{person_id}"
        outbox.enqueue(tx, key=key, kind="question", person_id=person_id, params={"line": line_id})
