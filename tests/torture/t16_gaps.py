"""T16: outages longer than Telegram keeps presses, with presses in them: what was lost is said, the rest is done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.app import App
from bot.demo.run import Demo
from bot.sandbox.client import Player
from bot.sandbox.clock import SandboxClock
from bot.sandbox.model import Json
from tests.scenario.backstage import Backstage
from tests.scenario.conftest import monday_nine, playing, settings_for
from tests.scenario.stage import everybody_reads
from tests.scenario.talk import LI, WANG, Books, Talk, labels
from tests.torture.scale import Scale

TITLE = "after an outage every open card is sent anew and says from when to when presses did not arrive"

PRESSES, MESSAGES = timedelta(seconds=151), timedelta(hours=25)
FRESH = timedelta(seconds=100)  # a press of the outage's last moments, which Telegram still has
AWAY = "I was away from"
AGAIN = "⏸ Sent again: what you pressed from"
RESEND = "did not arrive either. Please send them again."


async def run(scale: Scale) -> dict[str, Any]:
    outages = [PRESSES] if scale.is_quick else [PRESSES, MESSAGES] * 5
    clock = monday_nine()
    total: dict[str, int] = {}
    async with playing(settings_for(scale.folder / "var"), clock) as (demo, player):
        await everybody_reads(demo, "en")
        stage = Stage(demo, player, clock, Books(scale.folder / "var"))
        for outage in outages:
            for name, count in (await stage.outage(outage)).items():
                total[name] = total.get(name, 0) + count
    return {"outages": len(outages), **total, "met": _is_met(total, outages)}


def _is_met(total: dict[str, int], outages: list[timedelta]) -> bool:
    long = outages.count(MESSAGES)
    return (
        total["lost_yet_done"] == total["fresh_not_done"] == total["not_told"] == total["buttons_left"] == 0
        and total["cards_anew"] == total["cards_open"] == total["windows_right"]
        and total["pressed_anew"] == len(outages)
        and total["gaps_in_trail"] == len(outages)
        and total["asked_to_resend"] == total["to_be_asked"]
        and (total["to_be_asked"] > 0) == bool(long)
    )


class Stage:
    def __init__(self, demo: Demo, player: Player, clock: SandboxClock, books: Books) -> None:
        self._demo, self._clock, self._books = demo, clock, books
        self._talk = Talk(player, "en", demo.app.desk.clock)
        self._backstage = Backstage(demo, player)

    async def outage(self, span: timedelta) -> dict[str, int]:
        """Three parts wait for their leader. One is approved when the bot has just gone, another just before it is
        back; of the third nobody presses anything."""
        lost, fresh, still = [await self._backstage.part(LI) for _ in range(3)]
        cards = {number: await self._talk.card(WANG, number, "Approve") for number in (lost, fresh, still)}
        before = {person: await self._newest(person) for person in self._everybody()}
        gaps = self._gaps()
        await self._demo.app.stop()
        await self._press(cards[lost])
        self._clock.advance(span - FRESH)
        await self._press(cards[fresh])
        self._clock.advance(FRESH)
        await self._back()
        figures = await self._seen((lost, fresh, still), cards, before, gaps, span)
        await self._press(await self._talk.card(WANG, still, "Approve"))
        await self._settled()
        return figures

    async def _seen(
        self,
        numbers: tuple[str, str, str],
        cards: dict[str, Json],
        before: dict[int, int],
        gaps: int,
        span: timedelta,
    ) -> dict[str, int]:
        lost, fresh, still = numbers
        new = {person: await self._since(person, mark) for person, mark in before.items()}
        anew = [m for m in new[WANG] if AGAIN in m["text"] and any(n in m["text"] for n in (lost, still))]
        old = [m for m in await self._talk[WANG].messages() if m["id"] in {cards[lost]["id"], cards[still]["id"]}]
        asked = [person for person, told in new.items() if any(RESEND in m["text"] for m in told)]
        waits = self._reviews(lost), self._reviews(fresh)
        await self._press(await self._talk.card(WANG, lost, "Approve"))
        await self._settled()
        return {
            "lost_yet_done": int(waits[0] == "done"),
            "fresh_not_done": int(waits[1] != "done"),
            "cards_open": 2,
            "cards_anew": len(anew),
            "windows_right": sum(self._window(span) in m["text"] for m in anew),
            "buttons_left": sum("Approve" in labels(m) for m in old),
            "not_told": int(not any(AWAY in m["text"] for m in new[WANG])),
            "pressed_anew": int(self._reviews(lost) == "done"),
            "gaps_in_trail": self._gaps() - gaps,
            "asked_to_resend": len(asked),
            "to_be_asked": len(before) if span > timedelta(hours=24) else 0,
        }

    def _window(self, span: timedelta) -> str:
        """The outage as a reader in Changchun has it."""
        end = self._clock.now()
        tongue = self._demo.app.desk.tongue_for("en")
        started = tongue.moment(end - span)
        same = (end - span).astimezone(tongue.zone).date() == end.astimezone(tongue.zone).date()
        return f"from {started} to {tongue.time(end) if same else tongue.moment(end)}"

    # --- the bot and its people ---------------------------------------------------------------------------------------

    async def _back(self) -> None:
        """Another process: a bot on the same folder that knows only what is on the disk."""
        app = await App.open(self._demo.app.settings, self._clock)
        self._demo.app = app
        hooks = self._demo.sandbox.hooks
        hooks.clock_moved, hooks.settle = None, app.settled
        gaps = self._gaps()
        await app.start()
        await self._until(lambda: self._gaps() > gaps)
        await self._settled()

    async def _until(self, happened: Callable[[], bool]) -> None:
        for _ in range(400):
            if happened():
                return
            await asyncio.sleep(0.05)

    async def _settled(self) -> None:
        await self._talk.settled()
        await self._demo.app.courier.drain()
        await self._talk.settled()

    async def _press(self, card: Json) -> None:
        await self._talk[WANG].tap("Approve", message_id=card["id"])

    def _everybody(self) -> list[int]:
        return [row["telegram_id"] for row in self._books.rows("SELECT telegram_id FROM account")]

    async def _newest(self, person: int) -> int:
        return max((m["id"] for m in await self._talk[person].messages()), default=0)

    async def _since(self, person: int, mark: int) -> list[Json]:
        return [m for m in await self._talk[person].messages(mark) if m["from"]["bot"]]

    def _reviews(self, number: str) -> str:
        rows = self._books.rows(
            "SELECT w.state FROM work_item w JOIN record r ON r.id = w.record_id "
            "WHERE r.number = ? AND step = 'review'",
            number,
        )
        return str(rows[0]["state"])

    def _gaps(self) -> int:
        return int(self._books.rows("SELECT count(*) AS n FROM event WHERE action = 'gap'")[0]["n"])
