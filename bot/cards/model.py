"""A card as data: what is written on it and which buttons it has. It knows no Telegram library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Button:
    """`data` is pressed, `url` is opened, `copy` goes to the clipboard: one of the three."""

    text: str
    data: str = ""
    style: Literal["success", "danger", "primary"] | None = None
    url: str | None = None
    copy: str | None = None


@dataclass(frozen=True)
class Card:
    """Telegram's HTML above rows of buttons. private: neither forwarded nor copied, as far as Telegram sees to that."""

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    private: bool = False
