"""Records for the demo: a few in every chapter and every state, so that a newcomer sees each in use within a minute."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from bot.demo.cases import CASES
from bot.demo.naming import Names, Pictures
from bot.demo.past import Past
from bot.desk import beginning, lists, post
from bot.desk.house import House
from bot.desk.model import Actor
from bot.procedure.chapters import chapter
from bot.storage import chases, drafts, figures, outbox, records
from bot.storage.tx import Tx

SHOWN: Final = 3
"""So many cards everybody finds in their chat; /work has the rest."""
GREETING: Final = timedelta(seconds=1)
"""Cards come after the welcome."""
REVIEWED: Final = (39, 3)
"""So many working days ago the month before was reviewed: the second of these is still to be done."""
BEGUN: Final[tuple[tuple[str, str, str, dict[str, Any]], ...]] = (
    ("李伟", "tool_loan", "tool_loan", {"customer_id": "FAW", "tool_id": "G-022", "purpose": "读取青岛工厂的故障码"}),
    (
        "赵敏",
        "quality_alert",
        "quality_alert",
        {"customer_id": "FAW", "part_id": "SPD-1108", "title": "传感器引线偏短"},
    ),
)
"""Forms that somebody left half filled: by whom, chapter, route, and what is answered."""


def are_wanted(tx: Tx) -> bool:
    """Whether there is no record yet: what was played is never added to."""
    return figures.first_opened(tx) is None


def seed(tx: Tx, house: House, pictures: Pictures) -> None:
    """Fill a database without records. Nothing of it is sent."""
    Past(tx, house, pictures).play(CASES, REVIEWED)
    _begin_forms(tx, house, Names(tx, house, pictures))
    outbox.drop_waiting(tx)


def _begin_forms(tx: Tx, house: House, names: Names) -> None:
    for who, kind, route, answers in BEGUN:
        actor = Actor(names.member(who), names.account(who))
        draft_id = beginning.start(tx, house, actor, kind, route, None)
        found = names.resolved(chapter(kind).form, answers, tx.now)
        drafts.change(tx, draft_id, data=found)
        drafts.note_reminded(tx, draft_id)  # it is no news


def show(tx: Tx, house: House) -> None:
    """Everybody's first cards: what is most urgent of what waits for them."""
    for member in chases.reachable(tx):
        for owing in lists.work(tx, house, member)[:SHOWN]:
            record, item = records.get(tx, owing.record_id), records.item(tx, owing.item_id)
            assert record is not None
            assert item is not None
            post.send_card(tx, record, item, member.id, again=":demo")
    outbox.put_off(tx, tx.now + GREETING)
