"""Tools and gauges: lent while the calibration covers the loan, to one at a time, checked before the next (R41)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from bot.desk.house import House
from bot.desk.model import Actor, Option, Refused
from bot.procedure.calendar import WorkingCalendar
from bot.procedure.forms import Data
from bot.procedure.house_rules import FACT, TIME_LIMITS, TODAY
from bot.procedure.kinds import Unreadable
from bot.procedure.spans import parse_span
from bot.procedure.time_limits import LIMIT
from bot.procedure.tool_loan import CameBack
from bot.procedure.words import N_
from bot.storage import records, tools
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx
from bot.tongue import Tongue

LONGEST: Final = f"{LIMIT}tool_loan"
_CALENDAR: Final = WorkingCalendar.from_settings("UTC")  # which day it is, the answers say

NOT_BACK = N_("{tool} was due back on {day} and is still out ({number}). Please choose another one.")
IS_OUT = N_("{tool} is lent until {day} ({number}). Please choose another one, or ask for it when it is back.")
IN_CHECK = N_("{tool} is back, but not checked yet ({number}). Quality has it; please choose another one meanwhile.")
IN_REPAIR = N_("{tool} is not fit and being repaired ({number}). Please choose another one.")
GONE = N_("{tool} is lost or written off. Please choose another one.")
NOT_CALIBRATED = N_("{tool} is not calibrated, so it cannot be lent. Please choose another one.")
EXPIRED = N_("The calibration of {tool} was valid until {day}. It has to be calibrated before it can be lent.")
TOO_SHORT = N_("The calibration of {tool} is valid until {day} only. Please enter that day or an earlier one.")
TOO_LONG = N_("A tool is lent until {day} at the latest. Please enter that day or an earlier one.")
NOT_LONGER = N_("It is due back on {day} already. Please enter a later day.")
IN_SHORT: Final = {
    IS_OUT: N_("lent"),
    NOT_BACK: N_("lent"),
    IN_CHECK: N_("being checked"),
    IN_REPAIR: N_("being repaired"),
    GONE: N_("lost or written off"),
    NOT_CALIBRATED: N_("not calibrated"),
    EXPIRED: N_("calibration ended"),
}
"""Why a tool cannot be lent, where it is offered all the same."""


def tool_to_lend(tx: Tx, data: Data, value: int) -> None:
    """A tool can be asked for while it is here, checked and calibrated."""
    tool = tools.get(tx, value)
    if tool is None or not tool.active:
        raise Unreadable(GONE, tool=_called(tool))
    _raise_if_out(tx, tool, date.fromisoformat(data[TODAY]))
    if tool.calibration_valid_until is None:
        raise Unreadable(NOT_CALIBRATED, tool=_called(tool))
    if tool.calibration_valid_until < date.fromisoformat(data[TODAY]):
        raise Unreadable(EXPIRED, tool=_called(tool), day=tool.calibration_valid_until)


def _raise_if_out(tx: Tx, tool: Any, today: date) -> None:
    loan = records.get(tx, tool.loan_id)
    if loan is None:
        return
    if loan.data.get("returned_at"):
        raise Unreadable(IN_REPAIR if loan.data.get("unfit") else IN_CHECK, tool=_called(tool), number=loan.number)
    day = date.fromisoformat(loan.data["due_on"])
    raise Unreadable(NOT_BACK if day < today else IS_OUT, tool=_called(tool), day=day, number=loan.number)


def marked(tx: Tx, offered: Sequence[Option], data: Data, t: Tongue) -> list[Option]:
    """The tools that can be lent first; of the others why they cannot."""
    able, others = [], []
    for option in offered:
        try:
            tool_to_lend(tx, data, option.value)
            able.append(option)
        except Unreadable as no:
            others.append(Option(option.value, f"{option.label} · {t(IN_SHORT[no.msgid])}"))
    return able + others


def loan_covered(tx: Tx, data: Data, value: str) -> None:
    """The calibration covers the loan to its last day, and no loan is longer than the house allows."""
    day, tool = date.fromisoformat(value), tools.get(tx, data.get("tool_id"))
    until = tool.calibration_valid_until if tool else None
    if tool and until and day > until:
        raise Unreadable(TOO_SHORT, tool=_called(tool), day=until)
    latest = _latest(data)
    if day > latest:
        raise Unreadable(TOO_LONG, day=latest)


def loan_extended(tx: Tx, data: Data, value: str) -> None:
    """More time is more, and covered as the first was."""
    if value <= data["due_on"]:
        raise Unreadable(NOT_LONGER, day=date.fromisoformat(data["due_on"]))
    loan_covered(tx, data, value)


def tool_still_there(tx: Tx, data: Data, value: str) -> None:
    """What held when the loan was asked for holds when the tool goes out: another loan may have been quicker."""
    tool_to_lend(tx, data, data["tool_id"])
    loan_covered(tx, data, data["due_on"])


def _latest(data: Data) -> date:
    span = parse_span(data.get(FACT + LONGEST, TIME_LIMITS[LONGEST].default))
    return _CALENDAR.local_date(span.after(_CALENDAR.closing(date.fromisoformat(data[TODAY])), _CALENDAR))


def _called(tool: Any | None) -> str:
    return tool.tool_no if tool else "?"


def know_tool(tx: Tx, house: House, data: dict[str, Any]) -> dict[str, Any]:
    """A loan knows whose tool it is and until when that is calibrated."""
    tool = tools.get(tx, data["tool_id"])
    if tool is None:
        raise Refused(GONE, tool="?")
    return {**data, "owner_unit_id": tool.unit_id, **_calibration(tool)}


def _calibration(tool: Any) -> dict[str, str]:
    until = tool.calibration_valid_until
    return {"calibration_until": until.isoformat()} if until else {}


def tool_out(tx: Tx, house: House, record: RecordRow, actor: Actor) -> RecordRow:
    """The loan has the tool, and keeps until when it was calibrated as it went out."""
    tool_id = record.data["tool_id"]
    if not tools.take(tx, tool_id, record.id):
        raise Refused(N_("Somebody was faster. /work shows what waits for you."))
    return records.change(tx, record, data={**record.data, **_calibration(tools.get(tx, tool_id))})


def tool_back(tx: Tx, house: House, record: RecordRow, actor: Actor) -> RecordRow:
    """What is lost is not lent again; what is back waits for its check."""
    if record.data.get("state_back") == CameBack.LOST:
        tools.change(tx, record.data["tool_id"], active=False)
    return record


def tool_checked(tx: Tx, house: House, record: RecordRow, actor: Actor) -> RecordRow:
    """Found fit, a tool can be lent again, with its new calibration if it has one."""
    if record.data.get("unfit"):
        return record
    until = record.data.get("new_calibration")
    calibrated = {"calibration_valid_until": date.fromisoformat(until)} if until else {}
    tools.change(tx, record.data["tool_id"], loan_id=None, **calibrated)
    return record


def tool_written_off(tx: Tx, house: House, record: RecordRow, actor: Actor) -> RecordRow:
    """Nobody lends it any more."""
    tools.change(tx, record.data["tool_id"], active=False)
    return record
