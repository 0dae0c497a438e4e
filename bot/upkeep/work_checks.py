"""Whether the bot on this database gets its work done: what waits, who cannot be reached, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bot.desk.house import House
from bot.storage import anchors, evidence, outbox, people
from bot.storage.files import FileStore
from bot.storage.gauges import gauges
from bot.storage.tx import Tx
from bot.upkeep.finding import Finding, fault, ok, span, warning

LATE, VERY_LATE = timedelta(minutes=10), timedelta(hours=1)
ALIVE = timedelta(seconds=60)
NOVEMBER = 11  # by then next year's holidays are known, or somebody has to enter them


def work(tx: Tx, house: House, files: Path, *, runs: bool | None) -> list[Finding]:
    """runs: whether a bot does; None where that cannot be told from here."""
    return [*_alive(tx, runs=runs), *_post(tx), *_people(tx), _evidence(tx, files), _seal(tx), _holidays(tx, house)]


def _alive(tx: Tx, *, runs: bool | None) -> Iterator[Finding]:
    age = gauges(tx).heartbeat_age
    said = f"the last sign of life is {span(timedelta(seconds=age))} old" if age is not None else "it was never started"
    if runs is False:
        yield warning("Bot", f"none runs; {said}", "start it with `fieldclerk run`.")
    elif age is None or age > ALIVE.total_seconds():
        yield fault("Bot", said, "see its log: it runs, but Telegram does not answer it." if runs else "start it.")
    else:
        yield ok("Bot", said)


def _post(tx: Tx) -> Iterator[Finding]:
    now = gauges(tx)
    oldest = timedelta(seconds=now.outbox_oldest)
    said = f"{now.outbox_due} messages wait, the oldest for {span(oldest)}" if now.outbox_due else "nothing waits"
    if oldest > LATE:
        mend = "see that the bot runs and reaches Telegram; its log says what it waits for."
        yield (fault if oldest > VERY_LATE else warning)("Messages out", said, mend)
    else:
        yield ok("Messages out", said)
    if now.outbox_dead:
        yield warning("Messages out", f"{now.outbox_dead} could never be delivered", "see their column `error`.")
    if now.inbox_set_aside:
        mend = "see the log; their senders were asked to send them again."
        yield warning("Messages in", f"{now.inbox_set_aside} were set aside because they could not be handled", mend)


def _people(tx: Tx) -> Iterator[Finding]:
    if not people.has_admin(tx):
        yield warning("People", "there is no administrator", "send the bot the code that it prints at its start.")
    if blocked := outbox.unreachable(tx):
        mend = "ask them to let the bot in again and write to it, or give their work to somebody else."
        yield warning("People", f"{', '.join(blocked)} blocked the bot", mend)
    else:
        yield ok("People", "nobody blocked the bot")


def _evidence(tx: Tx, files: Path) -> Finding:
    store, lost = FileStore(files), []
    for digest in evidence.hashes(tx):
        try:
            store.path_of(digest)
        except FileNotFoundError:
            lost.append(digest)
    if lost:
        return fault(
            "Evidence", f"{len(lost)} files are not in {files}", "`fieldclerk restore` brings back what a backup has."
        )
    if given_up := evidence.given_up(tx):
        return warning(
            "Evidence", f"{given_up} files could not be fetched from Telegram", "ask their senders for them."
        )
    return ok("Evidence", "every file is there; `fieldclerk verify` reads them all")


def _seal(tx: Tx) -> Finding:
    last = max((row.at for row in anchors.anchors(tx)), default=None)
    if last is None:
        return warning("Seal", "the audit trail was never sealed", "a running bot seals it every night at 02:00.")
    return ok("Seal", f"the audit trail was last sealed {span(tx.now - last)} ago")


def _holidays(tx: Tx, house: House) -> Finding:
    calendar = house.company_calendar(tx)
    today = calendar.local_date(tx.now)
    years = [today.year, *([today.year + 1] if today.month >= NOVEMBER else [])]
    unknown = [str(year) for year in years if not calendar.is_announced(year)]
    if unknown:
        mend = "update Fieldclerk, or enter them once they are announced: deadlines of that year are provisional."
        return warning("Calendar", f"the holidays of {' and '.join(unknown)} are not known", mend)
    return ok("Calendar", f"the holidays of {' and '.join(map(str, years))} are known")
