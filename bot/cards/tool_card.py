"""A tool as its label shows it: where it is, until when it is calibrated, and what this reader may do with it (R41)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.cards.model import Button, Card
from bot.cards.record_card import escape
from bot.procedure.tool_loan import TOOL_LOAN
from bot.procedure.words import N_
from bot.procedure.workflow import Action, Goes
from bot.tongue import Tongue

Place = Literal["here", "out", "in_check", "in_repair", "gone"]
PLACES = {
    "here": N_("Here, nobody has it."),
    "in_check": N_("Back, but not checked yet: quality has it."),
    "in_repair": N_("Not fit: it is being repaired."),
    "gone": N_("Lost or written off."),
}
LIKELY = frozenset({Goes.ON, Goes.STAY, Goes.TO})


@dataclass(frozen=True)
class ToolView:
    """A tool for one reader. lent_to, customer, loan: of the loan that has it, "" and None where there is none or the
    reader may not see it. due: (work item, its version, action) that this reader may do now."""

    id: int
    tool_no: str
    name: str
    model: str
    unit: str
    calibrated_until: date | None
    place: Place
    due_on: date | None
    lent_to: str
    customer: str
    loan: tuple[int, str] | None  # id and number
    due: tuple[tuple[int, int, Action], ...]
    can_lend: bool
    can_label: bool


def tool_card(v: ToolView, t: Tongue) -> Card:
    """Four lines and the verbs."""
    lines = [
        f"{TOOL_LOAN.emoji} <b>{escape(v.name)}</b> <code>{escape(v.tool_no)}</code>",
        escape(" · ".join(part for part in (v.model, v.unit) if part)),
        _calibration(v, t),
        _place(v, t),
    ]
    return Card("\n".join(line for line in lines if line), _buttons(v, t))


def _calibration(v: ToolView, t: Tongue) -> str:
    if v.calibrated_until is None:
        return t(N_("Not calibrated."))
    day = t.day(v.calibrated_until)
    if v.calibrated_until < t.now.astimezone(t.zone).date():
        return t(N_("<b>Calibration ended on {day}.</b> It cannot be lent."), day=day)
    return t(N_("Calibration valid until {day}."), day=day)


def _place(v: ToolView, t: Tongue) -> str:
    if v.place != "out":
        return t(PLACES[v.place])
    day = t.day(v.due_on) if v.due_on else ""
    late = v.due_on is not None and v.due_on < t.now.astimezone(t.zone).date()
    overdue = f" <b>{t(N_('Overdue'))}</b>" if late else ""
    if not v.lent_to:
        return t(N_("Lent, due back {day}."), day=day) + overdue
    where = N_("Lent to {who} ({customer}), due back {day}.")
    return t(where, who=escape(v.lent_to), customer=escape(v.customer), day=day) + overdue


def _buttons(v: ToolView, t: Tongue) -> tuple[tuple[Button, ...], ...]:
    verbs = [
        Button(t(action.label), f"w:{item}:{version}:{action.name}", action.style)
        for item, version, action in v.due
        if action.goes in LIKELY
    ]
    lend = [Button(t(N_("Lend")), f"t:{v.id}:lend", "success")] if v.can_lend else []
    loan = [Button(v.loan[1], f"r:{v.loan[0]}:open")] if v.loan else []
    label = [Button(t(N_("Label")), f"t:{v.id}:label")] if v.can_label else []
    rows = (tuple(verbs[:2]), tuple(verbs[2:4]), (*lend, *loan, *label))
    return tuple(row for row in rows if row)
