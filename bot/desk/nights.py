"""Which night's chores are done: what was off at two in the morning sees to them when it is back."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from bot.desk.house import House
from bot.storage import keys, trail
from bot.storage.tx import Tx

BEGINS = time(2, 0)  # by the company's clock
KEY = "night"
TRIAL = "backup_tried"


def due(tx: Tx, house: House) -> str | None:
    """The date of the newest night that is not done; None if it is. A new installation begins with the next one."""
    night = _newest(tx, house).isoformat()
    known = keys.get(tx, KEY)
    if known is None:
        keys.put(tx, KEY, night)
    return None if known in (None, night) else night


def done(tx: Tx, night: str) -> None:
    """That night's chores are done."""
    keys.put(tx, KEY, night)


def trial_due(tx: Tx, house: House) -> str | None:
    """The month in which a backup is still to be tried; None if one was."""
    month = f"{tx.now.astimezone(house.calendar.zone):%Y-%m}"
    return None if keys.get(tx, TRIAL) == month else month


def tried(tx: Tx, month: str, found: dict[str, Any]) -> None:
    """A backup was put back and was whole."""
    keys.put(tx, TRIAL, month)
    trail.append(tx, "backup_tried", data={"whole": True, **found})


def _newest(tx: Tx, house: House) -> date:
    now = tx.now.astimezone(house.calendar.zone)
    return now.date() if now.time() >= BEGINS else now.date() - timedelta(days=1)
