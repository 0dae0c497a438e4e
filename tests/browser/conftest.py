"""A sandbox, a bot and a real browser in front of them.

One event loop for the whole folder, so that Chromium starts once.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator

import aiohttp
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, async_playwright

from bot.sandbox.clock import SandboxClock
from bot.sandbox.server import Person, Sandbox
from tests.browser.robot import TOKEN, Robot

SECRET = "browser-test"
PEOPLE = (
    Person(1001, "李伟", "现场工程师", "售后服务科"),
    Person(1002, "王芳", "单位领导", "售后服务科"),
    Person(1003, "Zhao Min", "quality", "质量部", language_code="en"),
    Person(1004, "刘强", "备货", "制造部"),
)


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox() -> AsyncIterator[Sandbox]:
    server = Sandbox(clock=SandboxClock(), tokens=[TOKEN], secret=SECRET)
    for person in PEOPLE:
        server.add_person(person)
    yield server
    await server.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def url(sandbox: Sandbox) -> str:
    return await sandbox.start()


@pytest_asyncio.fixture(loop_scope="session")
async def robot(url: str) -> AsyncIterator[Robot]:
    """A bot that 1001 and 1002 have started already."""
    async with aiohttp.ClientSession() as http:
        robot = Robot(url, http)
        await robot.call("getMe")
        for person in (1001, 1002):
            await _say(http, url, person, "/start")
            await robot.next_update("message")
        yield robot


async def _say(http: aiohttp.ClientSession, url: str, person: int, text: str) -> None:
    address = f"{url}/api/people/{person}/say"
    async with http.post(address, json={"text": text}, headers={"X-Sandbox-Secret": SECRET}) as response:
        assert response.status == 200, await response.text()


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    program = os.environ.get("FIELDCLERK_CHROMIUM") or shutil.which("chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    size: ViewportSize = {"width": 1440, "height": 900}
    context = await browser.new_context(viewport=size, locale="zh-CN", reduced_motion="reduce")
    yield context
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(context: BrowserContext) -> AsyncIterator[Page]:
    """A page that fails its test when anything was refused by the policy or thrown; a lost connection is no fault."""
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield page
    assert [fault for fault in faults if "net::ERR_" not in fault] == []
