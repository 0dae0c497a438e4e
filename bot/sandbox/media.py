"""From bytes to the media part of a message: photo sizes, document, voice and the rest."""

from __future__ import annotations

import asyncio

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.files import FileStore
from bot.sandbox.model import Json, StoredFile
from bot.sandbox.params import Params, Upload
from bot.sandbox.photos import BadDimensionsError, Rendition, UnreadableImageError, renditions

KINDS = ("photo", "document", "video", "animation", "audio", "voice", "video_note", "sticker")
TIMED = {"video", "animation", "audio", "voice", "video_note"}
SIZED = {"video", "animation", "sticker"}


VOICE = "audio/ogg"  # which Telegram makes of a voice message, whatever was recorded
NOMINAL = ((90, 68), (320, 240), (800, 600))


async def keep_photo(files: FileStore, data: bytes, *, damaged: bool = False) -> list[Json]:
    """PhotoSize objects, smallest first.

    What is no picture, or of odd proportions, is refused with ApiError 400; with `damaged` it is kept as it is.
    """
    try:
        sizes = await asyncio.to_thread(renditions, data)
    except (UnreadableImageError, BadDimensionsError) as error:
        if not damaged:
            text = "IMAGE_PROCESS_FAILED" if isinstance(error, UnreadableImageError) else "PHOTO_INVALID_DIMENSIONS"
            raise bad_request(text) from None
        sizes = [Rendition(width, height, data) for width, height in NOMINAL]
    group = f"photo-{files.count}"
    return [await _keep_size(files, size, group) for size in sizes]


async def _keep_size(files: FileStore, size: Rendition, group: str) -> Json:
    record = await files.add("photo", size.data, "photo.jpg", "image/jpeg")
    record.width, record.height, record.group = size.width, size.height, group
    return photo_size(record)


def photo_size(record: StoredFile) -> Json:
    return {
        "file_id": record.file_id,
        "file_unique_id": record.unique_id,
        "width": record.width,
        "height": record.height,
        "file_size": record.size,
    }


async def keep_file(files: FileStore, kind: str, upload: Upload, extra: Json) -> Json:
    """The Bot API object (Document, Voice, ...) of an uploaded file; `extra` holds width, height, duration, title."""
    record = await files.add(kind, upload.data, upload.name, upload.mime)
    given = Params(extra)
    record.width, record.height = given.integer("width"), given.integer("height")
    record.duration = given.integer("duration")
    return media_object(record) | {key: given.text(key) for key in ("title", "performer") if given.text(key)}


def media_object(record: StoredFile) -> Json:
    body: Json = {
        "file_id": record.file_id,
        "file_unique_id": record.unique_id,
        "file_size": record.size,
    }
    if record.kind not in {"sticker", "video_note"}:
        body["mime_type"] = VOICE if record.kind == "voice" else record.mime
    if record.name and record.kind not in {"sticker", "video_note", "voice"}:
        body["file_name"] = record.name
    if record.kind in TIMED:
        body["duration"] = record.duration
    if record.kind in SIZED:
        body |= {"width": record.width or 512, "height": record.height or 512}
    if record.kind == "video_note":
        body["length"] = record.width or 240
    if record.kind == "sticker":
        body |= {"type": "regular", "is_animated": False, "is_video": False}
    return body


def media_of(content: Json) -> tuple[str, Json | list[Json]] | None:
    """Which medium a message carries, None for a text."""
    # An animation also carries a document for old clients, so it comes before it.
    for kind in ("animation", *KINDS):
        if kind in content:
            return kind, content[kind]
    return None


def refuse_kind(kind: str) -> ApiError:
    return bad_request(f"there is no {kind.replace('_', ' ')} in the request")
