"""The state on disk: one JSON file, replaced as a whole, written in a thread a moment after a change."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.sandbox.model import BotAccount, Chat, Json, Message, Person, Press, StoredFile
from bot.sandbox.updates import Update, UpdateQueue
from bot.sandbox.world import World

FORMAT = 1
DEBOUNCE = 1.0


def snapshot(world: World) -> Json:
    """Shallow copies: whatever changes later is replaced, not mutated, so a thread may write this at leisure."""
    return {
        "format": FORMAT,
        "offset": world.clock.offset.total_seconds(),
        "version": world.version,
        "seed": world.seed,
        "notice_count": world.notice_count,
        "notices": world.notices,
        "file_count": world.files.count,
        "people": [dict(vars(person)) for person in world.people.values()],
        "bots": [_bot(bot) for bot in world.bots.values()],
        "files": [dict(vars(record)) for record in world.files.records.values()],
        "presses": [dict(vars(press)) for press in world.presses.values()],
        "queues": {str(number): _queue(queue) for number, queue in world.queues.items()},
        "chats": [_chat(chat) for chat in world.chats.values()],
    }


def _bot(bot: BotAccount) -> Json:
    return {**vars(bot), "commands": dict(bot.commands), "profile": dict(bot.profile)}


def _queue(queue: UpdateQueue) -> Json:
    updates = [dict(vars(update)) for update in queue.pending]
    return {"pending": updates, "next_id": queue.next_id, "allowed": queue.allowed}


def _chat(chat: Chat) -> Json:
    return {**vars(chat), "messages": [dict(vars(message)) for message in chat.messages.values()]}


def restore(world: World, state: Json) -> None:
    """Raises ValueError for a file of another format."""
    if state.get("format") != FORMAT:
        raise ValueError("the sandbox's state file is of another version: remove it, or start with an empty folder")
    world.clock.offset = max(world.clock.offset, timedelta(seconds=state["offset"]))
    for name in ("version", "seed", "notice_count", "notices"):
        setattr(world, name, state[name])
    world.files.count = state["file_count"]
    world.files.records = {row["file_id"]: StoredFile(**row) for row in state["files"]}
    world.people = {row["id"]: Person(**row) for row in state["people"]}
    world.bots = {row["id"]: BotAccount(**row) for row in state["bots"]}
    world.presses = {row["id"]: Press(**row) for row in state["presses"]}
    world.queues = {int(number): _restore_queue(row) for number, row in state["queues"].items()}
    world.chats = {row["key"]: _restore_chat(row) for row in state["chats"]}


def _restore_queue(row: Json) -> UpdateQueue:
    return UpdateQueue([Update(**update) for update in row["pending"]], row["next_id"], row["allowed"])


def _restore_chat(row: Json) -> Chat:
    messages = [Message(**message) for message in row["messages"]]
    return Chat(**{**row, "messages": {message.id: message for message in messages}})


def write(path: Path, state: Json) -> None:
    """Atomically: a crash leaves the old file or the new one. The rows one by one, to let other threads run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as out:
        out.writelines(_pieces(state))
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(path)


def _pieces(state: Json) -> Iterator[str]:
    opening = "{"
    for name, value in state.items():
        yield f"{opening}{json.dumps(name)}:"
        opening = ",\n"
        yield from _rows(value) if isinstance(value, list) else [_dump(value)]
    yield "}\n"


def _rows(rows: list[Any]) -> Iterator[str]:
    opening = "["
    for row in rows:
        yield opening + _dump(row)
        opening = ",\n"
    yield "]" if rows else "[]"


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def read(path: Path) -> Json | None:
    """None when there is no file yet. Raises ValueError when it is damaged."""
    if not path.is_file():
        return None
    state = json.loads(path.read_text("utf-8"))
    if not isinstance(state, dict):
        raise ValueError("the sandbox's state file is damaged: remove it")
    return state


class Saver:
    """Writes the world about a second after a change, and at the end."""

    def __init__(self, world: World, path: Path) -> None:
        self.world = world
        self.path = path
        self._task: asyncio.Task[None] | None = None
        self._saving = asyncio.Lock()  # a save outlives the task that is cancelled over it

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="sandbox-saver")

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        await self.save()

    async def save(self) -> None:
        async with self._saving:
            await asyncio.to_thread(write, self.path, snapshot(self.world))

    async def _run(self) -> None:
        while True:
            await self.world.dirty.wait()
            await asyncio.sleep(DEBOUNCE)
            self.world.dirty.clear()
            await asyncio.shield(self.save())
