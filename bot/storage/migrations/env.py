"""Run by alembic, with the connection that bot.storage.migrate hands over."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from bot.crash import crash_point
from bot.storage.tables import metadata
from bot.storage.types import Instant


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    if kind == "type" and isinstance(item, Instant):
        autogen.imports.add("from bot.storage.types import Instant")
        return "Instant()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table by rebuilding it
    transactional_ddl=True,  # SQLite can, once the driver keeps its hands off BEGIN
    transaction_per_migration=True,
    render_item=render_item,
    on_version_apply=lambda **_: crash_point("migration.done"),
)
with context.begin_transaction():
    context.run_migrations()
