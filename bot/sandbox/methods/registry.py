"""Which function carries out which method, and what a function is given."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.model import BotAccount
from bot.sandbox.params import Params
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.world import World


@dataclass
class Call:
    world: World
    bot: BotAccount
    params: Params

    @property
    def queue(self) -> UpdateQueue:
        return self.world.queues[self.bot.id]


Method = Callable[[Call], Awaitable[Any]]
METHODS: dict[str, Method] = {}


def method(*names: str) -> Callable[[Method], Method]:
    def register(function: Method) -> Method:
        for name in names:
            METHODS[name] = function
        return function

    return register
