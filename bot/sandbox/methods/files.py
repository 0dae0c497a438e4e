"""getFile: the way to download what a person sent."""

from __future__ import annotations

from bot.sandbox.errors import WRONG_FILE, bad_request
from bot.sandbox.lent import given_back
from bot.sandbox.methods.registry import Call, method
from bot.sandbox.model import Json


@method("getFile")
async def get_file(call: Call) -> Json:
    file_id = call.params.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    kept, owner = given_back(file_id)
    record = call.world.files.by_id(kept)
    if record is None:
        raise bad_request("invalid file_id")
    if owner != str(call.bot.id):
        raise bad_request(WRONG_FILE)
    if record.size > call.world.settings.max_download:
        raise bad_request("file is too big")
    if not await call.world.files.has(record):
        raise bad_request(WRONG_FILE)
    call.world.files.open_to(call.bot.id, record.path)
    return {
        "file_id": record.file_id,
        "file_unique_id": record.unique_id,
        "file_size": record.size,
        "file_path": record.path,
    }


@method("getUserProfilePhotos")
async def get_user_profile_photos(call: Call) -> Json:
    if call.world.user(call.params.integer("user_id")) is None:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}
