"""What people wrote, as it may stand beside what the bot says: it gives no other look to a text, and links nowhere."""

from __future__ import annotations

from html import escape as _escape
from typing import Final

TURNING: Final = dict.fromkeys(map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
"""Marks that turn the direction of writing: with one, a name can be read as another."""


def harmless(text: str) -> str:
    """Without marks that turn the direction of writing; an address inside Telegram (tg://user?id=…) is no link."""
    return text.translate(TURNING).replace("tg://", "tg:\u2060//")


def escape(text: str, *, quote: bool = False) -> str:
    """The same, as it may stand in Telegram's HTML."""
    return _escape(harmless(text), quote=quote)
