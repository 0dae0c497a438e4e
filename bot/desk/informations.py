"""What customer information brings about beside its own steps (R22, R25)."""

from __future__ import annotations

from typing import Any

from bot.desk import acting
from bot.desk.house import House
from bot.desk.owners import owner_among
from bot.procedure.customer_info import ALERT_CLOSED
from bot.procedure.engine import DONE
from bot.procedure.roles import UnitKind
from bot.storage import records
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx

AWAIT_ALERT = "await_alert"
ALERT = "quality_alert"


def sweep_informations(tx: Tx, house: House) -> int:
    """Close quality information whose alert quality has closed, in the name of who closed that, or of quality once they
    have left (R25). How many records moved. What is due is in the rows: nothing happens twice."""
    moved = 0
    for item in records.open_at(tx, [AWAIT_ALERT]):
        info = records.get(tx, item.record_id)
        closer = _closer(tx, info) if info else None
        member = owner_among(tx, [UnitKind.QUALITY_DEPT], [closer]) if closer else None
        if member is not None:
            acting.of_itself(tx, house, member, item.id, ALERT_CLOSED.name, {})
            moved += 1
    return moved


def _closer(tx: Tx, info: RecordRow) -> int | None:
    """Who closed the alert of this information; None while it is open."""
    alert: Any = next((r for r in records.spawned(tx, info.id) if r.kind == ALERT), None)
    if alert is None or alert.state != DONE:
        return None
    done = [i for i in records.items(tx, alert.id) if i.done_by]
    return max(done, key=lambda i: i.id).done_by if done else alert.created_by
