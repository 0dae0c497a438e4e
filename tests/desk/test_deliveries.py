"""R33: one answer to "will it be on time?" counts, and everybody who was asked sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk import delivery_questions
from bot.desk.model import Refused
from bot.reminders.courier_parcel import Parcel
from bot.reminders.renderer import Desktop
from bot.storage import deliveries, outbox
from bot.storage.tx import Tx
from tests.desk.office import CHEN, LI, MA, Office

ASKED = "q:"


class Question:
    """The question about one order line, as it stands in the chats of those who were asked."""

    def __init__(self, office: Office, line_id: int) -> None:
        self.office, self.line_id = office, line_id
        self.shown: dict[int, Parcel] = {}  # by chat

    async def deliver(self) -> None:
        """Send and redraw what is queued."""
        while await self.office.database.write(self._deliver):
            pass

    def _deliver(self, tx: Tx) -> int:
        rows = outbox.claim(tx, 100)
        for row in rows:
            for parcel in Desktop(self.office.desk.house).render(tx, row):
                message_id = parcel.edit_message_id or row.id
                if parcel.delivery is not None and parcel.delivery.order_line_id == self.line_id:
                    deliveries.mark(tx, parcel.chat_id, message_id, parcel.delivery)
                    self.shown[parcel.chat_id] = parcel
            outbox.sent(tx, row, row.id)
        return len(rows)

    def buttons(self, account: int) -> list[str]:
        return [button.data for row in self.shown[account].buttons for button in row]


@pytest.fixture
async def question(office: Office) -> Question:
    line_id, _ = await office.line("PO-88231", 2)  # promised for Tuesday, 1 December
    office.clock.advance(hours=23, minutes=31)  # Tuesday 08:31, five working days before
    await office.database.write(delivery_questions.sweep_order_lines, office.desk.house)
    question = Question(office, line_id)
    await question.deliver()
    return question


async def answer(office: Office, question: Question, account: int, on_time: bool, update: int | None = None) -> str:
    """What the presser reads, or "draft 7" if a notice is begun."""
    actor = await office.actor(account, update)
    pressed = await office.desk.confirm_delivery(actor, question.line_id, on_time)
    await question.deliver()
    said = office.desk.tongue(actor.member)(pressed.text, **pressed.values) if pressed.text else ""
    return said or f"draft {pressed.draft_id}"


async def test_both_are_asked_and_one_answer_is_enough(office: Office, question: Question) -> None:
    assert question.buttons(CHEN) == question.buttons(MA) == [f"q:{question.line_id}:yes", f"q:{question.line_id}:no"]
    assert await answer(office, question, CHEN, True) == "Noted: on time. Thank you."
    for account in (CHEN, MA):
        assert question.shown[account].text.endswith(
            f"\n✓ Chen Gang {office.clock.now() + timedelta(hours=8):%H:%M}: on time"
        )
        assert question.buttons(account) == []
    late = await answer(office, question, MA, False)
    assert late.startswith("Chen Gang answered today ")
    assert late.endswith(": on time. Nothing left to do.")
    assert not office.rows("SELECT * FROM draft")


async def test_late_is_seen_by_all_and_goes_on_for_who_said_it(office: Office, question: Question) -> None:
    draft = await answer(office, question, CHEN, False, update=77)
    assert draft.startswith("draft ")
    assert "✗ Chen Gang" in question.shown[MA].text
    assert question.buttons(MA) == []
    assert await answer(office, question, CHEN, False, update=77) == draft  # the same update, handled again
    assert await answer(office, question, CHEN, False) == draft  # pressed again
    assert "late. Nothing left to do." in await answer(office, question, MA, False)
    assert len(office.rows("SELECT * FROM draft")) == 1


async def test_who_drops_the_notice_has_not_answered(office: Office, question: Question) -> None:
    draft = await answer(office, question, CHEN, False)
    await office.desk.discard(await office.actor(CHEN), int(draft.split()[1]))
    await question.deliver()
    assert len(question.buttons(CHEN)) == len(question.buttons(MA)) == 2
    assert await answer(office, question, MA, True) == "Noted: on time. Thank you."


async def test_it_is_asked_afresh_two_days_before(office: Office, question: Question) -> None:
    await answer(office, question, CHEN, True)
    office.clock.advance(days=3)
    await office.database.write(delivery_questions.sweep_order_lines, office.desk.house)
    await question.deliver()
    assert len(question.buttons(MA)) == 2
    assert (await answer(office, question, MA, False)).startswith("draft ")


async def test_a_question_on_its_way_is_not_sent_when_somebody_has_answered(office: Office, question: Question) -> None:
    await answer(office, question, CHEN, True)
    params = {"line": question.line_id}
    await office.database.write(outbox.enqueue, key="late one", kind="question", person_id=1, params=params)
    row = (await office.database.write(outbox.claim, 1))[0]
    assert await office.read(lambda tx: Desktop(office.desk.house).render(tx, row)) == []


async def test_only_manufacturing_answers(office: Office, question: Question) -> None:
    with pytest.raises(Refused, match="Only manufacturing"):
        await answer(office, question, LI, True)
