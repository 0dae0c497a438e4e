"""How windows reach Telegram when it does not play along."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.dialogs.later import Later
from tests.dialogs.phone import Phone
from tests.dialogs.test_sitting import opened


@pytest.mark.parametrize("refusal", ["MESSAGE_ID_INVALID", "message can't be edited", "message to edit not found"])
async def test_a_window_that_cannot_be_edited_comes_anew(li_wei: Phone, refusal: str) -> None:
    await opened(li_wei)
    li_wei.refuse_edits(refusal)
    await li_wei.tap("Repair")
    assert "Which customer?" in li_wei.text


async def test_a_tap_that_changes_nothing_is_no_trouble(li_wei: Phone) -> None:
    await opened(li_wei)
    await li_wei.tap("Repair")
    await li_wei.press(li_wei.window.data["BYD"], li_wei.window)
    await li_wei.tap("‹ Previous")
    text = li_wei.text
    li_wei.refuse_edits("message is not modified")
    await li_wei.tap("Leave as it is")
    assert li_wei.text == text


async def test_later_does_the_last_of_what_comes_together() -> None:
    later, done = Later(0), []

    def work(n: int) -> None:
        async def do() -> None:
            done.append(n)

        later.do(1, do)

    work(1)
    work(2)
    await later.settle()
    assert done == [2]
    assert later.is_idle


async def test_later_drops_what_waits_when_it_closes() -> None:
    later, done = Later(3600), []

    async def do() -> None:
        done.append(1)

    later.do(1, do)
    await later.close()
    assert done == []


async def test_what_has_begun_is_not_interrupted() -> None:
    later, going, end, done = Later(0), asyncio.Event(), asyncio.Event(), []

    async def do() -> None:
        going.set()
        await end.wait()
        done.append(1)

    later.do(1, do)
    await going.wait()
    later.drop(1)
    end.set()
    await later.close()
    assert done == [1]


async def test_trouble_in_later_is_noted(caplog: pytest.LogCaptureFixture) -> None:
    later = Later(0)

    async def do() -> None:
        raise OSError("no way")

    with caplog.at_level(logging.ERROR):
        later.do(1, do)
        await later.settle()
    assert "a window could not be shown again" in caplog.text
