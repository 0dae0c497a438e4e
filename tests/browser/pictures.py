"""The pictures of the guides, taken anew from a demo of its own: `make pictures`. Look at them before they are kept."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from bot.demo.run import Demo, start
from bot.sandbox import stock
from bot.sandbox.client import Player
from tests.browser.hand import FOUND, JOB, LI, WANG, WARRANTY, ZHAO, everybody_reads_english
from tests.scenario.conftest import monday_nine, settings_for

FOLDER: Final = Path(__file__).resolve().parents[2] / "docs" / "pictures"
DESK: Final = ViewportSize(width=1600, height=860)
PHONE: Final = ViewportSize(width=390, height=844)
CARD: Final = ViewportSize(width=520, height=668)
ADMIN: Final = 1017
INVITED: Final = ("=/invite", "=Zhou Tao", "After-sale service", "Field engineer", "Wang Fang")


@dataclass
class Studio:
    """A demo, and somebody who plays in it and takes pictures."""

    demo: Demo
    play: Player
    browser: Browser

    async def does(self, person_id: int, *steps: str) -> None:
        """As in `hand`: "=words" are typed, "photo" is a part with its label, anything else is a button."""
        person = self.play.person(person_id)
        for step in steps:
            if step.startswith("="):
                await person.say(step[1:])
            elif step == "photo":
                await person.send_photo(stock.part())
            else:
                await person.tap(step)
            assert await self.play.settle(30)

    async def take(
        self,
        name: str,
        query: str,
        size: ViewportSize,
        *,
        language: str = "en",
        dark: bool = False,
        first: Callable[[Page], Awaitable[None]] | None = None,
    ) -> None:
        """Of the page at `query`; `first`: what is tapped before."""
        context = await self.browser.new_context(
            viewport=size, reduced_motion="reduce", color_scheme="dark" if dark else "light"
        )
        page = await context.new_page()
        await page.add_init_script(f"""localStorage.setItem("fieldclerk.language", '"{language}"')""")
        await page.goto(f"{self.demo.url}/?{query}", wait_until="networkidle")
        if first is not None:
            await first(page)
        await page.screenshot(path=FOLDER / f"{name}.png")
        await context.close()


@asynccontextmanager
async def studio(folder: Path, browser: Browser) -> AsyncIterator[Studio]:
    demo = await start(settings_for(folder), monday_nine(), port=0, with_records=True)
    try:
        async with Player(demo.url, demo.secret) as play:
            assert await play.settle(30)
            yield Studio(demo, play, browser)
    finally:
        await demo.stop()


async def of_the_page(of: Studio) -> None:
    """The demo as a newcomer sees it: the engineer reads English, the others Chinese."""
    await of.does(LI, "=/language", "English", *WARRANTY)
    await of.does(WANG, "同意")
    await of.take("demo", f"phones={LI},{WANG},{ZHAO}", DESK)
    await of.take("demo-phone", f"as={ZHAO}", PHONE, language="zh")
    await of.take("demo-trouble", f"phones={WANG},{ZHAO}", DESK, language="zh", dark=True, first=_trouble)


async def _trouble(page: Page) -> None:
    await page.get_by_test_id("toggle-panel").click()
    await page.get_by_test_id("tab-trouble").click()
    for fault in ("429", "drop"):
        await page.get_by_test_id(f"fault-{fault}").click()
    await page.get_by_test_id("faults").scroll_into_view_if_needed()


async def of_the_guides(of: Studio) -> None:
    """What each of the guides begins with."""
    await everybody_reads_english(of.demo)
    await of.does(WANG, "=/menu")
    await of.does(ZHAO, "=/menu")
    await of.does(ADMIN, "=/menu")
    await of.does(ADMIN, *INVITED)
    await of.take("administrator-invite", f"as={ADMIN}", CARD)
    await of.does(LI, *JOB, "En route", "On site", "Start", "Finish", *FOUND, "photo")
    await of.take("engineer-form", f"as={LI}", CARD)
    await of.does(LI, "That's all", "Solved", "Yes", "Hand in")
    await of.take("quality-alert", f"as={ZHAO}", CARD)
    await of.does(LI, *WARRANTY)
    await of.take("approver-card", f"as={WANG}", CARD)


async def main() -> None:
    program = os.environ.get("FIELDCLERK_CHROMIUM") or shutil.which("chromium")
    with TemporaryDirectory() as folder:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
            for what in (of_the_page, of_the_guides):
                async with studio(Path(folder) / what.__name__, browser) as of:
                    await what(of)
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
