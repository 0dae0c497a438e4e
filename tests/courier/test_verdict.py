from __future__ import annotations

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey
from aiohttp_socks import ProxyConnectionError, ProxyError
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.reminders.courier_bot import to_plain
from bot.reminders.courier_verdict import Fate, classify
from tests.support.fake_api import TOKEN

PLACE = ConnectionKey("127.0.0.1", 9, False, True, None, None, None)


def caused(error: NetworkError, cause: Exception) -> NetworkError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "fate"),
    [
        (RetryAfter(7), Fate.PAUSE),
        (ChatMigrated(-1005), Fate.MOVED),
        (Forbidden("bot was kicked from the group chat"), Fate.UNREACHABLE),
        (InvalidToken(), Fate.STOP),
        (Conflict("terminated by other getUpdates request"), Fate.WAIT),
        (BadRequest("Message is not modified"), Fate.SAME),
        (BadRequest("Message to edit not found"), Fate.GONE),
        (BadRequest("Message can't be edited"), Fate.GONE),
        (BadRequest("Can't parse entities: x"), Fate.PLAIN),
        (BadRequest("Message is too long"), Fate.PLAIN),
        (BadRequest("Chat not found"), Fate.UNREACHABLE),
        (BadRequest("Anything else"), Fate.DEAD),
        (caused(TimedOut(), aiohttp.ConnectionTimeoutError()), Fate.WAIT),
        (caused(NetworkError("x"), aiohttp.ClientConnectorError(PLACE, OSError())), Fate.WAIT),
        (caused(NetworkError("x"), ProxyError("")), Fate.WAIT),
        (caused(NetworkError("x"), ProxyConnectionError()), Fate.WAIT),
        (caused(TimedOut(), aiohttp.SocketTimeoutError()), Fate.UNSURE),
        (caused(TimedOut(), TimeoutError()), Fate.UNSURE),
        (caused(NetworkError("x"), aiohttp.ClientOSError()), Fate.UNSURE),
        (caused(NetworkError("x"), aiohttp.ServerDisconnectedError()), Fate.UNSURE),
        (caused(NetworkError("x"), aiohttp.ClientPayloadError()), Fate.UNSURE),
        (NetworkError("Too Many Requests"), Fate.PAUSE),
        (NetworkError("Request Entity Too Large"), Fate.DEAD),
        (NetworkError("Bad Gateway"), Fate.UNSURE),
        (TelegramError("Invalid server response"), Fate.UNSURE),
        (ValueError("our own"), Fate.DEAD),
    ],
)
def test_each_failure_has_its_fate(error: Exception, fate: Fate) -> None:
    assert classify(error).fate is fate


def test_a_pause_is_as_long_as_telegram_says() -> None:
    assert classify(RetryAfter(7)).delay.total_seconds() == 7


def test_no_verdict_holds_the_token() -> None:
    assert TOKEN not in classify(InvalidToken(f"The token `{TOKEN}` was rejected by the server.")).why


def test_plain_text_is_cut_to_one_message() -> None:
    assert to_plain("<b>a</b> &amp; b") == "a & b"
    assert len(to_plain("x" * 5000)) == 4096
