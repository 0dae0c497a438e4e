"""A sandbox, a bot and a real browser in front of them: one of each for the whole folder, and one page.

Every test plays people of its own, so that none sees what another did.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from itertools import count

import aiohttp
import pytest_asyncio
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    ViewportSize,
    async_playwright,
    expect,
)

from bot.sandbox.clock import SandboxClock
from bot.sandbox.server import Person, Sandbox
from tests.browser.robot import SECRET, TOKEN, Robot

expect.set_options(timeout=15_000)  # ms; a busy machine is slow

SIZE: ViewportSize = {"width": 1440, "height": 900}
_ids: Iterator[int] = count(2001)


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def sandbox() -> AsyncIterator[Sandbox]:
    server = Sandbox(clock=SandboxClock(), tokens=[TOKEN], secret=SECRET)
    await server.start()
    yield server
    await server.stop()
    assert server.violations == []


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def url(sandbox: Sandbox) -> str:
    return sandbox.base_url


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def robot(url: str) -> AsyncIterator[Robot]:
    async with aiohttp.ClientSession() as http:
        robot = Robot(url, http)
        await robot.call("getMe")
        yield robot


@pytest_asyncio.fixture(loop_scope="session")
async def li(sandbox: Sandbox, robot: Robot) -> int:
    """Somebody who has started the bot."""
    return await _starter(sandbox, robot, Person(next(_ids), "李伟", "现场工程师", "售后服务科"))


@pytest_asyncio.fixture(loop_scope="session")
async def wang(sandbox: Sandbox, robot: Robot) -> int:
    return await _starter(sandbox, robot, Person(next(_ids), "王芳", "单位领导", "售后服务科"))


@pytest_asyncio.fixture(loop_scope="session")
async def stranger(sandbox: Sandbox, robot: Robot) -> int:
    """Somebody whom the bot does not know yet."""
    person = Person(next(_ids), "刘强", "备货", "制造部")
    sandbox.add_person(person)
    return person.id


async def _starter(sandbox: Sandbox, robot: Robot, person: Person) -> int:
    sandbox.add_person(person)
    await robot.deed(person.id, "say", text="/start")
    await robot.next_update("message", person.id)
    return person.id


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    program = os.environ.get("FIELDCLERK_CHROMIUM") or shutil.which("chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(viewport=SIZE, locale="zh-CN", reduced_motion="reduce")
    yield context
    await context.close()


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def _window(context: BrowserContext) -> Page:
    return await context.new_page()


@pytest_asyncio.fixture(loop_scope="session")
async def page(_window: Page, url: str) -> AsyncIterator[Page]:
    """A page that fails its test when anything was refused by the policy or thrown; a lost connection is no fault."""
    faults: list[str] = []

    def thrown(error: Error) -> None:
        faults.append(str(error))

    def said(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(message.text)

    _window.on("pageerror", thrown)
    _window.on("console", said)
    yield _window
    _window.remove_listener("pageerror", thrown)
    _window.remove_listener("console", said)
    if _window.url.startswith("http"):
        await _window.evaluate("localStorage.clear()")
    await _window.goto("about:blank")
    await _window.set_viewport_size(SIZE)
    await _window.emulate_media(color_scheme="light")
    assert [fault for fault in faults if "net::ERR_" not in fault] == []
