"""One call of the Bot API from token to answer, without HTTP. The order of checks is Telegram's."""

from __future__ import annotations

import logging
from collections import deque
from typing import Any

from bot.sandbox import methods
from bot.sandbox.catalogue import NAMES, PARAMETERS
from bot.sandbox.errors import method_not_found, not_emulated, unauthorized
from bot.sandbox.flood import Flood
from bot.sandbox.lent import lend
from bot.sandbox.methods.registry import METHODS, Call
from bot.sandbox.model import BotAccount
from bot.sandbox.params import Params
from bot.sandbox.world import World, check_token

log = logging.getLogger(__name__)

__all__ = ["Desk", "methods"]
KEPT = 500
COUNTED = ("send", "forward", "copy")
UNCOUNTED = {"sendChatAction"}
# Said by old clients, still understood by the real server.
LEGACY = {"reply_to_message_id", "allow_sending_without_reply", "disable_web_page_preview"}


class Desk:
    """`tokens` are the only ones let in; None lets every well-formed token in, each a bot of its own."""

    def __init__(self, world: World, tokens: list[str] | None) -> None:
        self.world = world
        self.tokens = tokens
        self.flood = Flood()
        self.violations: deque[str] = deque(maxlen=KEPT)

    def bot_of(self, token: str) -> BotAccount:
        """Raises ApiError 401."""
        number = check_token(token)
        bot = self.world.bots.get(number)
        if bot is not None and bot.token == token:
            return bot
        if self.tokens is not None or bot is not None:
            raise unauthorized()
        return self.world.add_bot(token)

    def name_of(self, raw: str) -> str:
        """The method's proper name. Raises ApiError 404 for one that Telegram does not know."""
        if raw.lower() not in NAMES:
            raise method_not_found()
        return NAMES[raw.lower()]

    async def execute(self, bot: BotAccount, name: str, params: Params) -> Any:
        """The result of the method. Raises ApiError."""
        function = METHODS.get(name)
        if function is None:
            self._violation(f"{name} is not emulated")
            raise not_emulated(f"method {name}")
        self._check_parameters(name, params)
        if self.world.settings.flood and name.startswith(COUNTED) and name not in UNCOUNTED:
            now = self.world.clock.now().timestamp()
            self.flood.check(bot.id, params.text("chat_id"), now, _messages_in(params))
        return lend(await function(Call(self.world, bot, params)), bot.id)

    def _check_parameters(self, name: str, params: Params) -> None:
        attached = {file for file in params.files if file not in PARAMETERS[name]}
        unknown = set(params.values) - PARAMETERS[name] - LEGACY - attached
        if unknown:
            self._violation(f"{name} has no parameter {', '.join(sorted(unknown))}")
            if self.world.settings.strict:
                raise not_emulated(f"parameter {', '.join(sorted(unknown))} of {name}")

    def _violation(self, text: str) -> None:
        self.violations.append(text)
        log.warning("Bot API: %s", text)


def _messages_in(params: Params) -> int:
    """An album counts as often as it has items. Raises ApiError 400 for one that is no JSON."""
    items = params.json("media", "can't parse media JSON object")
    return len(items) if isinstance(items, list) and items else 1
