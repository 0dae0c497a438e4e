"""Filters are asynchronous: aiogram runs any other in a thread, which costs more than the whole routing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from aiogram import Dispatcher
from aiogram.fsm.storage.base import BaseEventIsolation
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram_dialog.api.entities import DIALOG_EVENT_NAME

from bot.dialogs.setup import register
from bot.dialogs.tools import Tools
from bot.handlers.callbacks import AskWithdraw, Details, Open, Press, PrintForm, Promise, Show, Snooze, Withdraw, parse
from bot.handlers.filters import read_number
from bot.handlers.forwarded import forwarded_router
from bot.handlers.tool_card import tools_router
from bot.telegram import assemble
from tests.handlers.conftest import FormStub
from tests.handlers.fake_desk import FakeDesk

ROOMS = ("handlers", "dialogs", "intake")


def _modules() -> list[Path]:
    root = Path(__file__).parents[2] / "bot"
    return [path for room in ROOMS for path in sorted((root / room).rglob("*.py"))]


@pytest.mark.parametrize("path", _modules(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_magic_filter_is_named(path: Path) -> None:
    imported = [
        alias.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in {"aiogram", "magic_filter"}
        for alias in node.names
    ]
    assert not {"F", "MagicFilter", "MagicData"} & set(imported), f"{path.name}: write an asynchronous Filter instead"


def test_every_filter_is_asynchronous(desk: FakeDesk, form: FormStub) -> None:
    def install(dispatcher: Dispatcher, isolation: BaseEventIsolation) -> None:
        tools: Any = Tools(cast(Any, desk), cast(Any, None), cast(Any, None))
        dispatcher.include_router(forwarded_router(tools))
        register(dispatcher, tools, isolation)
        dispatcher.include_router(tools_router(tools))

    dispatcher = assemble(desk, "en", MemoryStorage(), install, form.open_sitting)
    assert len(list(_filters(dispatcher))) > 50
    assert [name for name, is_awaited in _filters(dispatcher) if not is_awaited] == []


def _filters(dispatcher: Dispatcher) -> Iterator[tuple[str, bool]]:
    """Each filter of each handler and router, the library's too, and whether aiogram awaits it where it stands."""
    for router in dispatcher.chain_tail:
        for name, observer in router.observers.items():
            if name == DIALOG_EVENT_NAME:
                continue  # the library's own, for windows that are shown again later
            for handler in (*observer.handlers, observer._handler):
                for filter_ in handler.filters or ():
                    yield f"{router.name}: {filter_.callback}", filter_.awaitable


@pytest.mark.parametrize(
    ("data", "asked"),
    [
        ("w:12:3:approve", Press(12, 3, "approve")),
        ("r:7:more", Details(7)),
        ("r:7:print", PrintForm(7)),
        ("r:7:card", Show(7)),
        ("r:7:open", Show(7, below=True)),
        ("r:7:back", AskWithdraw(7)),
        ("r:7:withdraw", Withdraw(7)),
        ("r:7:new:spare_part:oem_resupply", Open("spare_part", "oem_resupply", 7)),
        ("n:site_job:site_job", Open("site_job", "site_job")),
        ("n:site_job:site_job:anew", Open("site_job", "site_job", anew=True)),
        ("q:5:yes", Promise(5, on_time=True)),
        ("z:tomorrow:3", Snooze("tomorrow", 3)),
        ("w:１:2:approve", None),
        ("w:1:2:approve\n", None),
        ("r:-1:card", None),
        ("n:site_job", None),
    ],
)
def test_data_is_read_or_not_at_all(data: str, asked: object) -> None:
    assert parse(data) == asked


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("sp-202611-0042", "SP-202611-0042"),
        ("XX-202611-0042", None),
        ("SP-202611-42", None),
        ("see SP-202611-0042", None),
        ("", None),
    ],
)
def test_record_numbers(text: str, number: str | None) -> None:
    assert read_number(text) == number
