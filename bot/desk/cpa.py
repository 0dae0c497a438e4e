"""What a corrective action brings about beside its own steps (R47, R48): clocks, causes, links between occurrences."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.desk import post
from bot.desk.house import House
from bot.desk.model import Actor
from bot.procedure.cpa_form import ActionType
from bot.procedure.engine import DONE, OPEN
from bot.procedure.words import N_
from bot.storage import records, trail
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx

KIND = "cpa"
KNOWN = (  # what an action knows from the one that it follows on
    "customer_id", "site_id", "product_id", "part_id", "title", "failure_code", "owner_id", "team", "who_found", "what",
    "first_on", "where", "why_bad", "how", "how_many", "sub_supplier",
)  # fmt: skip
_IN_TEAM = N_("You are in the team of this action. Its owner will come to you.")
_CAME_AGAIN = N_("The same fault came again: {number}. It is linked here, and counted.")


def begin_action(tx: Tx, house: House, data: dict[str, Any]) -> dict[str, Any]:
    """An action's clocks run from when the fault was received or was in the OEM's portal, the earlier. One that follows
    on another knows what that one knew."""
    before = records.get(tx, data["repeat_of"]) if data.get("repeat_of") else None
    known = {name: before.data[name] for name in KNOWN if name in before.data} if before else {}
    again = {"times": (before.data.get("times") or 0) + 1} if before else {}
    # When the case says that something was received it may mean a part; the fault was known when the case was opened.
    known_at = [data[name] for name in ("received_at", "clock_at") if data.get(name)] or [tx.now.isoformat()]
    return {
        "action_type": ActionType.CORRECTIVE.value,
        **known,
        **data,
        **again,
        **({"safety_known": True} if "safety" in data else {}),
        "received_at": min(known_at, key=datetime.fromisoformat),
        "clock_at": min([*known_at, data.get("portal_at") or known_at[0]], key=datetime.fromisoformat),
    }


def call_team(tx: Tx, house: House, record: RecordRow, actor: Actor) -> RecordRow:
    """Everybody in the team is told so (D1)."""
    for line in record.data.get("team") or []:
        if line["person_id"] not in {actor.member.id, record.data["owner_id"]}:
            post.tell(tx, line["person_id"], f"team:{record.id}:{record.round}", _IN_TEAM, record_id=record.id)
    return record


def root_causes(tx: Tx, house: House, record: RecordRow, actor: Actor) -> RecordRow:
    """The last "because" of each 5-why is the root cause (D4)."""
    ends = {"occurrence_cause": "occurrence_whys", "escape_cause": "escape_whys"}
    found = {cause: record.data[whys][-1]["because"] for cause, whys in ends.items() if record.data.get(whys)}
    return records.change(tx, record, data={**record.data, **found})


def link_action(tx: Tx, house: House, record: RecordRow, actor: Actor) -> RecordRow:
    """A second occurrence links to the action that its fault has already instead of starting afresh (R48). One that is
    closed is followed by a further one."""
    if not record.data.get("cpa_needed"):
        return record
    chosen = records.get(tx, record.data["same_as"]) if record.data.get("same_as") else None
    action = chosen or same_fault(tx, record)
    if action is None:
        return record
    data = {**record.data, "same_as": action.id}
    if action.state == OPEN:
        _count(tx, action, record, actor)
    else:
        data["action_was_closed"] = True
    return records.change(tx, record, data=data)


def same_fault(tx: Tx, record: RecordRow) -> RecordRow | None:
    """The newest action for this customer's part and failure code, if the failure has one."""
    asked = [record.data.get(name) for name in ("customer_id", "part_id", "failure_code")]
    if not all(asked):
        return None
    return next((a for a in on_part(tx, record.data["part_id"]) if [a.data.get(n) for n in _FAULT] == asked), None)


_FAULT = ("customer_id", "part_id", "failure_code")


def on_part(tx: Tx, part_id: int | None) -> list[RecordRow]:
    """The actions on a part that run or ran, the newest first."""
    if part_id is None:
        return []
    found = records.of_kind(tx, KIND)
    return [a for a in found if a.data.get("part_id") == part_id and a.state in {OPEN, DONE}]


def _count(tx: Tx, action: RecordRow, record: RecordRow, actor: Actor) -> None:
    line = {"record_id": record.id, "on": tx.now.date().isoformat()}
    repeats = [*(action.data.get("repeats") or []), line]
    data = {**action.data, "repeats": repeats, "times": (action.data.get("times") or 0) + 1}
    if action.data.get("finished_at"):  # it was thought done: desk/cpa_sweeps.py takes it back to the causes
        data["disproved_by"] = record.id
    changed = records.change(tx, action, data=data)
    trail.append(tx, "came_again", actor_id=actor.member.id, record_id=action.id, data=line)
    owner = action.data.get("owner_id") or action.created_by
    key = f"again:{action.id}:{record.id}"
    post.tell(tx, owner, key, _CAME_AGAIN, record_id=action.id, number=record.number)
    post.redraw(tx, changed)
