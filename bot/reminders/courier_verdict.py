"""What a failed send means, and so what to do with it.

In python-telegram-bot BadRequest and TimedOut are NetworkErrors, and the HTTP status is lost: the order of the
questions below is part of the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.logs import redact
from bot.reminders.courier_request import NEVER_LEFT


class Fate(Enum):
    WAIT = auto()  # surely not sent: try again later
    PAUSE = auto()  # surely not sent, and Telegram wants quiet for `delay`
    UNSURE = auto()  # nobody knows whether it was sent
    SAME = auto()  # the message shows this already
    GONE = auto()  # the message to edit is no more: send a fresh one
    PLAIN = auto()  # our markup is wrong: once more as plain text
    MOVED = auto()  # the group lives at `chat_id` now
    UNREACHABLE = auto()  # the person blocked the bot, or never wrote to it
    DEAD = auto()  # it can never be sent
    STOP = auto()  # the token is refused: nothing can be sent at all


@dataclass(frozen=True)
class Verdict:
    fate: Fate
    why: str = ""
    delay: timedelta = timedelta()
    chat_id: int = 0


NO_DELAY_NAMED = timedelta(seconds=5)

BAD_REQUESTS: tuple[tuple[Fate, tuple[str, ...]], ...] = (
    (Fate.SAME, ("message is not modified",)),
    (
        Fate.GONE,
        (
            "message to edit not found",
            "message can't be edited",
            "message_id_invalid",
            "message to be replied not found",
            "there is no text in the message to edit",
            "there is no caption in the message to edit",
        ),
    ),
    (Fate.UNREACHABLE, ("chat not found", "user not found")),  # a new bot under another token knows nobody yet
    (Fate.PLAIN, ("can't parse entities", "message is too long", "message_too_long", "caption is too long")),
)


def classify(error: Exception) -> Verdict:
    why = redact(f"{type(error).__name__}: {error}")
    match error:
        case RetryAfter():
            return Verdict(Fate.PAUSE, why, delay=_delay(error))
        case ChatMigrated():
            return Verdict(Fate.MOVED, why, chat_id=error.new_chat_id)
        case Forbidden():
            return Verdict(Fate.UNREACHABLE, why)
        case InvalidToken():
            return Verdict(Fate.STOP, why)
        case Conflict():
            return Verdict(Fate.WAIT, why)
        case BadRequest():
            return Verdict(_bad_request(str(error).lower()), why)
        case NetworkError():  # TimedOut is one
            return _network(error, why)
        case TelegramError():  # an answer that cannot be read: it was probably done
            return Verdict(Fate.UNSURE, why)
        case _:
            return Verdict(Fate.DEAD, why)


def _bad_request(text: str) -> Fate:
    return next((fate for fate, texts in BAD_REQUESTS if any(known in text for known in texts)), Fate.DEAD)


def _network(error: NetworkError, why: str) -> Verdict:
    text = str(error).lower()
    if isinstance(error.__cause__, NEVER_LEFT):
        return Verdict(Fate.WAIT, why)
    if "too many requests" in text:  # a 429 that names no delay
        return Verdict(Fate.PAUSE, why, delay=NO_DELAY_NAMED)
    if "too large" in text:  # 413
        return Verdict(Fate.DEAD, why)
    return Verdict(Fate.UNSURE, why)


def _delay(error: RetryAfter) -> timedelta:
    """An int or a timedelta, as PTB_TIMEDELTA says."""
    delay = error.retry_after
    return delay if isinstance(delay, timedelta) else timedelta(seconds=delay)
