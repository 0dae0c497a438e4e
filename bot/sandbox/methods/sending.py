"""sendMessage and what needs no file: location, contact, venue, poll, dice, typing."""

from __future__ import annotations

from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.registry import Call, method
from bot.sandbox.methods.targets import known_chat, post, target_of, writable_chat
from bot.sandbox.methods.texts import text_content
from bot.sandbox.model import Json
from bot.sandbox.shapes import message_json
from bot.sandbox.views import bot_of

TYPING_SECONDS = 5
ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip

# With or without the sign that asks for a coloured picture, which clients add or leave out.
PICTURED = "\ufe0f"
LISTED = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 "
    "❤\u200d🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 "
    "👨\u200d💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 "
    "😎 👾 🤷\u200d♂ 🤷 🤷\u200d♀ 😡 "
)
REACTIONS = frozenset(LISTED.split())


def send(call: Call, content: Json) -> Json:
    target = target_of(call)
    return message_json(call.world, target.chat, post(call, target, content))


@method("sendMessage")
async def send_message(call: Call) -> Json:
    return send(call, text_content(call))


def location_of(call: Call) -> Json:
    for name in ("latitude", "longitude"):
        if not call.params.text(name).strip():
            raise bad_request(f"{name} is empty")
    latitude, longitude = call.params.number("latitude"), call.params.number("longitude")
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        raise bad_request("wrong location specified")
    return {"latitude": latitude, "longitude": longitude}


@method("sendLocation")
async def send_location(call: Call) -> Json:
    return send(call, {"location": location_of(call)})


@method("sendVenue")
async def send_venue(call: Call) -> Json:
    place = location_of(call)
    venue = {"location": place, "title": call.params.text("title"), "address": call.params.text("address")}
    return send(call, {"location": place, "venue": venue})


@method("sendContact")
async def send_contact(call: Call) -> Json:
    contact = {name: call.params.required(name) for name in ("phone_number", "first_name")}
    contact |= {name: call.params.text(name) for name in ("last_name", "vcard") if call.params.text(name)}
    return send(call, {"contact": contact})


@method("sendChatAction")
async def send_chat_action(call: Call) -> bool:
    action = call.params.text("action")
    if action.lower() not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = writable_chat(call)
    place: dict[str, Any] = {"chat_id": chat.id, "bot_id": bot_of(chat), "people": list(chat.members)}
    event = {"type": "typing", **place, "action": action, "bot": call.bot.name, "seconds": TYPING_SECONDS}
    call.world.events.publish(event)
    return True


@method("setMessageReaction")
async def set_message_reaction(call: Call) -> bool:
    given = call.params.objects("reaction", "ReactionType", "can't parse reaction types JSON object") or []
    chat = known_chat(call)
    message = chat.find(call.params.integer("message_id"))
    if message is None:
        raise bad_request("message to react not found")
    emoji = [str(reaction.get("emoji")) for reaction in given if reaction.get("type") == "emoji"]
    if len(emoji) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if not {one.replace(PICTURED, "") for one in emoji} <= REACTIONS:
        raise bad_request("REACTION_INVALID")
    message.reactions = {**message.reactions, str(call.bot.id): emoji}
    call.world.show("edit", chat, message)
    return True
