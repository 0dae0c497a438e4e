"""A form from its first question to its number."""

from __future__ import annotations

import asyncio

from bot.desk.desk import Desk
from bot.dialogs.sitting.states import SittingStates
from tests.dialogs.conftest import LI_WEI
from tests.dialogs.phone import Phone


async def opened(phone: Phone) -> Phone:
    """A new on-site job, at its first question."""
    await phone.say("/new")
    await phone.tap("🛠 On-site job")
    return phone


async def filled_in(phone: Phone) -> Phone:
    """At the summary of an on-site job."""
    await opened(phone)
    for label in (
        "Repair",
        "FAW Jiefang",
        "Changchun plant 1 · final assembly",
        "Zheng Guoqiang · final assembly manager",
    ):
        await phone.tap(label)
    for label in ("Engine control system", "ECU controller ECU-2045-B"):
        await phone.tap(label)
    await phone.say("Engine does not start")
    return phone


async def test_a_job_is_opened_by_tapping_and_typing(li_wei: Phone, desk: Desk) -> None:
    await filled_in(li_wei)
    assert "As told by the customer: Engine does not start" in li_wei.text
    assert "Phone: 13604310021" in li_wei.text, "filled in from the contact, not asked"
    assert li_wei.buttons[0] == "Hand in"
    assert await li_wei.tap("Hand in") == "<code>SJ-202611-0001</code> is handed in. Next: work on site (you)."

    member = await desk.member(LI_WEI)
    assert member is not None
    assert [line.number for line in await desk.mine(member)] == ["SJ-202611-0001"]
    assert await desk.drafts(member) == []


async def test_one_message_edits_itself_from_step_to_step(li_wei: Phone) -> None:
    await opened(li_wei)
    window = li_wei.window.id
    assert li_wei.text == "🛠 On-site job        1/8\n<b>What kind of work is it?</b>"
    assert li_wei.window.rows == [["Repair", "Installation"], ["Commissioning", "Other"], ["Save for later"]]

    await li_wei.tap("Repair")
    assert li_wei.window.id == window
    assert li_wei.text.endswith("Entered so far: Repair")
    await li_wei.tap("FAW Jiefang")
    assert li_wei.text.startswith("🛠 On-site job · FAW Jiefang        3/8")


async def test_after_words_the_window_moves_below_them_and_only_one_is_left(li_wei: Phone) -> None:
    await opened(li_wei)
    before = li_wei.window.id
    await li_wei.say("repair")
    assert before not in [m.id for m in li_wei.messages]
    assert "Which customer?" in li_wei.text
    assert sum("On-site job" in m.text for m in li_wei.live) == 1


async def test_typing_searches(li_wei: Phone) -> None:
    await opened(li_wei)
    await li_wei.tap("Repair")
    assert "Which plant or line?" in await li_wei.say("jiefang"), "one hit is taken"
    text = await li_wei.say("plant")
    assert "Found for “plant”: which one is it?" in text
    assert {"Changchun plant 1 · final assembly", "Qingdao plant · engine line"} <= set(li_wei.buttons)
    text = await li_wei.say("<b>nowhere</b>")
    assert "Nothing found for “&lt;b&gt;nowhere&lt;/b&gt;”" in text
    assert "Which plant or line?" in text, "the question stays"


async def test_a_contact_who_is_not_on_file_is_entered_by_name_and_phone(li_wei: Phone) -> None:
    await opened(li_wei)
    for label in ("Repair", "FAW Jiefang", "Changchun plant 1 · final assembly"):
        await li_wei.tap(label)
    text = await li_wei.say("no idea")
    assert "“no idea” is not among the contacts. Write name and phone number, for example" in text
    assert "Tap one, or type" not in text, "what to do is said once"
    assert "Which product?" in await li_wei.say("Zhou Qiang 138 4312 0099")
    await li_wei.tap("‹ Previous")
    assert "Entered now: 138 4312 0099" in li_wei.text
    await li_wei.tap("‹ Previous")
    assert "Entered now: Zhou Qiang" in li_wei.text
    assert "Zhou Qiang" not in li_wei.buttons, "the customer file has its own check"
    assert "Phone number of the contact?" not in await li_wei.tap("Leave as it is")


async def test_two_taps_at_once_answer_one_question(li_wei: Phone) -> None:
    await opened(li_wei)
    window, data = li_wei.window, li_wei.window.data["Repair"]
    await asyncio.gather(li_wei.press(data, window), li_wei.press(data, window))
    assert "Which customer?" in li_wei.text
    assert li_wei.notice == "This is out of date. Here is where things stand."


async def test_a_tap_on_an_older_copy_of_the_window_changes_nothing(li_wei: Phone) -> None:
    await opened(li_wei)
    old = li_wei.window.data["Other"]
    await li_wei.tap("Repair")
    await li_wei.press(old, li_wei.window)
    assert "Which customer?" in li_wei.text
    await li_wei.tap("‹ Previous")
    assert "Entered now: Repair" in li_wei.text


async def test_going_back_and_leaving_it_as_it_is(li_wei: Phone) -> None:
    await opened(li_wei)
    await li_wei.tap("Repair")
    await li_wei.tap("FAW Jiefang")
    await li_wei.tap("‹ Previous")
    assert "Which customer?" in li_wei.text
    assert "Entered now: FAW Jiefang" in li_wei.text
    assert "Which plant or line?" in await li_wei.tap("Leave as it is")


async def test_an_answer_is_changed_from_the_summary(li_wei: Phone) -> None:
    await filled_in(li_wei)
    await li_wei.tap("Change something")
    await li_wei.tap("Phone")
    await li_wei.say("138 0000 1111")
    assert "Phone: 138 0000 1111" in li_wei.text
    assert li_wei.buttons[0] == "Hand in"


async def test_what_is_assumed_is_said_and_changed_by_one_tap(li_wei: Phone) -> None:
    await filled_in(li_wei)
    assert "Assumed: urgency Normal. Change what is wrong." in li_wei.text
    await li_wei.tap("Change urgency")
    assert "Entered now: Normal" in li_wei.text
    assert "Skip" not in li_wei.buttons
    assert "How urgent is it?" in li_wei.text
    assert "Assumed" in await li_wei.tap("‹ Previous")
    await li_wei.tap("Change urgency")
    await li_wei.tap("Urgent")
    assert "Urgency: Urgent" in li_wei.text
    assert "Assumed" not in li_wei.text


async def test_changing_the_customer_asks_for_the_site_again(li_wei: Phone) -> None:
    await filled_in(li_wei)
    await li_wei.tap("Change something")
    await li_wei.tap("Customer")
    assert "Which plant or line?" in await li_wei.tap("SAIC-GM")


async def test_details_are_offered_and_may_be_left(li_wei: Phone) -> None:
    await filled_in(li_wei)
    await li_wei.tap("More details (optional)")
    await li_wei.tap("Mileage (km)")
    assert "8/8" not in li_wei.text
    await li_wei.tap("Skip")
    await li_wei.tap("More details (optional)")
    await li_wei.tap("Mileage (km)")
    assert "Mileage (km): 12,500" in await li_wei.say("12,500")


async def test_a_day_is_tapped_in_the_calendar_or_typed(li_wei: Phone) -> None:
    await filled_in(li_wei)
    await li_wei.tap("More details (optional)")
    await li_wei.tap("Promised for")
    assert li_wei.window.rows[:2] == [["Today", "Tomorrow"], ["Thu 26 Nov", "Mon 30 Nov"]]
    await li_wei.tap("Calendar")
    assert li_wei.window.rows[2] == ["·", "November 2026", "›"]
    assert li_wei.window.rows[4] == ["23", "24", "25", "26", "27", "28", "29"], "weeks that are over are left out"
    text = await li_wei.say("2026-11-20")
    assert "This date is in the past: Fri 20 Nov. Please enter today or later." in text
    await li_wei.tap("›")
    await li_wei.tap("24")
    assert "Promised for: Thu 24 Dec" in li_wei.text


async def test_a_form_is_discarded_only_after_a_question(li_wei: Phone, desk: Desk) -> None:
    await filled_in(li_wei)
    await li_wei.tap("Discard")
    assert li_wei.window.rows == [["Keep it", "Discard"]]
    await li_wei.tap("Keep it")
    await li_wei.tap("Discard")
    assert await li_wei.tap("Discard") == "Discarded."
    member = await desk.member(LI_WEI)
    assert member is not None
    assert await desk.drafts(member) == []


async def test_handing_in_twice_opens_one_record(li_wei: Phone, desk: Desk) -> None:
    await filled_in(li_wei)
    window, data = li_wei.window, li_wei.window.data["Hand in"]
    await asyncio.gather(li_wei.press(data, window), li_wei.press(data, window))
    member = await desk.member(LI_WEI)
    assert member is not None
    assert len(await desk.mine(member)) == 1


def test_the_names_of_the_windows_stay() -> None:
    """They are stored with every open dialog."""
    assert [state.state for state in SittingStates.__all_states__] == [
        "SittingStates:asking",
        "SittingStates:summary",
        "SittingStates:changing",
        "SittingStates:extras",
        "SittingStates:discarding",
    ]
