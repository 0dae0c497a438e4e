"""What came of it, read from the files: SQL without the bot's code, bytes on the disk, Telegram's own journal."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.sandbox.model import Json
from tests.torture.script import Script

HASHED = (
    "seq", "at", "actor_id", "telegram_id", "update_id", "action", "record_id", "work_item_id", "version",
    "payload_sha256", "prev_hash",
)  # fmt: skip
EFFECTS = ("start", "pause", "resume", "remarked")


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def watched(path: Path) -> Iterator[sqlite3.Connection]:
    """To look while a bot lives: whoever closes last tidies up what a crash left, and this must not be us."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        yield connection
    finally:
        connection.close()


def copied(path: Path, into: Path) -> Path:
    """The database as a crash left it, WAL and all, without anybody having opened it."""
    into.mkdir(exist_ok=True)
    for end in ("", "-wal"):
        source, target = path.with_name(path.name + end), into / (path.name + end)
        target.unlink(missing_ok=True)
        if source.exists():
            target.write_bytes(source.read_bytes())
    return into / path.name


def is_whole(connection: sqlite3.Connection) -> bool:
    """The file is sound, its references lead somewhere, and the trail's chain has no gap and no wrong link."""
    sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    return sound and not connection.execute("PRAGMA foreign_key_check").fetchall() and not broken_links(connection)


def broken_links(connection: sqlite3.Connection) -> int:
    previous, broken = "0" * 64, 0
    for place, row in enumerate(connection.execute("SELECT * FROM event ORDER BY seq"), 1):
        entry = {name: row[name] for name in HASHED}
        at = datetime.fromisoformat(entry["at"]).replace(tzinfo=UTC)
        said = {"data": json.loads(row["data"]), "reason": row["reason"], "salt": row["salt"]}
        fits = (
            row["seq"] == place
            and row["prev_hash"] == previous
            and row["payload_sha256"] == _hash(said)
            and row["hash"] == _hash({**entry, "at": at.isoformat()})
        )
        broken += not fits
        previous = row["hash"]
    return broken


def _hash(content: dict[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def compare(connection: sqlite3.Connection, files: Path, script: Script, journal: dict[int, list[Json]]) -> Json:
    """What is missing and what is there too often, by what it is."""
    lost, doubled = Counter[str](), Counter[str]()
    for name, wanted, found in _accounts(connection, files, script):
        lost[name] += (wanted - found).total()
        doubled[name] += (found - wanted).total()
    unanswered, repeated = _answers(script, journal)
    lost["answers"] = unanswered
    lost["notices"] = _unsent(connection, journal)
    return {"lost": +lost, "doubled": +doubled, "answers_repeated": repeated}


def _accounts(
    connection: sqlite3.Connection, files: Path, script: Script
) -> Iterator[tuple[str, Counter[Any], Counter[Any]]]:
    """What, how it must be, how it is."""
    marks = ",".join("?" * len(EFFECTS))
    events = f"SELECT update_id, action, record_id, coalesce(reason, '') FROM event WHERE action IN ({marks})"
    yield "effects", Counter(script.effects), Counter(map(tuple, connection.execute(events, EFFECTS)))
    wanted = {record for _, _, record, _ in script.effects}
    yield "order", _orders(script, wanted), _found_orders(connection, wanted)
    versions = dict(script.versions())
    items = dict(map(tuple, connection.execute("SELECT id, version FROM work_item")))
    yield "versions", Counter(versions.items()), Counter((item, items.get(item)) for item in versions)
    drafts = """SELECT telegram_id, count(*) FROM draft JOIN account USING (person_id)
        WHERE purpose = 'open' GROUP BY telegram_id"""
    yield "drafts", script.drafts, Counter(dict(map(tuple, connection.execute(drafts))))
    inbox = connection.execute("SELECT update_id FROM inbox WHERE state = 'done'")
    yield "updates", Counter(script.updates), Counter(row[0] for row in inbox if row[0] in script.updates)
    yield "files", Counter(script.documents), Counter(_documents(connection, files))


def _orders(script: Script, records: set[int]) -> Counter[Any]:
    return Counter((record, tuple(e[0] for e in script.effects if e[2] == record)) for record in records)


def _found_orders(connection: sqlite3.Connection, records: set[int]) -> Counter[Any]:
    marks = ",".join("?" * len(EFFECTS))
    query = f"SELECT record_id, update_id FROM event WHERE action IN ({marks}) ORDER BY seq"
    rows = connection.execute(query, EFFECTS).fetchall()
    return Counter((record, tuple(row[1] for row in rows if row[0] == record)) for record in records)


def _documents(connection: sqlite3.Connection, files: Path) -> Iterator[str]:
    """The text of each document whose row names a file that is there and is what its name says."""
    for (digest,) in connection.execute("SELECT sha256 FROM file WHERE sha256 IS NOT NULL"):
        content = (files / digest[:2] / digest).read_bytes()
        yield content.decode() if hashlib.sha256(content).hexdigest() == digest else "damaged"


def _answers(script: Script, journal: dict[int, list[Json]]) -> tuple[int, int]:
    """Remarks that nobody acknowledged, and acknowledgements beyond the first."""
    unanswered = repeated = 0
    for account, remarks in script.remarks.items():
        messages = journal[account]
        answers = Counter(message["reply_to"] for message in messages if message["from_bot"])
        for message in messages:
            if not message["from_bot"] and message["text"] in remarks:
                unanswered += not answers[message["id"]]
                repeated += max(answers[message["id"]] - 1, 0)
    return unanswered, repeated


def _unsent(connection: sqlite3.Connection, journal: dict[int, list[Json]]) -> int:
    """Notices that are in no end state, and those said to be sent that Telegram does not have."""
    waiting = connection.execute("SELECT count(*) FROM outbox WHERE state NOT IN ('sent', 'superseded', 'dead')")
    accepted = {(person, message["id"]) for person, messages in journal.items() for message in messages}
    query = """SELECT coalesce(outbox.chat_id, telegram_id) AS chat, message_id FROM outbox
        LEFT JOIN account USING (person_id) WHERE state = 'sent'"""
    sent = [tuple(row) for row in connection.execute(query)]
    return int(waiting.fetchone()[0]) + sum(1 for chat, message in sent if (chat, message) not in accepted)
