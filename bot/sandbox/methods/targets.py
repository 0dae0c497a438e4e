"""Where a call goes: the chat, the message answered, the keyboard. Each check has Telegram's own refusal."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox import errors
from bot.sandbox.errors import ApiError, bad_request, forbidden
from bot.sandbox.keyboards import read_markup
from bot.sandbox.methods.registry import Call
from bot.sandbox.model import Chat, Json, Message
from bot.sandbox.params import Params


@dataclass
class Target:
    chat: Chat
    reply_to: int | None
    markup: Json | None


def known_chat(call: Call) -> Chat:
    """The chat of `chat_id`. Raises ApiError: missing, unknown, never started, migrated, not a member."""
    raw = call.params.text("chat_id").strip()
    if not raw:
        raise bad_request("chat_id is empty")
    chat = _find(call, raw)
    if chat is None:
        raise bad_request("chat not found")
    if not chat.private:
        _check_group(call, chat)
    return chat


def _find(call: Call, raw: str) -> Chat | None:
    try:
        number = int(raw)
    except ValueError:
        return None
    if number in call.world.people:
        return call.world.private_chat(call.bot.id, number)
    return call.world.group(number)


def _check_group(call: Call, chat: Chat) -> None:
    if chat.migrated_to:
        raise bad_request(errors.MIGRATED, migrate_to_chat_id=chat.migrated_to)
    if call.bot.id in chat.kicked_bots:
        raise forbidden(errors.KICKED)
    if call.bot.id not in chat.bots:
        raise forbidden(errors.NOT_MEMBER)


def writable_chat(call: Call) -> Chat:
    """As `known_chat`, and the person must have started the bot and not blocked it."""
    chat = known_chat(call)
    if chat.private:
        refusal = _private_refusal(chat)
        if refusal:
            raise refusal
    return chat


def _private_refusal(chat: Chat) -> ApiError | None:
    if chat.deactivated:
        return forbidden("user is deactivated")
    if chat.blocked:
        return forbidden(errors.BLOCKED)
    return None if chat.started else forbidden(errors.CANT_INITIATE)


def read_reply(call: Call) -> tuple[int | None, bool]:
    """The message to answer and whether to send without it when it is gone."""
    given = call.params.json("reply_parameters", "can't parse reply parameters JSON object")
    if given is not None:
        if not isinstance(given, dict):
            raise bad_request("object expected as reply parameters")
        reply = Params(given)
        return reply.integer("message_id") or None, reply.flag("allow_sending_without_reply")
    return call.params.integer("reply_to_message_id") or None, call.params.flag("allow_sending_without_reply")


def target_of(call: Call) -> Target:
    """Reply and markup are read before the chat is looked up, the message last: the real server's order."""
    reply_to, optional = read_reply(call)
    markup = read_markup(call.params)
    chat = writable_chat(call)
    if reply_to is not None and chat.find(reply_to) is None:
        if not optional:
            raise bad_request("message to be replied not found")
        reply_to = None
    return Target(chat, reply_to, markup)


def post(call: Call, target: Target, content: Json) -> Message:
    """Put the bot's message into the chat."""
    inline = target.markup if target.markup and "inline_keyboard" in target.markup else None
    if inline and inline["inline_keyboard"]:
        content = {**content, "reply_markup": inline}
    if call.params.flag("protect_content"):
        content = {**content, "has_protected_content": True}
    message = Message(
        id=0,
        from_id=call.bot.id,
        from_bot=True,
        date=call.world.clock.timestamp(),
        content=content,
        reply_to=target.reply_to,
        keyboard=None if inline else target.markup,
    )
    return call.world.post(target.chat, message)
