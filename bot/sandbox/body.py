"""Reading a request's parameters: query, form, JSON or multipart."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import BodyPartReader, web

from bot.sandbox.errors import bad_request, too_large
from bot.sandbox.params import Params, Upload

MAX_BODY = 64 << 20


async def read_params(request: web.Request, *, repeated: bool = False) -> Params:
    """With `repeated`, files of one name stay apart as `name\0n`, for albums.

    Raises ApiError 400 for bad JSON, 413 for too much.
    """
    values: dict[str, Any] = dict(request.query)
    kind = request.content_type
    if kind == "multipart/form-data":
        return await _read_multipart(request, values, repeated=repeated)
    if kind == "application/json":
        values |= await _read_json(request)
    elif kind == "application/x-www-form-urlencoded" and request.can_read_body:
        values |= {name: str(value) for name, value in (await request.post()).items()}
    return Params(values)


async def _read_json(request: web.Request) -> dict[str, Any]:
    raw = await request.text()
    try:
        body = json.loads(raw or "{}")
    except json.JSONDecodeError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(body, dict):
        raise bad_request("expected JSON object")
    return body


async def _read_multipart(request: web.Request, values: dict[str, Any], *, repeated: bool) -> Params:
    files: dict[str, Upload] = {}
    left = MAX_BODY
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader):
            raise bad_request("nested multipart is not supported")
        data = await read_part(part, left)
        left -= len(data)
        name = part.name or ""
        if part.filename is None:
            values[name] = data.decode("utf-8", "replace")
        else:
            mime = part.headers.get("Content-Type", "")
            key = f"{name}\0{len(files)}" if repeated else name
            files[key] = Upload(data, part.filename, "" if mime == "application/octet-stream" else mime)
    return Params(values, files)


async def read_part(part: BodyPartReader, limit: int) -> bytes:
    """Raises ApiError 413 beyond `limit` bytes."""
    data = bytearray()
    while chunk := await part.read_chunk(1 << 16):
        data += chunk
        if len(data) > limit:
            raise too_large()
    return bytes(part.decode(bytes(data))) if part.headers.get("Content-Transfer-Encoding") else bytes(data)
