"""A sandbox with nobody's bot in it: for clients that want to try themselves on it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from bot.sandbox.clock import SandboxClock
from bot.sandbox.errors import ApiError
from bot.sandbox.model import Person
from bot.sandbox.server import Sandbox
from bot.sandbox.world import check_token

SAMPLE_PEOPLE = (
    Person(1001, "Alice Moore", "tester", language_code="en", username="alice_moore"),
    Person(1002, "Bruno Keller", "tester", language_code="de"),
    Person(1003, "陈静", "测试", language_code="zh-hans"),
    Person(1004, "Dina Haddad", "tester", language_code="en", username="dina_h"),
    Person(1005, "Евгений Орлов", "tester", language_code="ru"),
)


def read_tokens(listed: str) -> list[str] | None:
    """The tokens of a comma-separated list; None when it names none, so that every well-formed token is let in.

    Raises ValueError when one of them could not be a token; it is told by its place, not by what it says.
    """
    tokens = [token.strip() for token in listed.split(",") if token.strip()]
    for place, token in enumerate(tokens, start=1):
        try:
            check_token(token)
        except ApiError:
            raise ValueError(f"token {place} is none; write for example 1234:any-text") from None
    if len({check_token(token) for token in tokens}) < len(tokens):
        raise ValueError("two of the tokens name the same bot; the number before the colon is the bot's")
    return tokens or None


async def serve_alone(
    port: int,
    tokens: Sequence[str] | None,
    secret: str,
    *,
    host: str = "127.0.0.1",
    announce: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve until cancelled; `announce` is told the address. Raises OSError when the port is taken."""
    sandbox = Sandbox(clock=SandboxClock(), tokens=tokens, secret=secret)
    for person in SAMPLE_PEOPLE:
        sandbox.add_person(person)
    announce(await sandbox.start(host, port))
    sandbox.ready = True
    try:
        await asyncio.Event().wait()
    finally:
        await sandbox.stop()
