"""What the dialogs are given to work with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from bot.cards.model import Card
from bot.desk.model import Member
from bot.dialogs.later import Later
from bot.dialogs.ports import Desk, Fetch
from bot.tongue import Tongue

Home = Callable[[Member, Tongue], Awaitable[Card]]
"""The menu's card."""

MEGABYTE: Final = 1024 * 1024
LARGEST: Final = 20 * MEGABYTE  # what a bot may download from Telegram's own servers


@dataclass(frozen=True)
class Tools:
    """fetch: a file's bytes; home: the menu; largest: of a file, in bytes."""

    desk: Desk
    fetch: Fetch
    home: Home
    later: Later = field(default_factory=Later)
    largest: int = LARGEST
