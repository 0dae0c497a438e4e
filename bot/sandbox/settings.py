"""What of the emulated server can be turned: lengths of time that Telegram does not publish, and strictness."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass
class Settings:
    """Spans run on the sandbox clock, except `repeat_hold`, which is real seconds of a poll.

    `edit_window` binds people only: a bot may edit its own messages for ever. `kept_…` bound what the sandbox
    remembers: messages of a chat, updates that nobody fetches, bytes of uploaded files; the oldest go first.
    """

    callback_lifetime: timedelta = timedelta(seconds=15)
    press_retention: timedelta = timedelta(seconds=150)
    update_retention: timedelta = timedelta(hours=24)
    delete_window: timedelta = timedelta(hours=48)
    edit_window: timedelta = timedelta(hours=48)
    webhook_gone: timedelta = timedelta(hours=23)
    repeat_hold: float = 3.0
    max_download: int = 20 << 20
    max_upload: int = 50 << 20
    max_photo: int = 10 << 20
    kept_messages: int = 5000
    kept_updates: int = 100_000
    kept_bytes: int = 2 << 30
    strict: bool = False
    flood: bool = False
