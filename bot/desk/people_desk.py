"""The desk as far as people go: who writes, who comes in and leaves, who stands in; and how a use case is run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Concatenate, Literal, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from bot.catalogues.store import Language
from bot.clock import Clock
from bot.desk import staff, troubles
from bot.desk.house import House
from bot.desk.model import Absence, Actor, Member, Option
from bot.storage import chases, people
from bot.storage.database import Database
from bot.storage.tx import Tx
from bot.tongue import Tongue

P = ParamSpec("P")
T = TypeVar("T")


class PeopleDesk:
    """What everybody of the desk needs, and the use cases about people."""

    def __init__(self, db: Database, clock: Clock, house: House) -> None:
        self.db = db
        self.clock = clock
        self.house = house

    def tongue(self, member: Member) -> Tongue:
        """How this person reads, now."""
        return self.tongue_for(member.language, member.zone)

    def tongue_for(self, language: str, zone: str | None = None) -> Tongue:
        """How a reader of `language` reads, now; the company's zone unless another is given."""
        known: Language = "zh_CN" if language.startswith("zh") else "en"
        return Tongue(known, ZoneInfo(zone) if zone else self.house.calendar.zone, self.clock.now())

    async def _read(self, query: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.db.read(query, *args, **kwargs)

    async def _write(self, verb: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.db.write(verb, *args, **kwargs)

    # --- people -------------------------------------------------------------------------------------------------------

    async def member(self, telegram_id: int) -> Member | None:
        """Who writes from this account; None for a stranger."""
        return await self._read(people.by_account, telegram_id)

    async def set_language(self, actor: Actor, language: Literal["zh_CN", "en"] | str) -> None:
        """From now on this person reads `language`."""
        await self._write(staff.set_language, actor, language)

    async def has_admin(self) -> bool:
        """Whether somebody has become the administrator yet."""
        return await self._read(people.has_admin)

    async def claim_admin(self, telegram_id: int, name: str, language_code: str, code: str) -> Member:
        """The one who sends the start's one-time code is the first administrator."""
        language = self._language_of(language_code)
        return await self._write(staff.claim_admin, self.house, telegram_id, name, language, code)

    async def join(self, telegram_id: int, name: str, language_code: str, token: str) -> Member:
        """Use an invitation."""
        language = self._language_of(language_code)
        return await self._write(staff.join, self.house, telegram_id, name, language, token)

    def _language_of(self, code: str) -> str:
        if not code:
            return self.house.language
        return "zh_CN" if code.lower().startswith("zh") else "en"

    async def invite(self, actor: Actor, *, name: str, unit_id: int, role: str, supervisor_id: int | None) -> str:
        """The token of an invitation link."""
        return await self._write(staff.invite, actor, name, unit_id, role, supervisor_id)

    async def set_absence(
        self, actor: Actor, *, person_id: int, deputy_id: int, starts_at: datetime, ends_at: datetime
    ) -> None:
        """Who stands in for whom."""
        await self._write(staff.set_absence, actor, person_id, deputy_id, starts_at, ends_at)

    async def end_absence(self, actor: Actor) -> None:
        """This person is back."""
        await self._write(people.end_absences, actor.member.id)

    async def absence(self, actor: Actor) -> Absence | None:
        """This person's absence that runs or is to come."""
        return await self._read(staff.absence, actor.member)

    async def people(self, actor: Actor, query: str = "") -> list[Option]:
        """Colleagues to choose from."""
        return await self._read(staff.options, actor.member, query)

    async def supervisors(self, actor: Actor, unit_id: int, query: str = "") -> list[Option]:
        """Who may lead somebody who is invited into that unit."""
        return await self._read(staff.supervisors, actor.member, unit_id, query)

    async def units(self, actor: Actor) -> list[Option]:
        """Units into which this person may invite."""
        return await self._read(staff.units, actor.member)

    async def everybody(self, actor: Actor, query: str = "") -> list[Option]:
        """Whom an administrator may shut out."""
        return await self._read(staff.everybody, actor.member, query)

    async def shut_out(self, actor: Actor, person_id: int) -> None:
        """From now on the bot is closed to somebody."""
        await self._write(staff.shut_out, actor, person_id)

    async def reachable(self, telegram_id: int, reachable: bool) -> None:
        """An account blocked the bot, or let it in again."""
        await self._write(people.mark_reachable, telegram_id, reachable)

    async def heard_from(self, telegram_id: int) -> None:
        """Whoever writes or presses can be written to, even if word of that never came: Telegram says it once, and not
        at the first start."""
        if await self._read(chases.is_blocked, telegram_id):
            await self._write(people.mark_reachable, telegram_id, reachable=True)

    async def set_aside(self, telegram_id: int, row_id: int) -> None:
        """An update was set aside."""
        await self._write(troubles.set_aside, telegram_id, row_id)

    async def unreachable(self, person_id: int) -> None:
        """None of a person's accounts takes messages."""
        await self._write(troubles.unreachable, person_id)

    async def second_poller(self, sentence: str) -> None:
        """Somebody else polls with this token."""
        await self._write(troubles.second_poller, sentence)
