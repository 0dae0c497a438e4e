"""What an answer must fulfil beside the others: a delay notice names a later day than the promised one, whichever way
the day comes in (R33); a swapped part has two numbers."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

import pytest

from bot.desk.checks import CHECKS
from bot.desk.model import Actor, Refused
from bot.dialogs.sitting.answers import answer_keys
from bot.dialogs.sitting.memory import Memory
from bot.procedure.chapters import CHAPTERS
from bot.procedure.kinds import Unreadable
from bot.tongue import Tongue
from tests.desk.office import CHEN, LI, SALES, Office

DAY = re.compile(r"\d{4}-\d\d-\d\d")
NOTICE = {"new_date": "2026-12-07", "late_qty": 300, "cause_class": "material", "cause": "Magnets", "remedy": "Others"}
TOLD = {"told_contact_id": 1, "told_channel": "phone"}
REFUSED = {
    "consent": "refused",
    "consent_contact_id": 1,
    "consent_channel": "phone",
    "refusal_reason": "The line needs them",
    "next_action": "Air freight",
}
JOB = {
    "service_type": "repair", "customer_id": 1, "site_id": 1, "contact_id": 1, "contact_phone": "138 4312 0099",
    "product_id": 1, "part_id": 1, "symptom_told": "Stalls when warm", "urgency": "normal",
}  # fmt: skip


def test_every_check_named_by_a_form_exists() -> None:
    named = {f.ask.check for of in CHAPTERS.values() for f in of.form.all_fields() if f.ask.check}
    assert named <= set(CHECKS)


@pytest.mark.parametrize("days", [-1, 0])
async def test_a_day_that_is_no_delay_is_refused_at_the_question(office: Office, days: int) -> None:
    line_id, promised = await office.line("PO-88231", 2)
    draft_id = await office.begin(CHEN, "late_delivery", "late_delivery", {"order_line_id": line_id})
    actor = await office.actor(CHEN)
    with pytest.raises(Unreadable, match="must be after the promised one"):
        await office.desk.answer(actor, draft_id, "new_date", (promised + timedelta(days=days)).isoformat())
    sitting = await office.desk.sitting(actor.member, draft_id)
    assert "new_date" not in sitting.data
    assert sitting.question is not None
    assert sitting.question.path == "new_date"
    await office.desk.pick(actor, draft_id, "new_date", (promised + timedelta(days=1)).isoformat())


async def test_no_day_is_offered_that_would_be_refused(office: Office) -> None:
    line_id, promised = await office.line("PO-88231", 2)
    draft_id = await office.begin(CHEN, "late_delivery", "late_delivery", {"order_line_id": line_id})
    sitting = await office.desk.sitting((await office.actor(CHEN)).member, draft_id)
    assert sitting.question is not None
    assert sitting.question.first == promised + timedelta(days=1)
    t = Tongue("en", ZoneInfo("Asia/Shanghai"), office.clock.now())
    for memory in (Memory(), Memory(month=f"{promised:%Y-%m}")):
        rows = answer_keys(sitting.question, (), memory, t)
        days = [date.fromisoformat(found[0]) for b in chain(*rows) if (found := DAY.findall(b.data))]
        assert days
        assert min(days) > promised


async def test_it_is_refused_when_another_line_is_chosen_afterwards(office: Office) -> None:
    line_id, promised = await office.line("PO-88231", 2)
    answers = {**NOTICE, "order_line_id": line_id, "new_date": promised.isoformat()}
    draft_id = await office.begin(CHEN, "late_delivery", "late_delivery", answers)
    with pytest.raises(Unreadable, match="must be after the promised one"):
        await office.desk.submit(await office.actor(CHEN), draft_id)
    assert not office.rows("SELECT * FROM record")


async def test_it_is_refused_when_another_date_is_proposed(office: Office) -> None:
    line_id, promised = await office.line("PO-88231", 2)
    notice = await office.hand_in(CHEN, "late_delivery", "late_delivery", {**NOTICE, "order_line_id": line_id})
    await office.press(SALES, notice.id, "told", **TOLD)
    await office.press(SALES, notice.id, "answered", **REFUSED)
    item = await office.item(notice.id, "propose")
    draft_id = (await office.desk.press(await office.actor(CHEN), item.id, item.version, "propose")).draft_id
    assert draft_id is not None
    actor: Actor = await office.actor(CHEN)
    with pytest.raises(Unreadable, match="must be after the promised one"):
        await office.desk.answer(actor, draft_id, "new_date", promised.isoformat())
    await office.put(draft_id, {"new_date": promised.isoformat(), "remedy": "Air freight"})
    with pytest.raises(Unreadable, match="must be after the promised one"):
        await office.desk.submit(actor, draft_id)
    await office.put(draft_id, {"new_date": (promised + timedelta(days=1)).isoformat()})
    await office.desk.submit(actor, draft_id)
    assert (await office.item(notice.id)).step == "tell"


async def test_a_label_read_twice_is_no_new_part(office: Office) -> None:
    job = await office.hand_in(LI, "site_job", "site_job", JOB)
    for deed in ("start", "finish"):
        await office.press(LI, job.id, deed)
    item = await office.item(job.id, "report")
    actor: Actor = await office.actor(LI)
    draft_id = (await office.desk.press(actor, item.id, item.version, "report")).draft_id
    assert draft_id is not None
    await office.put(draft_id, {"parts_swapped": True, "swapped": [{"old_serial": "20261018-0337"}]})
    await office.desk.goto(actor, draft_id, "swapped.0.new_serial")
    with pytest.raises(Unreadable, match="is the number of the old part"):
        await office.desk.answer(actor, draft_id, "swapped.0.new_serial", "20261018-0337")
    await office.desk.answer(actor, draft_id, "swapped.0.new_serial", "20261102-0011")


async def test_no_more_is_late_than_was_ordered_however_many_that_is(office: Office) -> None:
    line_id, _ = await office.line("BYD-2611-077", 1)
    draft_id = await office.begin(CHEN, "late_delivery", "late_delivery", {**NOTICE, "order_line_id": line_id})
    actor = await office.actor(CHEN)
    await office.desk.goto(actor, draft_id, "late_qty")
    with pytest.raises(Unreadable, match="The line has"):
        await office.desk.answer(actor, draft_id, "late_qty", "2001")
    await office.desk.answer(actor, draft_id, "late_qty", "2000")


async def test_when_the_customer_was_told_and_answered_is_what_the_seller_says(office: Office) -> None:
    line_id, _ = await office.line("PO-88231", 2)
    notice = await office.hand_in(CHEN, "late_delivery", "late_delivery", {**NOTICE, "order_line_id": line_id})
    at = [(office.clock.now() - timedelta(hours=hours)).isoformat() for hours in (3, 2, 1)]
    await office.press(SALES, notice.id, "told", **TOLD, told_at=at[1])
    with pytest.raises(Unreadable, match="told later than that"):
        await office.press(SALES, notice.id, "answered", **REFUSED, answered_at=at[0])
    await office.press(SALES, notice.id, "answered", **REFUSED, answered_at=at[2])
    data = (await office.record(notice.id)).data
    assert [data["told_at"], data["answered_at"]] == at[1:]


@pytest.mark.parametrize(("step", "given"), [("told", TOLD), ("answered", REFUSED)])
async def test_what_was_written_is_shown(office: Office, step: str, given: dict[str, object]) -> None:
    line_id, _ = await office.line("PO-88231", 2)
    notice = await office.hand_in(CHEN, "late_delivery", "late_delivery", {**NOTICE, "order_line_id": line_id})
    if step == "answered":
        await office.press(SALES, notice.id, "told", **TOLD)
    in_writing = {name: "email" if name.endswith("_channel") else value for name, value in given.items()}
    with pytest.raises(Refused, match="Still missing"):
        await office.press(SALES, notice.id, step, **in_writing)
