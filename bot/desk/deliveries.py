"""Manufacturing's answer to "can this date be kept?" (R33)."""

from __future__ import annotations

from bot.desk import sittings
from bot.desk.house import House
from bot.desk.model import Actor, Pressed, Refused
from bot.procedure.late_delivery import LATE_DELIVERY
from bot.procedure.permissions import may_open
from bot.procedure.words import N_
from bot.storage import chases, drafts, master, trail
from bot.storage.tx import Tx

KIND = LATE_DELIVERY.kind


def confirm(tx: Tx, house: House, actor: Actor, line_id: int, on_time: bool) -> Pressed:
    """On time is noted; late begins a delay notice in which the order line is filled in. Only manufacturing answers."""
    if not may_open(actor.member, LATE_DELIVERY.route(KIND)):
        raise Refused(N_("Only manufacturing answers this."))
    line = master.line(tx, line_id)
    if line is None or line.delivered_on is not None:
        raise Refused(N_("This order line is delivered or gone. Nothing left to do."))
    if chases.has_open_notice(tx, line_id):
        raise Refused(N_("A delay notice for this order line is under way already."))
    if on_time:
        master.change_line(tx, line_id, confirmed_at=tx.now)
        trail.append(tx, "on_time", actor_id=actor.member.id, telegram_id=actor.telegram_id, data={"line": line_id})
        return Pressed(True, N_("Noted: on time. Thank you."))
    draft_id = sittings.start(tx, house, actor, KIND, KIND, None)
    drafts.change(tx, draft_id, data={"order_line_id": line_id})
    return Pressed(False, draft_id=draft_id)
