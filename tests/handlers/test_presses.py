"""The buttons of cards: the desk decides, every press is answered."""

from __future__ import annotations

import pytest
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage

from bot.desk.model import DraftLine, Pressed, Refused, Unknown
from bot.procedure.kinds import Unreadable
from tests.handlers.conftest import FormStub
from tests.handlers.conversation import Person
from tests.handlers.fake_desk import SITE_JOB, FakeDesk
from tests.handlers.test_commands import line, owing
from tests.support.clocks import HandClock


async def test_a_press_reaches_the_desk_once_with_its_key(li_wei: Person, desk: FakeDesk) -> None:
    desk.outcome = Pressed(done=True, text="{name} approved", values={"name": "Li <Wei>"})
    assert await li_wei.tap("w:12:3:approve") == ["Li <Wei> approved"]
    ((deed, member_id, key, *pressed),) = desk.done
    assert (deed, member_id, pressed) == ("press", 1, [12, 3, "approve"])
    assert str(key).startswith(f"u:{li_wei.id}:")


async def test_a_refusal_is_said_on_the_button(li_wei: Person, desk: FakeDesk) -> None:
    desk.outcome = Refused("{name} approved at {time}.", name="Wang <Fang>", time="10:32")
    assert await li_wei.tap("w:12:3:approve") == ["Wang <Fang> approved at 10:32."]
    desk.outcome = Unreadable("You wrote “{text}”.", text="x" * 300)
    (notice,) = await li_wei.tap("r:12:urge")
    assert (len(notice), li_wei.counted) == (200, "handled")


async def test_what_names_a_thing_that_is_not_there_is_counted(li_wei: Person, desk: FakeDesk) -> None:
    desk.outcome = Unknown("This is no longer there.")
    assert await li_wei.tap("w:999:3:approve") == ["This is no longer there."]
    assert li_wei.counted == "unknown"


async def test_a_press_too_old_to_be_answered_is_answered_by_message(li_wei: Person, desk: FakeDesk) -> None:
    li_wei.session.refuse[AnswerCallbackQuery] = "Bad Request: query is too old"
    await li_wei.tap("w:12:3:approve")
    assert li_wei.read == ["Done."]


async def test_a_failure_leaves_no_press_spinning_and_is_passed_on(li_wei: Person, desk: FakeDesk) -> None:
    desk.outcome = ZeroDivisionError("a customer's name")
    with pytest.raises(ZeroDivisionError):
        await li_wei.tap("w:12:3:approve")
    assert [type(call) for call in li_wei.heard] == [AnswerCallbackQuery]


async def test_an_action_with_questions_opens_its_form(li_wei: Person, desk: FakeDesk, form: FormStub) -> None:
    desk.outcome = Pressed(done=False, draft_id=5)
    assert await li_wei.tap("w:12:3:return") == [""]
    assert form.opened == [5]
    await li_wei.tap("q:3:no")
    assert form.opened == [5, 5]
    assert desk.done[-1] == ("confirm_delivery", 3, False)


async def test_a_list_button_shows_the_card(li_wei: Person, desk: FakeDesk, clock: HandClock) -> None:
    desk.lines, desk.owed = [line(4, clock)], [owing(9, clock)]
    await li_wei.say("/mine")
    assert await li_wei.tap("Show 1") == [""]
    assert li_wei.read == ["card of SP-202611-0004"]
    await li_wei.tap("Details")
    assert li_wei.read == ["details of 4"]
    await li_wei.say("/work")
    await li_wei.tap("Handle 1")
    assert li_wei.read == ["card of item 9"]
    assert desk.marked == [(li_wei.id, 4, None), (li_wei.id, None, 9)]


async def test_details_take_the_place_of_a_card_but_not_of_a_list(
    li_wei: Person, desk: FakeDesk, clock: HandClock
) -> None:
    desk.lines = [line(4, clock), line(5, clock)]
    await li_wei.tap("r:4:open")
    await li_wei.tap("Details")
    assert isinstance(li_wei.heard[-1], EditMessageText)
    await li_wei.tap("r:4:card")
    assert isinstance(li_wei.heard[-1], EditMessageText)
    await li_wei.say("/mine")
    await li_wei.tap("r:4:more")
    assert isinstance(li_wei.heard[-1], SendMessage)


async def test_a_half_filled_form_is_offered_before_a_second_one(
    li_wei: Person, desk: FakeDesk, form: FormStub, clock: HandClock
) -> None:
    desk.half_filled = [DraftLine(7, SITE_JOB, "site_job", None, "", 7, 11, clock.now())]
    await li_wei.tap("n:site_job:site_job")
    assert form.opened == []
    assert set(li_wei.buttons) == {"Go on", "Discard", "Begin a new one"}
    await li_wei.tap("Begin a new one")
    assert form.opened == [77]
    assert desk.done == [("start", "site_job", "site_job", None)]


async def test_a_form_from_a_record_knows_where_it_came_from(li_wei: Person, desk: FakeDesk, form: FormStub) -> None:
    await li_wei.tap("r:8:new:spare_part:warranty_spare")
    assert desk.done == [("start", "spare_part", "warranty_spare", 8)]


async def test_half_filled_forms_are_gone_on_with_and_discarded(
    li_wei: Person, desk: FakeDesk, form: FormStub, clock: HandClock
) -> None:
    desk.half_filled = [DraftLine(7, SITE_JOB, "site_job", None, "", 7, 11, clock.now())]
    await li_wei.tap("d:7:go")
    assert form.opened == [7]
    assert await li_wei.tap("d:7:drop") == ["Discarded."]
    assert li_wei.read == ["No form is unfinished."]


async def test_the_menu_edits_itself_and_comes_anew_where_it_cannot(li_wei: Person) -> None:
    await li_wei.tap("m:work")
    assert [type(call) for call in li_wei.heard] == [AnswerCallbackQuery, EditMessageText]
    li_wei.session.refuse[EditMessageText] = "Bad Request: message can't be edited"
    await li_wei.tap("m:work")
    assert isinstance(li_wei.heard[-1], SendMessage)
    li_wei.session.refuse[EditMessageText] = "Bad Request: message is not modified: same"
    await li_wei.tap("m:work")
    assert not any(isinstance(call, SendMessage) for call in li_wei.heard)


@pytest.mark.parametrize("when", ["tomorrow", "monday"])
async def test_the_morning_message_can_wait(when: str, li_wei: Person, desk: FakeDesk, clock: HandClock) -> None:
    desk.owed = [owing(9, clock)]
    assert await li_wei.tap(f"z:{when}:1") == ["I will bring it up again Mon 30 Nov 08:15."]
    assert desk.done == [("snooze", (9,), when)]


async def test_somebody_elses_morning_message_cannot(li_wei: Person, desk: FakeDesk) -> None:
    assert await li_wei.tap("z:tomorrow:2") == ["This message was meant for somebody else."]
    assert desk.done == []


@pytest.mark.parametrize(
    "data", ["", "w:1", "w:1:2:Approve", "w:1:2:approve:x", "w:9999999999999999:1:approve", "r:1:", "x", "l:de", "m:x"]
)
async def test_data_of_no_button_of_ours_is_answered_and_does_nothing(
    data: str, li_wei: Person, desk: FakeDesk
) -> None:
    assert await li_wei.tap(data) == ["This button is out of date. /menu shows where things stand."]
    assert (desk.done, li_wei.counted) == ([], "unknown")


async def test_a_form_no_longer_in_use_is_refused(li_wei: Person, desk: FakeDesk) -> None:
    assert (await li_wei.tap("n:site_job:gone"))[0].startswith("This form is no longer in use.")


async def test_card_buttons_work_while_a_form_is_open(li_wei: Person, desk: FakeDesk, form: FormStub) -> None:
    await li_wei.tap("n:site_job:site_job")
    assert await li_wei.tap("w:12:3:approve") == ["Done."]
    assert form.taken == []


async def test_the_language_changes_at_once(li_wei: Person, desk: FakeDesk) -> None:
    await li_wei.tap("l:zh_CN")
    assert desk.members[li_wei.id].language == "zh_CN"
