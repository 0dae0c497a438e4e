"""/export: a record with its proof, as a file, for those who watch."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Final, Protocol

from aiogram import Bot, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import FSInputFile, Message

from bot.cards.harmless import escape
from bot.desk.model import Actor, Refused
from bot.handlers.filters import read_number
from bot.procedure.words import N_
from bot.tongue import Tongue

PATIENCE: Final = 300  # seconds that sending 45 MB may take
CAPTION: Final = N_(
    "{number} as it can be read and proven without me. Unpack it: index.html is for reading, verify_audit.py checks "
    "that nothing was changed. Please keep it as you keep the records themselves."
)


class Proofs(Protocol):
    """Makes the file; Refused for who may not have it."""

    def of(self, actor: Actor, number: str) -> AbstractAsyncContextManager[Path]: ...


def exports_router(proofs: Proofs) -> Router:
    """To be included before the dialogs, which take any text while one is open."""
    router = Router(name="exports")
    router.message.register(Exports(proofs).send, Command("export"))
    return router


class Exports:
    """The handler."""

    def __init__(self, proofs: Proofs) -> None:
        self._proofs = proofs

    async def send(self, message: Message, command: CommandObject, bot: Bot, actor: Actor, t: Tongue) -> None:
        """/export SP-202611-0042"""
        number = read_number(command.args or "")
        if number is None:
            raise Refused(N_("Please write /export and the whole number of a record: /export SP-202611-0042"))
        async with self._proofs.of(actor, number) as path:
            caption = t(CAPTION, number=escape(number))
            await bot.send_document(actor.telegram_id, FSInputFile(path), caption=caption, request_timeout=PATIENCE)
