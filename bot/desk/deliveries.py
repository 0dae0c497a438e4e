"""Manufacturing's answer to "can this date be kept?" (R33). One answer counts, and everybody who was asked sees it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.desk import beginning
from bot.desk.house import House, tongue_of
from bot.desk.model import Actor, Pressed, Refused
from bot.procedure.late_delivery import LATE_DELIVERY
from bot.procedure.people import called
from bot.procedure.permissions import may_open
from bot.procedure.words import N_
from bot.storage import chases, deliveries, drafts, idempotency, master, outbox, people, trail
from bot.storage.rows import DraftRow
from bot.storage.tx import Tx

KIND = LATE_DELIVERY.kind
ON_TIME, LATE = "on_time", "late"


def confirm(tx: Tx, house: House, actor: Actor, line_id: int, on_time: bool) -> Pressed:
    """On time is noted; late begins a delay notice in which the order line is filled in. Only manufacturing answers,
    and whoever comes later is told who did."""
    before = idempotency.earlier(tx, actor.key)
    if before is not None:
        return Pressed(False, draft_id=before["draft"]) if "draft" in before else Pressed(**before)
    pressed = _confirm(tx, house, actor, line_id, on_time)
    idempotency.keep(tx, actor.key, asdict(pressed))
    return pressed


def _confirm(tx: Tx, house: House, actor: Actor, line_id: int, on_time: bool) -> Pressed:
    if not may_open(actor.member, LATE_DELIVERY.route(KIND)):
        raise Refused(N_("Only manufacturing answers this."))
    line = master.line(tx, line_id)
    if line is None or line.delivered_on is not None:
        raise Refused(N_("This order line is delivered or gone. Nothing left to do."))
    if chases.has_open_notice(tx, line_id):
        raise Refused(N_("A delay notice for this order line is under way already."))
    if line.answered_at is not None:
        return _too_late(tx, actor, line)
    _note(tx, actor, line_id, ON_TIME if on_time else LATE)
    if on_time:
        return Pressed(True, N_("Noted: on time. Thank you."))
    draft_id = beginning.start(tx, house, actor, KIND, KIND, None)
    drafts.change(tx, draft_id, data={"order_line_id": line_id})
    return Pressed(False, draft_id=draft_id)


def _note(tx: Tx, actor: Actor, line_id: int, answer: str) -> None:
    master.change_line(tx, line_id, answer=answer, answered_at=tx.now, answered_by=actor.member.id)
    trail.append(tx, answer, actor_id=actor.member.id, telegram_id=actor.telegram_id, data={"line": line_id})
    _redraw(tx, line_id)


def _too_late(tx: Tx, actor: Actor, line: Any) -> Pressed:
    """Who answered what and when; whoever began the delay notice goes on with it."""
    _redraw(tx, line.id)
    mine = _begun(tx, actor.member.id, line.id) if line.answer == LATE else None
    if mine is not None:
        return Pressed(False, draft_id=mine.id)
    tongue = tongue_of(actor.member, tx)
    by = people.names(tx, [line.answered_by])[line.answered_by]
    said = N_("{name} answered {time}: late. Nothing left to do.")
    if line.answer == ON_TIME:
        said = N_("{name} answered {time}: on time. Nothing left to do.")
    values = {"name": called(*by, actor.member.language), "time": tongue.moment(line.answered_at)}
    return Pressed(False, said, values, stale=True)


def _begun(tx: Tx, person_id: int, line_id: int) -> DraftRow | None:
    """The delay notice that this person has begun to write for the order line."""
    found = drafts.of_person(tx, person_id)
    return next((d for d in found if d.purpose == "open" and _line_of(d) == line_id), None)


def _line_of(draft: DraftRow) -> int | None:
    return draft.data.get("order_line_id") if draft.kind == KIND else None


def thrown_away(tx: Tx, draft: DraftRow) -> None:
    """Whoever said late and then drops the notice has not answered: everybody is asked again."""
    line = master.line(tx, _line_of(draft) or 0)
    if line is not None and (line.answer, line.answered_by) == (LATE, draft.person_id):
        master.change_line(tx, line.id, **master.UNANSWERED)
        _redraw(tx, line.id)


def _redraw(tx: Tx, line_id: int) -> None:
    """Bring every copy of the question up to date."""
    line = master.line(tx, line_id)
    assert line is not None
    for shown in deliveries.of_question(tx, line_id, line.promised_date):
        outbox.enqueue(
            tx,
            key=f"redraw:{shown.id}:{line.answer}:{tx.now.timestamp():.0f}",
            kind="redraw",
            chat_id=shown.chat_id,
            person_id=shown.person_id,
            params={"delivery": shown.id, "message_id": shown.message_id},
        )
