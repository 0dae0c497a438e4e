"""Presses of buttons: finding the button, opening the callback query, waiting for its answer."""

from __future__ import annotations

from bot.sandbox.model import Chat, Json, Message, Person, Press
from bot.sandbox.shapes import message_json, person_json
from bot.sandbox.world import World

KEPT = 1000


def rows_of(message: Message) -> list[list[Json]]:
    """The buttons of a message as the Bot API holds them: inline, else of the reply keyboard it brought."""
    inline = (message.content.get("reply_markup") or {}).get("inline_keyboard")
    rows: list[list[Json]] = inline or (message.keyboard or {}).get("keyboard", [])
    return rows


def find_button(message: Message, choice: Json) -> tuple[Json | None, list[list[Json]]]:
    """By `text` (exact, then without regard to case, then as the only one containing it) or by `row` and `column`."""
    rows = rows_of(message)
    if "text" in choice:
        return by_text([button for row in rows for button in row], str(choice["text"])), rows
    row, column = int(choice.get("row", 0)), int(choice.get("column", 0))
    inside = 0 <= row < len(rows) and 0 <= column < len(rows[row])
    return (rows[row][column] if inside else None), rows


def by_text(buttons: list[Json], text: str) -> Json | None:
    wanted = text.casefold()
    for found in (
        [b for b in buttons if b["text"] == text],
        [b for b in buttons if b["text"].casefold() == wanted],
    ):
        if found:
            return found[0]
    part = [b for b in buttons if wanted in b["text"].casefold()]
    return part[0] if len(part) == 1 else None


class Presses:
    def __init__(self, world: World) -> None:
        self.world = world

    def open(self, person: Person, chat: Chat, message: Message) -> Press:
        world = self.world
        author = message.from_id if message.from_id in world.bots else chat.bots[0]
        number = str((world.seed << 14) + world.bump())
        press = Press(number, author, person.id, chat.key, message.id, world.clock.now().timestamp())
        world.presses[number] = press
        while len(world.presses) > KEPT:
            del world.presses[next(iter(world.presses))]
        return press

    def tell(self, press: Press, person: Person, chat: Chat, message: Message, data: str) -> int | None:
        body = {
            "id": press.id,
            "from": person_json(person),
            "message": message_json(self.world, chat, message),
            "chat_instance": str(self.world.seed ^ (chat.id & 0xFFFFFFFF)),
            "data": data,
        }
        return self.world.tell(press.bot_id, "callback_query", body)

    async def answered(self, press_id: str, seconds: float) -> Json | None:
        """The bot's answer to this press, None when none came within `seconds`."""
        press = self.world.presses[press_id]
        await self.world.signal.until(lambda: press.answer is not None, seconds)
        return press.answer
