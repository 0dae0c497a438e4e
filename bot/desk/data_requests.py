"""What a data request brings about: each line goes to its provider, each delivery into the log (R9 to R11, R30)."""

from __future__ import annotations

from typing import Any, Final

from bot.desk.house import House
from bot.desk.model import Actor, Refused
from bot.procedure.data_request import Provided, Provider, provider_of
from bot.procedure.forms import Data
from bot.procedure.kinds import Unreadable
from bot.procedure.words import N_
from bot.storage import records
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx

NOT_ASKED: Final = N_("Nothing of this request is asked of one of these. Please choose who has something to provide.")
LINES_MISSING: Final = N_("Please say of every line that is asked of you how you provide it, or why not.")


def route_lines(tx: Tx, house: House, data: dict[str, Any]) -> dict[str, Any]:
    """Every line goes to who provides it: by its kind, and by where the product comes from (R9 to R11)."""
    lines = [{**line, "provider": provider_of(line)} for line in data["lines"]]
    return {**data, "lines": lines, "owing": _in_order({line["provider"] for line in lines})}


def _in_order(providers: set[str]) -> list[str]:
    return [provider.value for provider in Provider if provider.value in providers]


def provides(tx: Tx, data: Data, value: list[str]) -> None:
    """Only who has a line of this request provides again."""
    if not set(value) <= {line.get("provider") for line in data.get("lines") or []}:
        raise Unreadable(NOT_ASKED)


def log_provided(tx: Tx, house: House, record: RecordRow, actor: Actor) -> RecordRow:
    """The log says who provided it and when; no line of a provider is left out, something more may be provided."""
    log = record.data.get("documents") or []
    new = [entry for entry in log if not entry.get("provided_on")]
    by = next((entry["provider"] for entry in new if entry.get("provider")), None)
    owed = {n for n, line in enumerate(record.data["lines"], 1) if line["provider"] == by}
    if by is None or not owed <= {entry.get("line") for entry in new}:
        raise Refused(LINES_MISSING)
    on = house.calendar.local_date(tx.now).isoformat()
    stamp = {"provider": by, "provided_by": actor.member.id, "provided_on": on}
    return _logged(tx, record, [{**entry, **stamp} if entry in new else entry for entry in log])


def log_passed_on(tx: Tx, house: House, record: RecordRow, actor: Actor) -> RecordRow:
    """The log says to whom and when the latest version of each line went out."""
    log = record.data["documents"]
    latest = {entry.get("line") or -n: n for n, entry in enumerate(log) if entry["how"] != Provided.NONE}
    stamp = {"recipient_id": record.data["recipient_id"], "sent_on": house.calendar.local_date(tx.now).isoformat()}
    sent = set(latest.values())
    return _logged(tx, record, [{**entry, **stamp} if n in sent else entry for n, entry in enumerate(log)])


def _logged(tx: Tx, record: RecordRow, log: list[dict[str, Any]]) -> RecordRow:
    return records.change(tx, record, data={**record.data, "documents": log})
