"""The photos in the demo's records."""

from __future__ import annotations

from bot.demo.naming import Picture, Pictures
from bot.sandbox import stock
from bot.sandbox.files import FileStore
from bot.sandbox.lent import lend
from bot.sandbox.media import keep_photo


async def take(files: FileStore, bot_id: int) -> Pictures:
    """One of each, as the bot knows them."""
    found = {}
    for name, data in (("part", stock.part()), ("paper", stock.paper())):
        largest = lend(await keep_photo(files, data), bot_id)[-1]
        found[name] = Picture(largest["file_id"], largest["file_unique_id"])
    return found
