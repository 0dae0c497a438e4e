"""What a message brings to a form."""

from __future__ import annotations

from aiogram.types import Message

from bot.desk.model import FileIn


def text_of(message: Message) -> str:
    """What was written: a text (forwarded or not), a caption, the number of a shared contact."""
    if message.contact:
        return message.contact.phone_number
    return message.text or message.caption or ""


def file_of(message: Message) -> FileIn | None:
    """The photo in its largest size, the document, or the video; None for everything else."""
    if message.photo:
        photo = message.photo[-1]
        return FileIn("photo", photo.file_id, photo.file_unique_id, message.date, "image/jpeg", None, photo.file_size)
    for kind, sent in (("document", message.document), ("video", message.video)):
        if sent:
            return FileIn(
                kind, sent.file_id, sent.file_unique_id, message.date, sent.mime_type, sent.file_name, sent.file_size
            )
    return None


def recording_of(message: Message) -> FileIn | None:
    """The voice of a message; None for everything else."""
    sent = message.voice
    if sent is None:
        return None
    return FileIn("voice", sent.file_id, sent.file_unique_id, message.date, sent.mime_type, None, sent.file_size)


def is_picture(file: FileIn) -> bool:
    """Whether it can be looked at for a label."""
    return file.kind == "photo" or (file.mime or "").startswith("image/")
