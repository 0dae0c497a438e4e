"""How a story is played: fast over the people's side where it only prepares, by hand on the page where it counts."""

from __future__ import annotations

from typing import NamedTuple

from playwright.async_api import Locator, Page, Response

from bot.demo.run import Demo
from bot.sandbox.client import Player
from bot.storage import people
from bot.storage.tx import Tx
from tests.browser.gallery import picture

PHOTO = "photo"
LI, WANG, ZHAO = 1001, 1003, 1004

JOB = (
    "=/new", "🛠 On-site job", "Repair", "FAW Jiefang", "=长春", "=郑", "=ECM", "=ECU-2045", "=Engine stalls when warm",
    "Change urgency", "Urgent", "Hand in",
)  # fmt: skip
FOUND = ("Write the report", "=Resets above 85 degrees", "Product", "=Swapped the controller", "No")
WARRANTY = (
    "=/new", "🔩 Warranty part", "FAW Jiefang", "Changchun plant 1", "=郑", "=ECU-2045", "=SN-123",
    "=No output on pin 47", "=2026-11-20", "=2025-03-03", "=12000", "No", PHOTO, "Hand in",
)  # fmt: skip


async def everybody_reads_english(demo: Demo) -> None:
    """As if each had chosen it in the chat."""
    await demo.app.database.write(_read_english)


def _read_english(tx: Tx) -> None:
    for person_id in range(1, people.count_people(tx) + 1):
        people.change_person(tx, person_id, language="en")


def phone(page: Page, person_id: int) -> Locator:
    return page.get_by_test_id(f"phone-{person_id}")


def _deed(response: Response) -> bool:
    """What a person did has reached the sandbox."""
    return "/api/people/" in response.url and response.request.method == "POST" and not response.url.endswith("/read")


class Hand(NamedTuple):
    """One person's hand. "=words" are typed, a photo is sent, anything else is a button; the bot then comes to rest."""

    person_id: int
    play: Player
    page: Page

    async def on_the_page(self, *steps: str) -> None:
        for step in steps:
            async with self.page.expect_response(_deed):
                await self._by_hand(step)
            await self._rest()

    async def quickly(self, *steps: str) -> None:
        for step in steps:
            await self._by_script(step)
            await self._rest()

    async def _rest(self) -> None:
        assert await self.play.settle(30), "the bot is still busy"

    async def _by_hand(self, step: str) -> None:
        mine = phone(self.page, self.person_id)
        if step == PHOTO:
            await mine.get_by_test_id("attach-photo").set_input_files([picture()])
            await mine.get_by_test_id("send").click()
        elif step.startswith("="):
            await mine.get_by_test_id("composer").fill(step[1:])
            await self.page.keyboard.press("Enter")
        else:
            await mine.get_by_role("button", name=step, exact=True).last.click()

    async def _by_script(self, step: str) -> None:
        person = self.play.person(self.person_id)
        if step == PHOTO:
            await person.send_photo(picture()["buffer"])
        elif step.startswith("="):
            await person.say(step[1:])
        else:
            await person.tap(step)
