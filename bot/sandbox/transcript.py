"""A chat as plain text: what a failed test shows."""

from __future__ import annotations

from bot.sandbox.model import Json


def transcript(messages: list[Json], count: int) -> str:
    return "\n".join(line for message in messages[-count:] for line in _lines(message))


def _lines(message: Json) -> list[str]:
    marks = [f"#{message['id']}", message["from"]["name"], message["at"][11:16]]
    if message["edited_at"]:
        marks.append("edited")
    marks += [f"<{medium['kind']}>" for medium in message["media"]]
    body = [f"    {line}" for line in message["text"].splitlines()]
    rows = ["    " + " ".join(f"[{button['text']}]" for button in row) for row in message["buttons"]]
    return [" ".join(marks), *body, *rows]
