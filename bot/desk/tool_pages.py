"""The card of a tool, for whoever reads its label or writes its number, and the way from it to a loan (R41)."""

from __future__ import annotations

from typing import Any

from bot.cards.model import Card
from bot.cards.tool_card import Place, ToolView, tool_card
from bot.desk import answering, beginning, views
from bot.desk.casework import case_of
from bot.desk.house import House, tongue_of
from bot.desk.model import Actor, Member, Refused
from bot.procedure import engine
from bot.procedure.forms import Data
from bot.procedure.people import called
from bot.procedure.permissions import may_open
from bot.procedure.roles import Role
from bot.procedure.tool_loan import TOOL_LOAN, number_on
from bot.procedure.words import N_
from bot.procedure.workflow import Action
from bot.storage import master, people, records, tools
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx

Due = tuple[int, int, Action]


def page(tx: Tx, house: House, member: Member, words: str) -> Card | None:
    """The card of the tool whose number or label `words` are; None if they are neither."""
    tool = tools.numbered(tx, number_on(words))
    return tool_card(_view(tx, house, member, tool), tongue_of(member, tx)) if tool else None


def begin_loan(tx: Tx, house: House, actor: Actor, tool_id: int) -> int:
    """Begin a loan of this tool; the draft's id. Unreadable if it cannot be lent, Refused if not theirs to lend."""
    draft_id = beginning.start(tx, house, actor, TOOL_LOAN.kind, TOOL_LOAN.routes[0].key, None)
    answering.pick(tx, actor, draft_id, "tool_id", tool_id)
    return draft_id


def to_label(tx: Tx, member: Member, tool_id: int) -> str:
    """The number of a tool whose label this person may print. Refused otherwise."""
    tool = tools.get(tx, tool_id)
    if tool is None or not _labels(member, tool):
        raise Refused(N_("The unit that has the tool prints its label, or an administrator."))
    return str(tool.tool_no)


def _labels(member: Member, tool: Any) -> bool:
    return member.role is Role.ADMIN or (member.unit_id == tool.unit_id and member.role is not Role.AUDITOR)


def _view(tx: Tx, house: House, member: Member, tool: Any) -> ToolView:
    has_it = records.get(tx, tool.loan_id) if tool.loan_id else None
    place = _place(tool, has_it)
    loan = has_it if has_it and views.allowed(tx, member, has_it) else None
    known = has_it if member.unit_id == tool.unit_id else loan  # whose tool it is knows where it is
    told = known.data if known and place == "out" else {}
    unit = people.unit_row(tx, tool.unit_id)
    until = tool.calibration_valid_until
    calibrated = until is not None and until >= house.calendar.local_date(tx.now)
    return ToolView(
        id=tool.id,
        tool_no=tool.tool_no,
        name=called(tool.name, tool.name_en, member.language),
        model=tool.model or "",
        unit=called(unit.name, unit.name_en, member.language) if unit else "",
        calibrated_until=until,
        place=place,
        due_on=tools.day(has_it.data["due_on"]) if has_it and place == "out" else None,
        lent_to=told.get("borrower_person", ""),
        customer=_customer(tx, member, told),
        loan=(loan.id, loan.number) if loan else None,
        due=_due(tx, member, tool.id),
        can_label=_labels(member, tool),
        can_lend=place == "here" and calibrated and may_open(member, TOOL_LOAN.routes[0]),
    )


def _place(tool: Any, loan: RecordRow | None) -> Place:
    if not tool.active:
        return "gone"
    if loan is None:
        return "here"
    if not loan.data.get("returned_at"):
        return "out"
    return "in_repair" if loan.data.get("unfit") else "in_check"


def _customer(tx: Tx, member: Member, loan: Data) -> str:
    pair = ("customer", loan.get("customer_id") or 0)
    return master.labels(tx, [pair], member.language).get(pair, "")


def _due(tx: Tx, member: Member, tool_id: int) -> tuple[Due, ...]:
    """What this person may do now on loans of the tool: hand it out, take it back, extend …"""
    loans = [r for r in records.of_kind(tx, TOOL_LOAN.kind) if r.state == engine.OPEN and r.data["tool_id"] == tool_id]
    return tuple(due for loan in loans for due in _actions(tx, member, loan))


def _actions(tx: Tx, member: Member, loan: RecordRow) -> list[Due]:
    item = views.own_item(tx, member, loan)
    if item is None or item.paused_at is not None:
        return []
    return [(item.id, item.version, a) for a in engine.offered(case_of(loan), TOOL_LOAN.step(loan.route, item.step))]
