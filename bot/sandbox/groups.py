"""Groups: joining, leaving, and growing into a supergroup of another id."""

from __future__ import annotations

from bot.sandbox.model import Chat, Json, Message, Person
from bot.sandbox.shapes import member_json, member_update, person_json
from bot.sandbox.world import World


class Groups:
    def __init__(self, world: World) -> None:
        self.world = world

    def welcome_bots(self, chat: Chat) -> None:
        """Tell each bot that it was added by the group's creator."""
        actor = chat.members[0] if chat.members else 0
        for bot_id in chat.bots:
            new = member_json(self.world, chat, bot_id)
            old = {"user": new["user"], "status": "left"}
            self.world.tell(bot_id, "my_chat_member", member_update(self.world, chat, actor, old, new))

    def join(self, person: Person, chat_id: int) -> None:
        chat = self.world.group(chat_id)
        if chat is None or person.id in chat.members:
            return
        chat.members = [*chat.members, person.id]
        self._note(chat, person, {"new_chat_members": [person_json(person)]}, "left", "member")

    def leave(self, person: Person, chat: Chat) -> None:
        chat.members = [number for number in chat.members if number != person.id]
        self._note(chat, person, {"left_chat_member": person_json(person)}, "member", "left")

    def _note(self, chat: Chat, person: Person, content: Json, old: str, new: str) -> None:
        message = Message(0, person.id, False, self.world.clock.timestamp(), content)
        self.world.post(chat, message)
        self.world.tell_message(chat, message)
        user = person_json(person)
        update = member_update(
            self.world, chat, person.id, {"user": user, "status": old}, {"user": user, "status": new}
        )
        for bot_id in chat.bots:
            self.world.tell(bot_id, "chat_member", update)

    def kick_bot(self, chat: Chat, bot_id: int) -> None:
        old = member_json(self.world, chat, bot_id)
        chat.bots = [number for number in chat.bots if number != bot_id]
        chat.kicked_bots = [*chat.kicked_bots, bot_id]
        new = member_json(self.world, chat, bot_id)
        self.world.tell(bot_id, "my_chat_member", member_update(self.world, chat, chat.members[0], old, new))

    def migrate(self, chat: Chat) -> Chat:
        """The chat gets a new id; calls to the old one are refused with the new."""
        moved = self.world.add_group(chat.title, chat.members)
        moved.bots = list(chat.bots)
        chat.migrated_to = moved.id
        message = Message(0, chat.members[0], False, self.world.clock.timestamp(), {"migrate_to_chat_id": moved.id})
        self.world.post(chat, message)
        self.world.tell_message(chat, message)
        return moved
