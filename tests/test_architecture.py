"""Imports run inwards, and each library has its rooms (architecture.md)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BOT = ROOT / "bot"

SHARED = frozenset({"clock", "tongue", "catalogues", "crash", "errors", "logs", "settings"})
"""Small things that everybody may use; they use each other and the procedure's words only."""

INWARDS: dict[str, frozenset[str]] = {
    "procedure": frozenset(),
    "cards": frozenset({"procedure"}),
    "storage": frozenset({"procedure"}),
    "desk": frozenset({"storage", "procedure", "cards"}),
    "documents": frozenset({"desk", "storage", "procedure", "cards"}),
    "importing": frozenset({"storage", "procedure"}),
    "upkeep": frozenset({"documents", "intake", "desk", "storage", "procedure", "cards"}),
    "trace": frozenset({"procedure"}),
    "intake": frozenset({"desk", "storage", "procedure"}),
    "reminders": frozenset({"desk", "storage", "procedure", "cards"}),
    # No storage here: whoever talks with people asks the desk.
    "handlers": frozenset({"desk", "procedure", "cards", "dialogs"}),
    "dialogs": frozenset({"desk", "procedure", "cards"}),
    "sandbox": frozenset(),
}
"""What each room may import of ours, beside itself and what is shared."""

COMPOSITION = frozenset({
    "app", "cli", "telegram", "session", "late_schemas", "__main__", "demo", "bench", "duties", "metrics", "night",
    "port",
})  # fmt: skip
"""Where the house is put together: may import everything."""

LIBRARIES: dict[str, tuple[str, ...]] = {
    "aiogram": (
        "handlers",
        "dialogs",
        "intake",
        "telegram",
        "storage/dialog_state.py",
        "storage/redis_shelf.py",
        *COMPOSITION,
    ),
    "aiogram_dialog": ("handlers", "dialogs", "telegram", *COMPOSITION),
    "telegram": ("reminders/courier", "reminders/post", "bench"),
    "apscheduler": ("reminders", *COMPOSITION),
    "sqlalchemy": ("storage", "bench"),
    "alembic": ("storage",),
    "openpyxl": ("importing", "documents"),
    "xlsxwriter": ("importing", "documents"),
    "zxingcpp": ("dialogs/labels.py", "bench"),
    "PIL": ("dialogs/labels.py", "sandbox", "bench"),
}
"""Where a library may be imported: rooms, or beginnings of paths under bot/."""


def _files() -> list[Path]:
    return sorted(BOT.rglob("*.py"))


@cache
def _imports(path: Path) -> tuple[str, ...]:
    return tuple(_imported(ast.parse(path.read_text(encoding="utf-8"))))


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute, so that they can be read"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _room(path: Path) -> str:
    return path.relative_to(BOT).parts[0].removesuffix(".py")


def _name(path: Path) -> str:
    return path.relative_to(BOT).as_posix()


@pytest.mark.parametrize("path", _files(), ids=_name)
def test_imports_run_inwards(path: Path) -> None:
    room = _room(path)
    if room in COMPOSITION or room in {"__init__"}:
        return
    ours = {name.split(".")[1] for name in _imports(path) if name.startswith("bot.")}
    assert ours - _allowed(room) == set(), f"{room} may not import these"


def _allowed(room: str) -> frozenset[str]:
    if room in SHARED:
        return SHARED | {"procedure"}
    shared = frozenset() if room in {"sandbox"} else SHARED
    return INWARDS[room] | shared | {room}


@pytest.mark.parametrize("library", LIBRARIES)
def test_libraries_stay_in_their_rooms(library: str) -> None:
    strays = {
        _name(path)
        for path in _files()
        if any(_is_of(name, library) for name in _imports(path)) and not _at_home(path, library)
    }
    assert strays == set(), f"{library} may be imported in {LIBRARIES[library]} only"


def _is_of(name: str, library: str) -> bool:
    # What a database raises may be told apart anywhere: a full disk is not the fault of an update.
    return name.split(".")[0] == library and not name.startswith("sqlalchemy.exc.")


def _at_home(path: Path, library: str) -> bool:
    return _name(path).startswith(LIBRARIES[library])


def test_every_room_has_its_rule() -> None:
    rooms = {_room(path) for path in _files()} - COMPOSITION - SHARED - {"__init__"}
    assert rooms <= set(INWARDS), "say in INWARDS what the new room may import"


def test_the_core_knows_no_outside_world() -> None:
    world = {"aiogram", "aiogram_dialog", "telegram", "sqlalchemy", "aiohttp", "httpx", "asyncio", "apscheduler"}
    for path in sorted((BOT / "procedure").rglob("*.py")):
        assert not {name.split(".")[0] for name in _imports(path)} & world, path.name


def test_nothing_tells_telegram_to_forget_what_waits() -> None:
    """`drop_pending_updates` and a negative offset do."""
    for path in _files():
        if _room(path) != "sandbox":
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"drop_pending|offset\W{0,4}[=:] *-", text), _name(path)
