"""A sandbox of its own, into which bots come while the page is open: it says where to call, and mixes up no chats."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from bot.sandbox.clock import SandboxClock
from bot.sandbox.server import Person, Sandbox
from tests.browser.robot import SECRET

pytestmark = pytest.mark.asyncio(loop_scope="session")

ALICE = 1001


@pytest_asyncio.fixture(loop_scope="session")
async def empty() -> AsyncIterator[Sandbox]:
    """No bot has called yet, and any may."""
    server = Sandbox(clock=SandboxClock(), tokens=None, secret=SECRET)
    server.add_person(Person(ALICE, "Alice Moore", "tester"))
    await server.start()
    yield server
    await server.stop()


def said(sandbox: Sandbox, bot: int, text: str) -> None:
    """Alice says something to one of the bots."""
    person = sandbox.world.people[ALICE]
    sandbox.people.say(person, sandbox.world.private_chat(bot, ALICE), text)


async def test_the_page_waits_for_a_bot_and_keeps_the_chats_of_two_apart(page: Page, empty: Sandbox) -> None:
    await page.goto(f"{empty.base_url}/?phones={ALICE}")
    phone = page.get_by_test_id(f"phone-{ALICE}")
    await expect(phone).to_contain_text(f"请把您的机器人的Bot API服务器设为：{empty.base_url}")
    await expect(phone.get_by_test_id("start")).to_be_hidden()
    empty.desk.bot_of("5:one")
    await expect(phone).to_contain_text("Bot 5")
    await phone.get_by_test_id("start").click()
    await expect(phone.locator(".row")).to_have_count(1)
    async with page.expect_response("**/api/bots*"):
        empty.desk.bot_of("6:another")
    said(empty, 6, "only for the sixth")
    said(empty, 5, "for the fifth")
    await expect(phone).to_contain_text("for the fifth")
    await expect(phone).not_to_contain_text("only for the sixth")
    await phone.get_by_role("button", name="更多操作").click()
    await page.get_by_role("menuitem", name="与Bot 6对话").click()
    await expect(phone.locator(".row")).to_have_count(1)
    await expect(phone).to_contain_text("only for the sixth")
    await phone.get_by_test_id("composer").fill("the sixth again")
    await page.keyboard.press("Enter")
    await expect(phone.locator(".row")).to_have_count(2)
    assert len(empty.world.private_chat(6, ALICE).messages) == 2
