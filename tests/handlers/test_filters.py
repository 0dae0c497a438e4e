"""Filters are asynchronous: aiogram runs any other in a thread, which costs more than the whole routing."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest
from aiogram import Dispatcher
from aiogram.fsm.storage.memory import MemoryStorage

from bot.handlers.callbacks import AskWithdraw, Details, Open, Press, PrintForm, Promise, Show, Snooze, Withdraw, parse
from bot.handlers.filters import read_number
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


def test_every_filter_of_ours_is_asynchronous(desk: FakeDesk, form: FormStub) -> None:
    dispatcher = assemble(desk, "en", MemoryStorage(), form.install, form.open_sitting)
    assert _synchronous(dispatcher) == []


def _synchronous(dispatcher: Dispatcher) -> list[str]:
    return [
        f"{router.name}: {filter_.callback}"
        for router in dispatcher.chain_tail
        if router.name in {"commands", "presses", "texts", "odd", "errors"}
        for observer in router.observers.values()
        for handler in observer.handlers
        for filter_ in handler.filters or ()
        if not inspect.iscoroutinefunction(type(filter_.callback).__call__)
    ]


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
