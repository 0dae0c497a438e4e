"""The register of briefings: who holds one for which product, who does not, and since when (R28)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.cards.model import Button, Card
from bot.cards.record_card import escape
from bot.procedure.training import OWN, TRAINING
from bot.procedure.words import N_
from bot.tongue import Tongue

ROOM: Final = 3800  # of Telegram's 4096 characters


@dataclass(frozen=True)
class Briefing:
    """Somebody and a product. until: the last day of their latest briefing for it; None: never had one."""

    name: str
    until: date | None
    valid: bool


def briefings_card(products: dict[str, list[Briefing]], t: Tongue) -> Card:
    """A paragraph a product, who may be sent first; the way on is a training."""
    head = f"{TRAINING.emoji} <b>{t(N_('Who is briefed for which product'))}</b>"
    parts = ["\n".join([f"<b>{escape(name)}</b>", *(_line(b, t) for b in held)]) for name, held in products.items()]
    while sum(map(len, parts)) + 2 * len(parts) > ROOM:
        parts.pop()
    title = t(TRAINING.route(OWN).title)
    return Card("\n\n".join([head, *parts]), ((Button(f"{TRAINING.emoji} {title}", f"n:{TRAINING.kind}:{OWN}"),),))


def _line(of: Briefing, t: Tongue) -> str:
    name = escape(of.name)
    if of.until is None:
        return t(N_("○ {name}: not briefed"), name=name)
    if of.valid:
        return t(N_("✓ {name}: until {day}"), name=name, day=t.dated(of.until))
    return t(N_("✗ {name}: ran out on {day}"), name=name, day=t.dated(of.until))
