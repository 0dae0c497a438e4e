"""What people read after an outage: from when to when nothing arrived, and what still waits for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.cards.model import Card
from bot.procedure.words import N_
from bot.tongue import Tongue

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Left:
    """count: things that wait. shown: how many of them follow. is_long: longer than Telegram keeps messages."""

    count: int
    shown: int
    is_long: bool


def back(start: datetime, end: datetime, left: Left, t: Tongue) -> Card:
    """The first message after an outage."""
    away = N_("⏸ I was away from {start} to {end}. Buttons that you pressed in that time did not arrive.")
    lines = [t(away, start=t.moment(start), end=_end(start, end, t))]
    if left.is_long:
        lost = N_("Messages and photos from before {until} did not arrive either. Please send them again.")
        lines.append(t(lost, until=t.moment(end - ONE_DAY)))
    if left.shown:
        lines.append(
            t.n("Below is the {n} thing that waits for you.", "Below are {n} things that wait for you.", left.shown)
        )
    if left.count > left.shown:
        lines.append(t(N_("All of it is under /work.")))
    return Card("\n".join(lines))


def sent_again(start: datetime, end: datetime, t: Tongue) -> str:
    """The line above a card that is sent anew."""
    missed = N_("⏸ Sent again: what you pressed from {start} to {end} did not arrive.")
    return t(missed, start=t.moment(start), end=_end(start, end, t))


def _end(start: datetime, end: datetime, t: Tongue) -> str:
    """The time alone on the same day."""
    same = start.astimezone(t.zone).date() == end.astimezone(t.zone).date()
    return t.time(end) if same else t.moment(end)
