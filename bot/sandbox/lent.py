"""A file_id is good for one bot: the id under which the sandbox keeps the file, with the bot's number behind it."""

from __future__ import annotations

from typing import Any

MARK = "-"


def lend(body: Any, bot_id: int) -> Any:
    """A copy of what a bot is shown, whose every file_id is its own."""
    if isinstance(body, dict):
        return {name: _own(value, bot_id) if name == "file_id" else lend(value, bot_id) for name, value in body.items()}
    return [lend(one, bot_id) for one in body] if isinstance(body, list) else body


def _own(file_id: str, bot_id: int) -> str:
    return f"{file_id}{MARK}{bot_id}"


def given_back(file_id: str) -> tuple[str, str]:
    """The id under which the file is kept, and the number of the bot whose it was."""
    kept, _, owner = file_id.rpartition(MARK)
    return kept, owner
