"""/export: the proof of a record, as a file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiogram import Dispatcher
from aiogram.fsm.storage.base import BaseEventIsolation
from aiogram.methods import SendDocument
from aiogram.types import FSInputFile

from bot.desk.model import Actor, Refused
from bot.handlers.exports import exports_router
from tests.handlers.conftest import FormStub
from tests.handlers.conversation import Person
from tests.handlers.fake_desk import WANG_FANG


class Proofs:
    """Has one for Wang Fang."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @asynccontextmanager
    async def of(self, actor: Actor, number: str) -> AsyncIterator[Path]:
        if actor.telegram_id != WANG_FANG:
            raise Refused("Not for you.")
        yield self.folder / f"{number}.zip"


class WithExports(FormStub):
    """The dialogs, and /export before them."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def install(self, dispatcher: Dispatcher, isolation: BaseEventIsolation) -> None:
        dispatcher.include_router(exports_router(Proofs(self.folder)))
        super().install(dispatcher, isolation)


@pytest.fixture
def form(tmp_path: Path) -> FormStub:
    return WithExports(tmp_path)


async def test_the_file_is_sent_with_a_word_on_what_it_is(person: Callable[[int], Person], form: FormStub) -> None:
    wang = person(WANG_FANG)
    await wang.tap("n:site_job:site_job")  # nor does an open form swallow it
    await wang.say("/export sp-202611-0042")
    (sent,) = [m for m in wang.heard if isinstance(m, SendDocument)]
    assert isinstance(sent.document, FSInputFile)
    assert sent.document.filename == "SP-202611-0042.zip"
    assert (sent.caption or "").startswith("SP-202611-0042 as it can be read and proven without me.")
    assert form.taken == []


async def test_whoever_may_not_or_names_no_record_hears_why(person: Callable[[int], Person], li_wei: Person) -> None:
    assert await li_wei.say("/export SP-202611-0042") == ["Not for you."]
    for words in ("/export", "/export everything"):
        assert (await person(WANG_FANG).say(words))[0].startswith("Please write /export and the whole number")
