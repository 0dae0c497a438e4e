"""getChat, getChatMember and the pins."""

from __future__ import annotations

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.registry import Call, method
from bot.sandbox.methods.targets import known_chat
from bot.sandbox.model import Chat, Json, Message
from bot.sandbox.shapes import chat_json, member_json, member_update, message_json

GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


@method("getChat")
async def get_chat(call: Call) -> Json:
    chat = known_chat(call)
    full = chat_json(call.world, chat) | {
        "accent_color_id": chat.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, False),
    }
    pinned = next((message for message in map(chat.find, reversed(chat.pinned)) if message), None)
    return full | ({"pinned_message": message_json(call.world, chat, pinned)} if pinned else {})


@method("getChatMember")
async def get_chat_member(call: Call) -> Json:
    chat = known_chat(call)
    user_id = call.params.integer("user_id")
    if call.world.user(user_id) is None:
        raise bad_request("user not found")
    return member_json(call.world, chat, user_id)


@method("getChatAdministrators")
async def get_chat_administrators(call: Call) -> list[Json]:
    chat = known_chat(call)
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    return [member_json(call.world, chat, user_id) for user_id in chat.members[:1]]


@method("getChatMemberCount")
async def get_chat_member_count(call: Call) -> int:
    chat = known_chat(call)
    return len(chat.members) + len(chat.bots)


@method("leaveChat")
async def leave_chat(call: Call) -> bool:
    chat = known_chat(call)
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    old = member_json(call.world, chat, call.bot.id)
    chat.bots = [number for number in chat.bots if number != call.bot.id]
    new = member_json(call.world, chat, call.bot.id)
    call.world.tell(call.bot.id, "my_chat_member", member_update(call.world, chat, call.bot.id, old, new))
    call.world.bump()
    return True


def _pinnable(call: Call, refusal: str) -> tuple[Chat, Message]:
    chat = known_chat(call)
    message = chat.find(call.params.integer("message_id"))
    if message is None:
        raise bad_request(refusal)
    return chat, message


@method("pinChatMessage")
async def pin_chat_message(call: Call) -> bool:
    chat, message = _pinnable(call, "message to pin not found")
    chat.pinned = [*(number for number in chat.pinned if number != message.id), message.id]
    call.world.bump()
    return True


@method("unpinChatMessage")
async def unpin_chat_message(call: Call) -> bool:
    if not call.params.text("message_id"):
        chat = known_chat(call)
        if not any(map(chat.find, chat.pinned)):
            raise bad_request("message to unpin not found")
        chat.pinned = chat.pinned[:-1]
    else:
        chat, message = _pinnable(call, "message to unpin not found")
        chat.pinned = [number for number in chat.pinned if number != message.id]
    call.world.bump()
    return True


@method("unpinAllChatMessages")
async def unpin_all_chat_messages(call: Call) -> bool:
    known_chat(call).pinned = []
    call.world.bump()
    return True
