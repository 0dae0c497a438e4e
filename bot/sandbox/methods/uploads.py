"""sendPhoto, sendDocument, ... and albums: files by part name, by `attach://`, or by file_id."""

from __future__ import annotations

from typing import Any

from bot.sandbox.errors import ApiError, bad_request, too_large
from bot.sandbox.lent import given_back
from bot.sandbox.media import keep_file, keep_photo, media_object, photo_size, refuse_kind
from bot.sandbox.methods.registry import Call, method
from bot.sandbox.methods.targets import post, target_of
from bot.sandbox.methods.texts import caption_content
from bot.sandbox.model import Json, StoredFile
from bot.sandbox.params import ATTACHED, Upload
from bot.sandbox.shapes import message_json

MAX_ALBUM = 10
ALBUM_MEDIA = ("photo", "video", "audio", "document")
INPUT_MEDIA = (*ALBUM_MEDIA, "animation")
SENDS = {
    "sendPhoto": "photo",
    "sendDocument": "document",
    "sendVideo": "video",
    "sendAnimation": "animation",
    "sendAudio": "audio",
    "sendVoice": "voice",
    "sendVideoNote": "video_note",
    "sendSticker": "sticker",
}


async def send_file(call: Call, kind: str) -> Json:
    caption = caption_content(call)
    target = target_of(call)
    content = await medium(call, kind, call.params.upload(kind), call.params.text(kind), call.params.values)
    return message_json(call.world, target.chat, post(call, target, content | caption))


def _register(name: str, kind: str) -> None:
    @method(name)
    async def send(call: Call) -> Json:
        return await send_file(call, kind)


for _name, _kind in SENDS.items():
    _register(_name, _kind)


async def medium(call: Call, kind: str, upload: Upload | None, reference: str, extra: dict[str, Any]) -> Json:
    """`{"photo": [...]}` or `{"document": {...}}`: uploaded now, or known by its file_id. Raises ApiError."""
    if upload is not None:
        return await _uploaded(call, kind, upload, extra)
    if not reference or reference.startswith(ATTACHED):
        raise refuse_kind(kind)
    if "://" in reference:
        # The sandbox fetches nothing from anywhere.
        raise bad_request("failed to get HTTP URL content")
    return _known(call, kind, reference)


async def _uploaded(call: Call, kind: str, upload: Upload, extra: dict[str, Any]) -> Json:
    settings = call.world.settings
    if not upload.data:
        raise bad_request("file must be non-empty")
    if len(upload.data) > settings.max_upload:
        raise too_large()
    if kind != "photo":
        return {kind: await keep_file(call.world.files, kind, upload, extra)}
    if len(upload.data) > settings.max_photo:
        raise bad_request("file is too big")
    return {"photo": await keep_photo(call.world.files, upload.data)}


def _known(call: Call, kind: str, file_id: str) -> Json:
    kept, owner = given_back(file_id)
    record = call.world.files.by_id(kept)
    if record is None:
        raise bad_request("wrong remote file identifier specified: Wrong string length")
    if owner != str(call.bot.id):
        raise bad_request("wrong file identifier/HTTP URL specified")
    if record.kind != kind:
        raise bad_request(f"type of file mismatch: can't use file of type {record.kind} as {kind}")
    return {"photo": _siblings(call, record)} if kind == "photo" else {kind: media_object(record)}


def _siblings(call: Call, record: StoredFile) -> list[Json]:
    """All sizes of the photo that one size is named of."""
    return [photo_size(size) for size in call.world.files.records.values() if size.group == record.group]


@method("sendMediaGroup")
async def send_media_group(call: Call) -> list[Json]:
    items = _album_items(call)
    captions = [caption_content(call, item) for item in items]
    kinds = {_kind_of(call, item, ALBUM_MEDIA) for item in items}
    target = target_of(call)
    _check_album(kinds)
    contents = [await input_media(call, item) for item in items]
    album = str(call.world.version + (call.world.seed << 8))
    messages = []
    for content, caption in zip(contents, captions, strict=True):
        messages.append(post(call, target, {**content, **caption, "media_group_id": album}))
    return [message_json(call.world, target.chat, message) for message in messages]


def _album_items(call: Call) -> list[Json]:
    call.params.required("media")
    items = call.params.objects("media", "InputMedia", "can't parse media JSON object")
    if not items:
        raise bad_request("there are no messages to send")
    if len(items) > MAX_ALBUM:
        raise bad_request("too many messages to send as an album")
    return items


def _check_album(kinds: set[str]) -> None:
    """Photos and films go together; documents, and sounds, only with their like."""
    for kind in ("document", "audio"):
        if kind in kinds and len(kinds) > 1:
            raise bad_request(f"{kind} can't be mixed with other media types")


def _kind_of(call: Call, item: Json, allowed: tuple[str, ...] = INPUT_MEDIA) -> str:
    """The type of an InputMedia object that names a file. Raises ApiError 400."""
    kind, reference = str(item.get("type", "")), str(item.get("media", ""))
    if not reference or (reference.startswith(ATTACHED) and call.params.attached(reference) is None):
        raise _refuse_media("media not found")
    if kind not in INPUT_MEDIA:
        raise _refuse_media(f'type "{kind}" is unsupported')
    if kind not in allowed:
        raise _refuse_media(f'type "{kind}" can\'t be used in sendMediaGroup')
    return kind


def _refuse_media(text: str) -> ApiError:
    return bad_request(f"can't parse InputMedia: {text}")


async def input_media(call: Call, item: Json) -> Json:
    """The content of one InputMedia object."""
    kind, reference = _kind_of(call, item), str(item["media"])
    return await medium(call, kind, call.params.attached(reference), reference, item)
