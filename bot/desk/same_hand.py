"""Two approvals in a row that the same person would give: one press gives both, and both say so."""

from __future__ import annotations

from bot.desk.casework import Holder, case_of, holders
from bot.procedure import engine
from bot.procedure.chapters import chapter
from bot.procedure.workflow import Action, Goes, Step
from bot.storage import records
from bot.storage.rows import ItemRow, RecordRow
from bot.storage.tx import Tx

SAME_HAND = "same_hand"  # in the trail's data of the second


def following(
    tx: Tx, record: RecordRow, item: ItemRow, holder: Holder, action: Action
) -> tuple[ItemRow, Action] | None:
    """The approval that `action` on `item` has just opened for whoever did it, and the word that gives it; None where
    somebody else has it or shares it by absence, where something is asked for it, or where it must be signed apart."""
    step = chapter(record.kind).step(record.route, item.step)
    if not step.approval or action.goes is not Goes.ON or holder.behalf is not None:
        return None
    for owed in records.items(tx, record.id, only_open=True):
        after = chapter(record.kind).step(record.route, owed.step)
        opened_now = owed.opened_at == tx.now and owed.wakes_at is None and owed.id != item.id
        if opened_now and after.approval and not after.signs_apart and _mine(tx, record, owed, after, holder):
            yes = engine.offered(case_of(record), after)[0]
            if yes.goes is Goes.ON and not yes.asks and not yes.reason:
                return owed, yes
    return None


def _mine(tx: Tx, record: RecordRow, owed: ItemRow, step: Step, holder: Holder) -> bool:
    return any(h.member.id == holder.member.id and h.behalf is None for h in holders(tx, record, owed, step))
