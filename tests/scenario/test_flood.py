"""The bot under Telegram's flood limits: what may not be said now is said a moment later, and nothing twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.demo import run
from bot.sandbox.clock import SandboxClock
from tests.scenario.backstage import Backstage
from tests.scenario.talk import LI, WANG, Talk


@asynccontextmanager
async def _limited(demo: run.Demo) -> AsyncIterator[None]:
    """With flood limits; at the end wait until a call has been refused with 429."""
    demo.sandbox.settings.flood = True
    with demo.sandbox.world.events.subscribe() as events:
        yield
        async with asyncio.timeout(30):
            while ((await events.get()) or {}).get("entry", {}).get("error_code") != 429:
                pass


async def test_whoever_asks_faster_than_the_bot_may_answer_is_answered_all_the_same(
    demo: run.Demo, talk: Talk, clock: SandboxClock
) -> None:
    before = len(await talk[LI].messages())
    async with _limited(demo):
        for _ in range(2):
            await talk[LI].say("/work")
    clock.advance(timedelta(seconds=1))
    await talk.settled()
    said = [message["from"]["bot"] for message in (await talk[LI].messages())[before:]]
    assert (said.count(False), said.count(True)) == (2, 2)


async def test_a_card_that_comes_at_the_wrong_moment_comes_a_second_later(
    demo: run.Demo, talk: Talk, backstage: Backstage
) -> None:
    async with _limited(demo):
        await talk[WANG].say("/work")
        await talk.settled()
        number = await backstage.part(LI)
    for _ in range(2):  # the card, and what is sent together with it
        await talk.play.clock(advance="5s")
    assert len(await talk.heard(WANG, number)) == 1
