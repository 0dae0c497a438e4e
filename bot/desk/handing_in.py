"""The end of a form: handed in, or thrown away."""

from __future__ import annotations

from bot.desk import acting, archive, choices, day_limits, deliveries, opening, outcomes
from bot.desk.house import House, tongue_of
from bot.desk.model import Actor, Handed, Pressed, Refused
from bot.desk.sittings import OpenDraft, take
from bot.procedure.chapters import chapter
from bot.procedure.forms import is_empty
from bot.procedure.plans import BACK_TO
from bot.procedure.words import N_
from bot.storage import drafts, idempotency, records
from bot.storage.tx import Tx


def discard(tx: Tx, actor: Actor, draft_id: int) -> None:
    """Throw the draft away."""
    draft = take(tx, actor.member, draft_id)
    drafts.remove(tx, draft_id)
    deliveries.thrown_away(tx, draft.row)


def submit(tx: Tx, house: House, actor: Actor, draft_id: int) -> Handed:
    """Hand the form in. Handed in twice (a double tap) it takes effect once."""
    key = f"draft:{draft_id}"
    before = idempotency.earlier(tx, key)
    if before is not None:
        return Handed(**before)
    draft = take(tx, actor.member, draft_id)
    missing = draft.plan.missing(draft.data)
    if missing:
        t = tongue_of(actor.member, tx)
        raise Refused(N_("Still missing: {names}."), names=t.list(t(f.ask.label) for f in missing))
    handed = _hand_in(tx, house, actor, draft)
    archive.nothing_outstanding(tx, handed.record_id)
    drafts.remove(tx, draft_id)
    idempotency.keep(tx, key, handed.__dict__ | {"values": dict(handed.values)})
    return handed


def _put_down(draft: OpenDraft) -> set[str]:
    """What the bot itself put into a new form: the originals of forwarded messages."""
    fields = chapter(draft.row.kind).form.all_fields() if draft.row.purpose == "open" else ()
    return {f.name for f in fields if not f.ask.at}


def _hand_in(tx: Tx, house: House, actor: Actor, draft: OpenDraft) -> Handed:
    known = {f.name for f in draft.plan.shown(draft.data)} | _put_down(draft)
    given = draft.answers
    answers = {name: given.get(name) for name in known}
    answers = {name: value for name, value in answers.items() if not is_empty(value)}
    if draft.row.purpose == "open":
        origin = records.get(tx, draft.row.origin_id) if draft.row.origin_id else None
        day_limits.may_open(tx, house, actor.member, answers)
        record = opening.open_record(tx, house, actor, draft.row.kind, draft.row.route, answers, origin)
        return Handed(record.id, record.number, True, *outcomes.handed_in(tx, actor, record))
    assert draft.item is not None
    assert draft.record is not None
    assert draft.action is not None
    if answers.get(BACK_TO.name) == choices.APPLICANT:
        del answers[BACK_TO.name]
    done: Pressed = acting.act(tx, house, actor, draft.item.id, draft.row.item_version or 0, draft.action.name, answers)
    return Handed(draft.record.id, draft.record.number, False, done.text, dict(done.values))
