"""What the answers about a training must fulfil: everybody once, and nobody taught by themselves (R42, R43)."""

from __future__ import annotations

from typing import Final

from bot.procedure.forms import Data
from bot.procedure.kinds import Unreadable
from bot.procedure.words import N_
from bot.storage.tx import Tx

TWICE: Final = N_("This person is on the list already. Please choose somebody else.")
THEMSELVES: Final = N_("This person is to be trained. Please choose another trainer.")


def no_trainee_twice(tx: Tx, data: Data, value: int) -> None:
    """One line a person: the result of each is kept once."""
    rows = [row.get("person_id") for row in (data.get("attendees") or data.get("trainees") or [])]
    if rows.count(value) > (data.get("person_id") == value):
        raise Unreadable(TWICE)


def no_guest_twice(tx: Tx, data: Data, value: str) -> None:
    """One line a guest, who is known by name only."""
    rows = [_called(row.get("name")) for row in (data.get("guest_attendees") or data.get("guests") or [])]
    if rows.count(_called(value)) > (_called(data.get("name")) == _called(value)):
        raise Unreadable(TWICE)


def _called(name: str | None) -> str:
    return " ".join((name or "").casefold().split())


def trains_others(tx: Tx, data: Data, value: int) -> None:
    """Whoever trains somebody is somebody else."""
    if value in {row.get("person_id") for row in data.get("trainees") or []}:
        raise Unreadable(THEMSELVES)
