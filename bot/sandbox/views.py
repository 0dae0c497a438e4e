"""What a person sees: messages and people as the page and the scenario tests read them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.sandbox.keyboards import shown_rows
from bot.sandbox.media import media_of
from bot.sandbox.model import BotAccount, Chat, Json, Message, Person
from bot.sandbox.render import to_html

if TYPE_CHECKING:
    from bot.sandbox.world import World

PLACES = ("location", "contact", "poll", "dice")
SERVICE = ("new_chat_members", "left_chat_member", "new_chat_title", "pinned_message")


def instant(timestamp: float) -> str:
    """ISO 8601 in UTC."""
    return datetime.fromtimestamp(timestamp, UTC).isoformat()


def text_of(message: Message) -> str:
    return str(message.content.get("text") or message.content.get("caption") or "")


def message_view(world: World, chat: Chat, message: Message) -> Json:
    """`text` is plain, `html` rebuilt from the entities; a caption counts as text."""
    content = message.content
    text = text_of(message)
    entities = content.get("entities") or content.get("caption_entities") or []
    rows = (content.get("reply_markup") or {}).get("inline_keyboard", [])
    view: Json = {
        "id": message.id,
        "chat_id": chat.id,
        "from": sender_view(world, message),
        "at": instant(message.date),
        "edited_at": None if message.edit_date is None else instant(message.edit_date),
        "version": message.version,
        "seen": message.seen,
        "text": text,
        "html": to_html(text, entities),
        "buttons": shown_rows(rows),
        "keyboard": keyboard_view(message.keyboard),
        "media": media_view(content),
        "reply_to": reply_view(chat, message),
        "album_id": content.get("media_group_id"),
        "reactions": [{"emoji": e, "from": int(who)} for who, some in message.reactions.items() for e in some],
        "forwarded_from": forward_view(content),
        "forwarded_id": ((content.get("forward_origin") or {}).get("sender_user") or {}).get("id"),
        "service": next((kind for kind in SERVICE if kind in content), None),
    }
    if message.deleted:
        view["deleted"] = True
    return view


def sender_view(world: World, message: Message) -> Json:
    user = world.user(message.from_id)
    return {"id": message.from_id, "name": user.name if user else "?", "bot": message.from_bot}


def keyboard_view(keyboard: Json | None) -> Json | None:
    """The reply keyboard that this message brings; `{"remove": true}` when it takes it away."""
    if keyboard is None:
        return None
    if "keyboard" in keyboard:
        options = {k: keyboard[k] for k in ("one_time_keyboard", "input_field_placeholder") if keyboard.get(k)}
        return {"rows": shown_rows(keyboard["keyboard"]), **options}
    if keyboard.get("remove_keyboard"):
        return {"remove": True}
    return {"force_reply": True} if keyboard.get("force_reply") else None


def reply_view(chat: Chat, message: Message) -> Json | None:
    answered = chat.find(message.reply_to) if message.reply_to else None
    if answered is None:
        return None
    return {"id": answered.id, "text": text_of(answered)[:120], "media": media_view(answered.content)}


def forward_view(content: Json) -> str | None:
    origin = content.get("forward_origin")
    if not origin:
        return None
    return str((origin.get("sender_user") or {}).get("first_name") or origin.get("sender_user_name") or "?")


def media_view(content: Json) -> list[Json]:
    found = media_of(content)
    if found:
        kind, body = found
        return [_file_view(kind, body[-1] if isinstance(body, list) else body)]
    if "venue" in content:
        # The place of a venue is in the message twice, for clients that know no venues.
        venue = content["venue"]
        return [{"kind": "venue", **venue["location"], "title": venue["title"], "address": venue["address"]}]
    return [{"kind": kind, **content[kind]} for kind in PLACES if kind in content]


def _file_view(kind: str, body: Json) -> Json:
    return {
        "kind": kind,
        "url": f"/api/files/{body['file_unique_id']}",
        "file_name": body.get("file_name"),
        "mime": body.get("mime_type") or ("image/jpeg" if kind == "photo" else None),
        "size": body.get("file_size"),
        "width": body.get("width"),
        "height": body.get("height"),
        "duration": body.get("duration"),
        "title": " – ".join(body[name] for name in ("performer", "title") if body.get(name)) or None,
    }


def bot_of(chat: Chat) -> int | None:
    """Whose private chat it is: a person has one with each bot. None for a group."""
    return chat.bots[0] if chat.private else None


def unread_event(chat: Chat, person_id: int) -> Json:
    place = {"chat_id": chat.id, "bot_id": bot_of(chat)}
    return {"type": "unread", "person_id": person_id, **place, "unread": chat.unread(person_id)}


def person_view(world: World, person: Person, bot: BotAccount | None) -> Json:
    chat = world.chats.get(f"{bot.id}:{person.id}") if bot else None
    return {
        "id": person.id,
        "name": person.name,
        "role": person.role,
        "unit": person.unit,
        "words": person.words,
        "unread": chat.unread(person.id) if chat else 0,
        "language_code": person.language_code,
        "username": person.username,
        "avatar": person.avatar,
        "colour": person.colour,
        "started": bool(chat and chat.started),
        "blocked": bool(chat and chat.blocked),
        "deactivated": bool(chat and chat.deactivated),
        "groups": [group.id for group in world.groups() if person.id in group.members],
        "last": last_view(world, chat) if chat else None,
    }


def group_view(world: World, chat: Chat) -> Json:
    return {
        "id": chat.id,
        "name": chat.title,
        "group": True,
        "members": chat.members,
        "kicked": bool(chat.kicked_bots),
        "role": "",
        "unit": "",
        "unread": {str(number): chat.unread(number) for number in chat.members},
        "last": last_view(world, chat),
    }


def last_view(world: World, chat: Chat) -> Json | None:
    shown = next((m for m in reversed(chat.messages.values()) if not m.deleted), None)
    if shown is None:
        return None
    return {"text": text_of(shown)[:120], "at": instant(shown.date), "from": sender_view(world, shown)["name"]}
