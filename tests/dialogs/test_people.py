"""Being away, and inviting somebody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from unittest.mock import AsyncMock

import pytest

from bot.desk.desk import Desk
from bot.desk.model import Actor
from bot.dialogs.people.states import AbsenceStates, InviteStates
from tests.dialogs.conftest import ADMIN, LI_WEI, WANG_FANG, speaks
from tests.dialogs.phone import Phone

STRANGER = 5555


async def test_an_absence_with_its_deputy(li_wei: Phone, desk: Desk) -> None:
    await li_wei.say("/away")
    assert "Which is your first day away?" in li_wei.text
    await li_wei.tap("Today")
    assert "Which is your last day away?" in li_wei.text
    await li_wei.tap("Thu 26 Nov")
    assert "Who stands in for you?" in li_wei.text
    assert not any("Li Wei" in label for label in li_wei.buttons)
    await li_wei.say("zhang")
    assert li_wei.text == "You are away until Thu 26 Nov; Zhang Lei · After-sale service stands in. /away ends it."

    member = await desk.member(LI_WEI)
    assert member is not None
    absence = await desk.absence(Actor(member, LI_WEI))
    assert absence is not None
    assert (absence.deputy, absence.until) == ("Zhang Lei", datetime(2026, 11, 26, 16, 0, tzinfo=UTC))


async def test_coming_back(li_wei: Phone, desk: Desk) -> None:
    await li_wei.say("/away")
    await li_wei.tap("Today")
    await li_wei.tap("Tomorrow")
    await li_wei.say("zhang")
    assert "You are away until tomorrow; Zhang Lei" in await li_wei.say("/away")
    assert await li_wei.tap("I am back") == "Welcome back. Your work comes to you again."
    assert "Which is your first day away?" in await li_wei.say("/away")


async def test_a_holiday_entered_ahead_and_taken_back(li_wei: Phone, desk: Desk) -> None:
    await li_wei.say("/away")
    await li_wei.say("2026-12-07")
    await li_wei.say("2026-12-04")
    assert "That is before your first day away, Mon 7 Dec." in await li_wei.say("zhang")
    await li_wei.say("2026-12-11")
    assert "You are away from Mon 7 Dec to Fri 11 Dec; Zhang Lei" in await li_wei.say("zhang")
    member = await desk.member(LI_WEI)
    assert member is not None
    absence = await desk.absence(Actor(member, LI_WEI))
    assert absence is not None
    assert (absence.since, absence.coming) == (datetime(2026, 12, 6, 16, 0, tzinfo=UTC), True)
    assert "You are away from Mon 7 Dec to Fri 11 Dec; Zhang Lei" in await li_wei.say("/away")
    assert await li_wei.tap("Take it back") == "Your absence is taken back."
    assert await desk.absence(Actor(member, LI_WEI)) is None


async def test_going_back_cancelling_and_odd_answers(li_wei: Phone) -> None:
    await li_wei.say("/away")
    await li_wei.tap("Today")
    assert "This date is in the past" in await li_wei.say("2026-11-01")
    assert "Please enter a date" in await li_wei.say("soon")
    await li_wei.tap("Calendar")
    await li_wei.tap("28")
    assert "Nothing found for “nobody”" in await li_wei.say("nobody")
    assert "That does not fit here." in await li_wei.send(location={"latitude": 1, "longitude": 1})
    assert "Which is your last day away?" in await li_wei.tap("‹ Previous")
    assert await li_wei.tap("Cancel") == "Cancelled. Nothing was changed."


async def test_an_administrator_invites(phone: Callable[[int], Phone], desk: Desk) -> None:
    await speaks(desk, ADMIN, "en")
    admin = phone(ADMIN)
    await admin.say("/invite")
    await admin.say("新同事 <b>")
    await admin.say("quality")
    await admin.tap("Staff")
    assert admin.buttons[0] == "Sun Hao · Quality", "who leads that unit"
    text = await admin.tap("Skip")
    assert "Send 新同事 &lt;b&gt; this link. It works once, for 24 hours:" in text
    token = text.rpartition("https://t.me/fieldclerk_bot?start=")[2]
    joined = await desk.join(STRANGER, "Telegram name", "zh-hans", token)
    assert (joined.name, joined.role, joined.unit_called("en")) == ("新同事 <b>", "staff", "Quality")


async def test_a_leader_invites_into_the_own_unit_only(phone: Callable[[int], Phone], desk: Desk) -> None:
    await speaks(desk, WANG_FANG, "en")
    leader = phone(WANG_FANG)
    await leader.say("/invite")
    await leader.say("Xiao Chen")
    assert leader.buttons == ["After-sale service", "‹ Previous", "Cancel"]
    await leader.tap("After-sale service")
    assert leader.buttons == ["Field engineer", "Staff", "‹ Previous", "Cancel"]
    await leader.tap("Field engineer")
    assert leader.buttons[0] == "Wang Fang · After-sale service", "she herself leads them"
    assert not any("Li Wei" in label for label in leader.buttons)
    assert "https://t.me/" in await leader.tap(leader.buttons[0])


async def test_nobody_is_invited_before_there_are_units(
    phone: Callable[[int], Phone], desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await speaks(desk, ADMIN, "en")
    monkeypatch.setattr(desk, "units", AsyncMock(return_value=[]))
    assert "There are no units yet." in await phone(ADMIN).say("/invite")


async def test_others_do_not_invite(li_wei: Phone) -> None:
    assert "Only administrators and unit leaders can invite." in await li_wei.say("/invite")


def test_the_names_of_the_windows_stay() -> None:
    """They are stored with every open dialog."""
    states = (*AbsenceStates.__all_states__, *InviteStates.__all_states__)
    assert [state.state for state in states] == ["AbsenceStates:asking", "InviteStates:asking"]


async def test_an_administrator_shuts_somebody_out_at_once(phone: Callable[[int], Phone], desk: Desk) -> None:
    await speaks(desk, ADMIN, "en")
    admin = phone(ADMIN)
    await admin.say("/lock")
    assert "Nothing found" not in admin.text
    await admin.say("li wei")
    assert "Tap the name to confirm." in admin.text
    assert "Nothing found" in await admin.say("yes")
    assert await desk.member(LI_WEI) is not None
    await admin.tap("‹ Previous")
    await admin.say("li wei")
    assert "is shut out" in await admin.tap("Li Wei · After-sale service")
    assert await desk.member(LI_WEI) is None


async def test_others_shut_nobody_out(li_wei: Phone) -> None:
    assert "Only administrators can shut somebody out." in await li_wei.say("/lock")
