"""What can befall a chat just before a call reaches it. Where it makes no sense (a private chat does not migrate),
nothing happens."""

from __future__ import annotations

from contextlib import suppress

from bot.sandbox.groups import Groups
from bot.sandbox.model import BotAccount
from bot.sandbox.people import People
from bot.sandbox.world import World


def befall(world: World, kind: str, bot: BotAccount, chat_id: str) -> None:
    """`kind` as in `faults.EVENTS`; `chat_id` as the call names it."""
    with suppress(ValueError):
        number = int(chat_id)
        if number in world.people:
            _befall_person(world, kind, bot, number)
        else:
            _befall_group(world, kind, bot, number)


def _befall_person(world: World, kind: str, bot: BotAccount, number: int) -> None:
    people, person = People(world), world.people[number]
    if kind == "blocked":
        people.set_blocked(person, world.private_chat(bot.id, number), blocked=True)
    elif kind == "deactivated":
        people.deactivate(person)


def _befall_group(world: World, kind: str, bot: BotAccount, number: int) -> None:
    group = world.group(number)
    if group is None or group.migrated_to:
        return
    if kind == "migrated":
        Groups(world).migrate(group)
    elif kind == "kicked" and bot.id in group.bots:
        Groups(world).kick_bot(group, bot.id)
