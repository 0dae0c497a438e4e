"""Objects as the Bot API shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.model import BotAccount, Chat, Json, Message, Person

if TYPE_CHECKING:
    from bot.sandbox.world import World

GROUP_ANONYMOUS = 1087968824


def person_json(person: Person) -> Json:
    body: Json = {"id": person.id, "is_bot": False, "first_name": person.name}
    if person.username:
        body["username"] = person.username
    if person.language_code:
        body["language_code"] = person.language_code
    return body


def bot_json(bot: BotAccount) -> Json:
    return {"id": bot.id, "is_bot": True, "first_name": bot.name, "username": bot.username}


def me_json(bot: BotAccount) -> Json:
    abilities = (
        "can_read_all_group_messages",
        "supports_inline_queries",
        "can_connect_to_business",
        "has_main_web_app",
        "has_topics_enabled",
        "allows_users_to_create_topics",
    )
    return {**bot_json(bot), "can_join_groups": True, **dict.fromkeys(abilities, False)}


def user_json(world: World, user_id: int) -> Json:
    user = world.user(user_id)
    if isinstance(user, Person):
        return person_json(user)
    if isinstance(user, BotAccount):
        return bot_json(user)
    return {"id": user_id, "is_bot": False, "first_name": "Deleted Account"}


def chat_json(world: World, chat: Chat) -> Json:
    if not chat.private:
        return {"id": chat.id, "type": chat.kind, "title": chat.title}
    person = world.people[chat.id]
    body: Json = {"id": chat.id, "type": "private", "first_name": person.name}
    if person.username:
        body["username"] = person.username
    return body


def message_json(world: World, chat: Chat, message: Message, *, nested: bool = False) -> Json:
    """A Message. Nested (as reply_to_message) it carries no further reply, as on Telegram."""
    body: Json = {
        "message_id": message.id,
        "from": user_json(world, message.from_id),
        "chat": chat_json(world, chat),
        "date": message.date,
    }
    if message.edit_date is not None:
        body["edit_date"] = message.edit_date
    answered = chat.find(message.reply_to) if message.reply_to and not nested else None
    if answered:
        body["reply_to_message"] = message_json(world, chat, answered, nested=True)
    return body | message.content


def member_json(world: World, chat: Chat, user_id: int) -> Json:
    """A ChatMember of this chat."""
    user = user_json(world, user_id)
    if user_id in chat.kicked_bots:
        return {"user": user, "status": "kicked", "until_date": 0}
    if user_id not in chat.members and user_id not in chat.bots:
        return {"user": user, "status": "left"}
    if not chat.private and chat.members and user_id == chat.members[0]:
        return {"user": user, "status": "creator", "is_anonymous": False}
    return {"user": user, "status": "member"}


def member_update(world: World, chat: Chat, actor_id: int, old: Json, new: Json) -> Json:
    """A ChatMemberUpdated."""
    return {
        "chat": chat_json(world, chat),
        "from": user_json(world, actor_id),
        "date": world.clock.timestamp(),
        "old_chat_member": old,
        "new_chat_member": new,
    }
