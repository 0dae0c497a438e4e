from __future__ import annotations

import asyncio

import pytest
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import StorageKey
from sqlalchemy import func, select

from bot.storage.database import Database
from bot.storage.dialog_state import DialogState
from bot.storage.tables import dialog_state

KEY = StorageKey(bot_id=1, chat_id=2, user_id=3)
OTHER = StorageKey(bot_id=1, chat_id=2, user_id=3, destiny="aiogd:stack:")


class Form(StatesGroup):
    part = State()


async def rows(database: Database) -> int:
    return await database.read(lambda tx: tx.conn.execute(select(func.count()).select_from(dialog_state)).scalar_one())


async def test_what_is_kept_survives_a_restart(database: Database) -> None:
    storage = DialogState(database)
    await storage.set_state(KEY, Form.part)
    await storage.set_data(KEY, {"零件": ["A-1", None, 2.5]})
    again = DialogState(database)
    assert await again.get_state(KEY) == "Form:part"
    assert await again.get_data(KEY) == {"零件": ["A-1", None, 2.5]}


async def test_destinies_are_kept_apart(database: Database) -> None:
    storage = DialogState(database)
    await storage.set_data(KEY, {"a": 1})
    await storage.set_data(OTHER, {"a": 2})
    assert (await storage.get_data(KEY), await storage.get_data(OTHER)) == ({"a": 1}, {"a": 2})


async def test_nothing_left_removes_the_row(database: Database) -> None:
    storage = DialogState(database)
    await storage.set_data(KEY, {"a": 1})
    await storage.set_state(KEY, "x")
    await storage.set_data(KEY, {})
    assert await rows(database) == 1
    await storage.set_state(KEY, None)
    assert await rows(database) == 0


async def test_equal_values_are_not_written_again(database: Database) -> None:
    storage = DialogState(database)
    await storage.set_data(KEY, {"a": 1})
    writes = 0
    original = database.write

    async def counted(*args: object, **kwargs: object) -> object:
        nonlocal writes
        writes += 1
        return await original(*args, **kwargs)  # type: ignore[arg-type]  # a spy passes on whatever it gets

    database.write = counted  # type: ignore[method-assign, assignment]  # a spy around the real writer
    await storage.set_data(KEY, {"a": 1})
    await storage.update_data(KEY, {"a": 1})
    assert writes == 0
    await storage.update_data(KEY, {"a": 2})
    assert writes == 1


async def test_what_is_no_json_is_refused(database: Database) -> None:
    storage = DialogState(database)
    for value in (object(), float("nan"), b"bytes"):
        with pytest.raises((TypeError, ValueError)):
            await storage.set_data(KEY, {"a": value})
    assert await storage.get_data(KEY) == {}


async def test_what_was_given_out_cannot_change_what_is_kept(database: Database) -> None:
    storage = DialogState(database)
    await storage.set_data(KEY, {"list": []})
    (await storage.get_data(KEY))["list"].append(1)
    assert await storage.get_data(KEY) == {"list": []}


async def test_state_and_data_written_at_once_both_stay(database: Database) -> None:
    storage = DialogState(database)
    await asyncio.gather(storage.set_state(KEY, "x"), storage.set_data(KEY, {"a": 1}))
    again = DialogState(database)
    assert (await again.get_state(KEY), await again.get_data(KEY)) == ("x", {"a": 1})


async def test_a_cancelled_handler_leaves_cache_and_table_alike(database: Database) -> None:
    storage = DialogState(database)
    await storage.set_data(KEY, {"a": 1})
    writing = asyncio.create_task(storage.set_data(KEY, {"a": 2}))
    await asyncio.sleep(0)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    await database.write(lambda tx: None)
    assert await storage.get_data(KEY) == await DialogState(database).get_data(KEY) == {"a": 2}
