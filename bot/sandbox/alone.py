"""A sandbox with nobody's bot in it: for clients that want to try themselves on it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.sandbox.clock import SandboxClock
from bot.sandbox.model import Person
from bot.sandbox.server import Sandbox

SAMPLE_PEOPLE = (
    Person(1001, "Alice Moore", "tester", language_code="en", username="alice_moore"),
    Person(1002, "Bruno Keller", "tester", language_code="de"),
    Person(1003, "陈静", "测试", language_code="zh-hans"),
    Person(1004, "Dina Haddad", "tester", language_code="en", username="dina_h"),
    Person(1005, "Евгений Орлов", "tester", language_code="ru"),
)


async def serve_alone(port: int, tokens: Sequence[str] | None, secret: str, *, host: str = "127.0.0.1") -> None:
    """Serve until cancelled. Raises OSError when the port is taken."""
    sandbox = Sandbox(clock=SandboxClock(), tokens=tokens, secret=secret)
    for person in SAMPLE_PEOPLE:
        sandbox.add_person(person)
    await sandbox.start(host, port)
    sandbox.ready = True
    try:
        await asyncio.Event().wait()
    finally:
        await sandbox.stop()
