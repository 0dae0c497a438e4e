"""editMessageText, -Caption, -ReplyMarkup, -Media. A bot edits only what it sent itself, without a reply keyboard."""

from __future__ import annotations

from bot.sandbox.errors import NOT_MODIFIED, bad_request
from bot.sandbox.keyboards import inline_only, read_markup
from bot.sandbox.media import media_of
from bot.sandbox.methods.registry import Call, method
from bot.sandbox.methods.targets import writable_chat
from bot.sandbox.methods.texts import caption_content, text_content
from bot.sandbox.methods.uploads import input_media
from bot.sandbox.model import Chat, Json, Message
from bot.sandbox.shapes import message_json

TEXT = ("text", "entities")
CAPTION = ("caption", "caption_entities", "show_caption_above_media")


def editable(call: Call) -> tuple[Chat, Message]:
    if not call.params.text("chat_id") and not call.params.text("message_id"):
        raise bad_request("message identifier is not specified")
    chat = writable_chat(call)
    message = chat.find(call.params.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message.from_id != call.bot.id or "forward_origin" in message.content or message.keyboard:
        raise bad_request("message can't be edited")
    return chat, message


def replace(call: Call, chat: Chat, message: Message, content: Json, markup: Json | None) -> Json:
    """Raises ApiError 400 when nothing would change."""
    content = {key: value for key, value in content.items() if key != "reply_markup"}
    if markup and markup["inline_keyboard"]:
        content["reply_markup"] = markup
    if content == message.content:
        raise bad_request(NOT_MODIFIED)
    only_markup = _without_markup(content) == _without_markup(message.content)
    message.content = content
    if not only_markup:
        # A changed keyboard alone does not mark the message as edited on the person's screen.
        message.edit_date = call.world.clock.timestamp()
    call.world.show("edit", chat, message)
    return message_json(call.world, chat, message)


def _without_markup(content: Json) -> Json:
    return {key: value for key, value in content.items() if key != "reply_markup"}


def _without(content: Json, keys: tuple[str, ...]) -> Json:
    return {key: value for key, value in content.items() if key not in keys}


@method("editMessageText")
async def edit_message_text(call: Call) -> Json:
    text = text_content(call)
    markup = inline_only(read_markup(call.params))
    chat, message = editable(call)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return replace(call, chat, message, _without(message.content, TEXT) | text, markup)


@method("editMessageCaption")
async def edit_message_caption(call: Call) -> Json:
    caption = caption_content(call)
    markup = inline_only(read_markup(call.params))
    chat, message = editable(call)
    if media_of(message.content) is None:
        raise bad_request("there is no caption in the message to edit")
    return replace(call, chat, message, _without(message.content, CAPTION) | caption, markup)


@method("editMessageReplyMarkup")
async def edit_message_reply_markup(call: Call) -> Json:
    markup = inline_only(read_markup(call.params))
    chat, message = editable(call)
    return replace(call, chat, message, message.content, markup)


@method("editMessageMedia")
async def edit_message_media(call: Call) -> Json:
    call.params.required("media")
    item = call.params.json("media", "can't parse input media JSON object")
    if not isinstance(item, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    caption = caption_content(call, item)
    markup = inline_only(read_markup(call.params))
    chat, message = editable(call)
    content = await input_media(call, item)
    kept: Json = {
        key: message.content[key] for key in ("media_group_id", "has_protected_content") if key in message.content
    }
    return replace(call, chat, message, {**kept, **content, **caption}, markup)
