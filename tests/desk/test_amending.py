"""What is sent back is amended, not filled in anew, and judged as a new form is."""

from __future__ import annotations

import json

from bot.procedure.engine import STRAIGHT
from bot.storage.rows import RecordRow
from tests.desk.office import LI, WANG, ZHAO, Office


async def returned(office: Office) -> tuple[RecordRow, int]:
    """A warranty part that was sent back, and the draft in which its applicant amends it."""
    part = await office.part()
    await office.press(WANG, part.id, "return", reason="Details are missing")
    item = await office.item(part.id, "resubmit")
    pressed = await office.desk.press(await office.actor(LI), item.id, item.version, "resubmit")
    assert pressed.draft_id is not None
    return part, pressed.draft_id


async def test_only_the_summary_is_shown_with_everything_filled_in(office: Office) -> None:
    part, draft_id = await returned(office)
    sitting = await office.desk.sitting((await office.actor(LI)).member, draft_id)
    assert sitting.question is None
    assert not sitting.plan.missing(sitting.data)
    assert sitting.data["qty"] == part.data["qty"]
    assert "batch_no" in {f.name for f in sitting.plan.questions(sitting.data)}  # left out, and not asked again


async def test_one_answer_is_changed_and_the_summary_is_back(office: Office) -> None:
    part, draft_id = await returned(office)
    actor = await office.actor(LI)
    await office.desk.goto(actor, draft_id, "qty")
    await office.desk.answer(actor, draft_id, "qty", "5")
    assert (await office.desk.sitting(actor.member, draft_id)).question is None
    await office.desk.submit(actor, draft_id)
    assert (await office.record(part.id)).data["qty"] == 5
    assert (await office.item(part.id)).step == "review"


async def test_what_a_change_makes_necessary_is_asked(office: Office) -> None:
    part = await office.part(reason="wrong", quality_info=None)
    await office.press(WANG, part.id, "return", reason="Details are missing")
    item = await office.item(part.id, "resubmit")
    actor = await office.actor(LI)
    draft_id = (await office.desk.press(actor, item.id, item.version, "resubmit")).draft_id
    assert draft_id is not None
    await office.desk.goto(actor, draft_id, "reason")
    await office.desk.pick(actor, draft_id, "reason", "faulty")
    question = (await office.desk.sitting(actor.member, draft_id)).question
    assert question is not None
    assert question.path == "batch_no"


async def test_what_no_longer_applies_is_dropped_and_the_rest_follows(office: Office) -> None:
    part, draft_id = await returned(office)
    await office.put(draft_id, {"reason": "wrong", "customer_id": 2, "site_id": 3, "complaint": "Quite another part"})
    await office.desk.submit(await office.actor(LI), draft_id)
    amended = await office.record(part.id)
    assert "quality_info" not in amended.data
    assert (amended.customer_id, amended.site_id) == (2, 3)
    (row,) = office.rows("SELECT search FROM record WHERE id = ?", part.id)
    assert "quite another part" in row["search"]
    (entry,) = office.rows("SELECT data FROM event WHERE record_id = ? AND action = 'resubmit'", part.id)
    assert json.loads(entry["data"])["put"]["quality_info"] is None  # the trail says what was taken out


async def test_a_form_is_begun_once_an_update(office: Office) -> None:
    part = await office.part()
    for origin in (None, part.id):
        ids = {
            await office.desk.start(
                await office.actor(LI, update=40 + bool(origin)), "spare_part", "warranty_spare", origin
            )
            for _ in range(2)
        }
        assert len(ids) == 1
    assert len(office.rows("SELECT * FROM draft")) == 2


async def test_what_is_to_come_straight_back_does_so_with_the_first_signature_standing(office: Office) -> None:
    part = await office.part()
    await office.press(WANG, part.id, "approve")
    await office.press(ZHAO, part.id, "return", back_to=STRAIGHT, reason="Photo is missing or unclear")
    await office.press(LI, part.id, "resubmit", qty=3)
    steps = office.rows("SELECT step, state, round FROM work_item WHERE record_id = ? ORDER BY id", part.id)
    assert [tuple(row) for row in steps] == [
        ("review", "done", 1), ("confirm", "done", 1), ("amend", "done", 2), ("confirm", "open", 2),
    ]  # fmt: skip
    await office.press(ZHAO, part.id, "return", back_to="applicant", reason="Photo is missing or unclear")
    await office.press(LI, part.id, "resubmit", qty=4)
    assert (await office.item(part.id)).step == "review"
