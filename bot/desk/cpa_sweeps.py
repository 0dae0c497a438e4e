"""What follows from an action for other records, and from other records for an action."""

from __future__ import annotations

from bot.desk import acting, cpa
from bot.desk.house import House
from bot.desk.owners import owner_among
from bot.procedure.closing import AWAIT_ACTION, VERIFIED
from bot.procedure.cpa import CAME_BACK, RECURRENCE
from bot.procedure.people import Member
from bot.procedure.roles import UnitKind
from bot.storage import records
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx


def sweep_actions(tx: Tx, house: House) -> int:
    """Let cases go on whose action is verified, and take actions back to the causes whose fault came again after their
    end (R48). How many records moved. What is due is in the rows: nothing happens twice."""
    return _disprove(tx, house) + _release(tx, house)  # what is disproved is not verified any more


def _release(tx: Tx, house: House) -> int:
    moved = 0
    for item in records.open_at(tx, [AWAIT_ACTION.key]):
        case = records.get(tx, item.record_id)
        owner = _in_whose_name(tx, case) if case else None
        if case and owner and all(a.data.get("effective") for a in actions_of(tx, case)):
            acting.of_itself(tx, house, owner, item.id, VERIFIED.name, {})
            moved += 1
    return moved


def _in_whose_name(tx: Tx, case: RecordRow) -> Member | None:
    """Whoever opened it; somebody of quality once they have left: nothing waits for who is gone."""
    return owner_among(tx, [UnitKind.QUALITY_DEPT], [case.created_by])


def actions_of(tx: Tx, case: RecordRow) -> list[RecordRow]:
    """The actions that a case opened, or was linked to while they were open."""
    opened = [r for r in records.spawned(tx, case.id) if r.kind == cpa.KIND]
    linked = records.get(tx, case.data["same_as"]) if case.data.get("same_as") else None
    return opened or ([linked] if linked else [])


def _disprove(tx: Tx, house: House) -> int:
    moved = 0
    for item in records.open_at(tx, [step.key for step in RECURRENCE]):
        action = records.get(tx, item.record_id)
        case = records.get(tx, action.data["disproved_by"]) if action and action.data.get("disproved_by") else None
        reporter = _in_whose_name(tx, case) if case else None
        if case and reporter:
            acting.of_itself(tx, house, reporter, item.id, CAME_BACK.name, {"came_back": case.number})
            moved += 1
    return moved
