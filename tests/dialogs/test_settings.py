"""/settings: every page and every setting, in both languages; old buttons; other people."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.desk.desk import Desk
from bot.desk.model import RuleLine
from bot.dialogs.settings.cards import PAGE, list_card, pages, rule_card
from bot.dialogs.settings.states import SettingsStates
from bot.dialogs.sitting.memory import Memory
from bot.procedure.house_rules import EVERY_RULE
from tests.dialogs.conftest import ADMIN, LI_WEI, speaks
from tests.dialogs.phone import Phone
from tests.dialogs.test_windows import LANGUAGES, shown, tongue

DEFAULT = [RuleLine(rule, rule.default) for rule in EVERY_RULE.values()]
CHANGED = [RuleLine(rule, (rule.answers or rule.offers)[-1]) for rule in EVERY_RULE.values()]


@pytest.fixture
async def admin(phone: Callable[[int], Phone], desk: Desk) -> Phone:
    await speaks(desk, ADMIN, "en")
    return phone(ADMIN)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lines", [DEFAULT, CHANGED], ids=["default", "changed"])
def test_every_page_and_every_setting(language: str, lines: list[RuleLine]) -> None:
    t = tongue("en" if language == "en" else "zh_CN")
    for page in range(-1, len(pages(lines)) + 1):
        assert len(shown(list_card(lines, page, Memory(), t)).rows) <= PAGE + 2
    for line in lines:
        shown(rule_card(line, Memory(note="Saved."), t))


async def test_a_setting_is_tapped_or_written(admin: Phone) -> None:
    await admin.say("/settings")
    await admin.tap("Who determines")
    assert "Now: The owner proposes, the unit leader confirms" in admin.text
    assert "Who determines: <b>The quality department</b> (default:" in await admin.tap("The quality department")
    await admin.tap("Finance confirms")
    assert "Finance confirms: <b>No</b> (default: Yes)" in await admin.say("no")


async def test_what_is_written_without_a_setting_changes_nothing(admin: Phone) -> None:
    await admin.say("/settings")
    assert "Please tap a setting first." in await admin.say("5000")


async def test_an_old_button_does_not_answer_another_setting(admin: Phone) -> None:
    await admin.say("/settings")
    await admin.tap("Old part is owed")
    old = admin.window.data["No"]
    await admin.tap("‹ Back")
    await admin.tap("Finance confirms")
    await admin.press(old, admin.window)
    assert "This is out of date." in admin.notice
    await admin.tap("‹ Back")
    assert "Finance confirms: Yes" in admin.text
    assert "Old part is owed: Yes" in admin.text


async def test_pages_turn_both_ways(admin: Phone) -> None:
    assert "1/" in await admin.say("/settings")
    assert "Time limits</b> 2/" in await admin.tap("›")
    assert "What the procedure leaves open</b> 1/" in await admin.tap("‹")
    assert "Settings are closed." in await admin.tap("Done")


async def test_others_see_none(li_wei: Phone) -> None:
    assert await li_wei.say("/settings") == "Only administrators change settings. Please ask yours."


@pytest.mark.parametrize(("who", "named"), [(ADMIN, True), (LI_WEI, False)])
async def test_help_names_it_for_administrators(
    phone: Callable[[int], Phone], desk: Desk, who: int, *, named: bool
) -> None:
    await speaks(desk, who, "en")
    assert ("/settings" in await phone(who).say("/help")) is named


def test_the_names_of_the_windows_stay() -> None:
    """They are stored with every open dialog."""
    assert [state.state for state in SettingsStates.__all_states__] == ["SettingsStates:choosing"]
