"""deleteMessage and deleteMessages: within 48 hours."""

from __future__ import annotations

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.registry import Call, method
from bot.sandbox.methods.targets import known_chat
from bot.sandbox.model import Chat, Message

MAX_BULK = 100


def deletable(call: Call, chat: Chat, message: Message) -> bool:
    age = call.world.clock.now().timestamp() - message.date
    own = message.from_id == call.bot.id or chat.private
    return own and age <= call.world.settings.delete_window.total_seconds()


@method("deleteMessage")
async def delete_message(call: Call) -> bool:
    if not call.params.text("chat_id"):
        raise bad_request("chat identifier is not specified")
    if not call.params.integer("message_id"):
        raise bad_request("message identifier is not specified")
    chat = known_chat(call)
    message = chat.find(call.params.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if not deletable(call, chat, message):
        raise bad_request("message can't be deleted")
    call.world.remove(chat, message)
    return True


def _message_ids(call: Call) -> list[int]:
    ids = call.params.json("message_ids", "can't parse message_ids JSON object")
    if ids is None or ids == []:
        raise bad_request("message identifiers are not specified")
    if not isinstance(ids, list):
        raise bad_request("expected an Array of message identifiers")
    if len(ids) > MAX_BULK:
        raise bad_request("too many message identifiers specified")
    if not all(isinstance(number, int) for number in ids):
        raise bad_request("message identifier must be a Number")
    if min(ids) <= 0:
        raise bad_request("invalid message identifier specified")
    return ids


@method("deleteMessages")
async def delete_messages(call: Call) -> bool:
    """What is gone or may not be deleted is passed over in silence, as on Telegram."""
    ids = _message_ids(call)
    chat = known_chat(call)
    for message in filter(None, map(chat.find, ids)):
        if deletable(call, chat, message):
            call.world.remove(chat, message)
    return True
