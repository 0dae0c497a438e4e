"""Presses on windows that are no more, and drafts that outlive everything."""

from __future__ import annotations

import pytest

from bot.desk.desk import Desk
from bot.desk.model import Actor
from bot.storage.tables import dialog_state
from tests.dialogs.conftest import LI_WEI, WANG_FANG, Restart
from tests.dialogs.phone import Phone
from tests.dialogs.test_sitting import filled_in, opened
from tests.support.clocks import HandClock

STALE = "This is out of date. Here is where things stand."


async def test_a_form_goes_on_after_a_restart(li_wei: Phone, restart: Restart) -> None:
    await opened(li_wei)
    await li_wei.tap("Repair")
    after = restart()(LI_WEI)
    assert "Which plant or line?" in await after.tap("FAW Jiefang")
    assert "Changchun plant 1" in await after.say("changchun")


async def test_two_days_later_the_list_says_where_a_form_stood(
    li_wei: Phone, restart: Restart, clock: HandClock
) -> None:
    await opened(li_wei)
    await li_wei.tap("Repair")
    await li_wei.tap("FAW Jiefang")
    assert "It waits under /drafts." in await li_wei.tap("Save for later")
    clock.advance(days=2)
    after = restart()(LI_WEI)
    assert "begun Mon 09:00 is not finished (3/8)." in await after.say("/drafts")
    await after.tap("Go on")
    assert "Which plant or line?" in after.text


async def test_a_saved_form_is_taken_up_from_where_it_was_saved(li_wei: Phone) -> None:
    await opened(li_wei)
    await li_wei.tap("Save for later")
    assert "What kind of work is it?" in await li_wei.tap("Go on")


async def test_without_its_dialog_a_window_leads_to_the_menu(li_wei: Phone, desk: Desk, restart: Restart) -> None:
    await opened(li_wei)
    await desk.db.write(lambda tx: tx.conn.execute(dialog_state.delete()) and None)
    after = restart()(LI_WEI)
    old = after.window
    await after.tap("Repair")
    assert after.notice == STALE
    assert "1 form is unfinished." in after.text
    assert old.id not in [m.id for m in after.live], "its buttons are gone"
    await after.tap("Unfinished forms")
    assert "What kind of work is it?" in await after.tap("Go on")


async def test_the_window_of_an_older_form_shows_the_open_one(li_wei: Phone) -> None:
    await opened(li_wei)
    await li_wei.tap("Repair")
    old, data = li_wei.window, li_wei.window.data["BYD"]
    await li_wei.say("/new")
    await li_wei.tap("🔩 Warranty part")
    assert old.id not in [m.id for m in li_wei.messages]
    await li_wei.press(data, old)
    assert li_wei.notice == STALE
    assert "Warranty part" in li_wei.text
    assert sum("Which customer?" in m.text for m in li_wei.live) == 1


async def test_a_state_that_the_program_no_longer_knows(li_wei: Phone, desk: Desk, restart: Restart) -> None:
    await opened(li_wei)

    def rename(tx: object) -> None:
        conn = tx.conn  # type: ignore[attr-defined]  # a Tx
        for row in conn.execute(dialog_state.select()).all():
            if "state" in row.data:
                change = dialog_state.update().where(dialog_state.c.destiny == row.destiny)
                conn.execute(change.values(data={**row.data, "state": "Gone:asking"}))

    await desk.db.write(rename)
    after = restart()(LI_WEI)
    await after.tap("Repair")
    assert after.notice == STALE
    assert "unfinished" in after.text
    await after.say("/drafts")
    assert "What kind of work is it?" in await after.tap("Go on")


@pytest.mark.parametrize("by_word", [False, True])
async def test_a_form_that_was_thrown_away_elsewhere(li_wei: Phone, desk: Desk, by_word: bool) -> None:
    await opened(li_wei)
    await _discard_all(desk)
    text = await (li_wei.say("Repair") if by_word else li_wei.tap("Repair"))
    assert text.startswith("This form is no longer there. /drafts shows what you have begun.")
    assert "New …" in li_wei.buttons
    assert "No form is open" in await li_wei.say("hello"), "the dialog is closed"


async def test_a_form_handed_in_elsewhere_is_confirmed(li_wei: Phone, desk: Desk) -> None:
    """The same press handled again after it had broken off between the database and the chat."""
    await filled_in(li_wei)
    member = await desk.member(LI_WEI)
    assert member is not None
    (draft,) = await desk.drafts(member)
    await desk.submit(Actor(member, LI_WEI), draft.id)
    assert await li_wei.tap("Hand in") == "<code>SJ-202611-0001</code> is handed in. Next: work on site (you)."


async def test_nobody_else_drives_a_form(li_wei: Phone, phone: object, desk: Desk) -> None:
    await opened(li_wei)
    member = await desk.member(LI_WEI)
    assert member is not None
    (draft,) = await desk.drafts(member)
    other: Phone = phone(WANG_FANG)  # type: ignore[operator]  # a fixture that makes phones
    await other.say("/menu")
    await other.press(f"d:{draft.id}:go", other.window)
    assert not any("What kind of work" in m.text for m in other.messages)


async def test_a_card_is_left_alone_when_a_form_opens_from_it(li_wei: Phone) -> None:
    await li_wei.say("/new")
    card = li_wei.window
    rows = card.rows
    await li_wei.tap("🛠 On-site job")
    assert card.rows == rows
    assert card.text == "What would you like to report or request?"


async def _discard_all(desk: Desk) -> None:
    member = await desk.member(LI_WEI)
    assert member is not None
    for draft in await desk.drafts(member):
        await desk.discard(Actor(member, LI_WEI), draft.id)
