"""What the dialogs need of the rest of the house."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Protocol

from bot.desk.model import Absence, Actor, FileIn, Handed, Member, Option, RuleLine, Sitting

Fetch = Callable[[str], Awaitable[bytes]]
"""The bytes of a file by its Telegram file id."""


class Sittings(Protocol):
    """The desk, as far as forms are filled in. Everything raises Refused when the draft is gone or another's."""

    async def sitting(self, member: Member, draft_id: int) -> Sitting: ...

    async def options(self, member: Member, draft_id: int, path: str, query: str = "") -> list[Option]: ...

    async def answer(self, actor: Actor, draft_id: int, path: str, text: str) -> list[Option] | None: ...

    async def pick(self, actor: Actor, draft_id: int, path: str, value: Any) -> None: ...

    async def add_file(self, actor: Actor, draft_id: int, path: str, file: FileIn) -> int: ...

    async def drop_files(self, actor: Actor, draft_id: int, path: str) -> None: ...

    async def drop_line(self, actor: Actor, draft_id: int, path: str, number: int, of: int) -> None: ...

    async def skip(self, actor: Actor, draft_id: int, path: str) -> None: ...

    async def back(self, actor: Actor, draft_id: int) -> None: ...

    async def goto(self, actor: Actor, draft_id: int, name: str) -> None: ...

    async def more(self, actor: Actor, draft_id: int, path: str, more: bool) -> None: ...

    async def discard(self, actor: Actor, draft_id: int) -> None: ...

    async def submit(self, actor: Actor, draft_id: int) -> Handed: ...


class People(Protocol):
    """The desk, as far as people look after themselves and their unit."""

    async def invite(self, actor: Actor, *, name: str, unit_id: int, role: str, supervisor_id: int | None) -> str: ...

    async def set_absence(
        self, actor: Actor, *, person_id: int, deputy_id: int, starts_at: datetime, ends_at: datetime
    ) -> None: ...

    async def absence(self, actor: Actor) -> Absence | None: ...

    async def end_absence(self, actor: Actor) -> None: ...

    async def people(self, actor: Actor, query: str = "") -> list[Option]: ...

    async def supervisors(self, actor: Actor, query: str = "") -> list[Option]: ...

    async def units(self, actor: Actor) -> list[Option]: ...


class Rules(Protocol):
    """The desk, as far as administrators settle what the procedure leaves open. Raises Refused for others."""

    async def house_rules(self, actor: Actor) -> list[RuleLine]: ...

    async def set_rule(self, actor: Actor, key: str, answer: Any) -> RuleLine: ...


class Desk(Sittings, People, Rules, Protocol):
    """All of it."""
