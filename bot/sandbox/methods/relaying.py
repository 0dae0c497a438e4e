"""forwardMessage and copyMessage."""

from __future__ import annotations

from bot.sandbox.errors import bad_request
from bot.sandbox.media import media_of
from bot.sandbox.methods.registry import Call, method
from bot.sandbox.methods.targets import known_chat, post, target_of
from bot.sandbox.methods.texts import caption_content
from bot.sandbox.model import Chat, Json, Message
from bot.sandbox.params import Params
from bot.sandbox.shapes import message_json, user_json
from bot.sandbox.world import World

NOT_CARRIED = {"reply_markup", "media_group_id", "has_protected_content"}


def _source(call: Call, refusal: str) -> Message:
    origin = Call(call.world, call.bot, Params({"chat_id": call.params.required("from_chat_id")}))
    message = known_chat(origin).find(call.params.integer("message_id"))
    if message is None:
        raise bad_request(refusal)
    if message.content.get("has_protected_content"):
        raise bad_request("the message can't be forwarded")
    return message


def forwarded(world: World, message: Message) -> Json:
    """Content of a forward: callback buttons stay behind, the origin is named."""
    content = {key: value for key, value in message.content.items() if key not in NOT_CARRIED}
    origin = content.get("forward_origin") or {
        "type": "user",
        "date": message.date,
        "sender_user": user_json(world, message.from_id),
    }
    return {**content, "forward_origin": origin}


@method("forwardMessage")
async def forward_message(call: Call) -> Json:
    message = _source(call, "message to forward not found")
    target = target_of(call)
    return _shown(call, target.chat, post(call, target, forwarded(call.world, message)))


def _shown(call: Call, chat: Chat, message: Message) -> Json:
    return message_json(call.world, chat, message)


@method("copyMessage")
async def copy_message(call: Call) -> Json:
    caption = caption_content(call) if "caption" in call.params else {}
    message = _source(call, "message to copy not found")
    target = target_of(call)
    content = {k: v for k, v in message.content.items() if k not in {*NOT_CARRIED, "forward_origin"}}
    if caption and media_of(content):
        content |= caption
    return {"message_id": post(call, target, content).id}
