"""What happened before the demo began, played deed by deed through the desk's own use cases, each at its instant: so
trail, deadlines and reminders are what they would be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any, Final

from bot.demo.naming import Names, Pictures
from bot.desk import acting, chasing, cpa_sweeps, informations, ledger, opening, reviews, steering
from bot.desk.house import House
from bot.desk.model import Actor
from bot.procedure.chapters import chapter
from bot.storage import records
from bot.storage.rows import ItemRow, RecordRow
from bot.storage.tx import Tx

LONG_AGO: Final = 300
"""From here on days are days of the calendar: nobody cares how many of them were worked on."""
JUST_NOW: Final = 0
SWEEPS: Final = (ledger.sweep_sleepers, cpa_sweeps.sweep_actions, informations.sweep_informations)
CHASED: Final = 8
"""Who was reminded of what earlier is of no interest: so many working days back."""


@dataclass(frozen=True)
class Deed:
    """Somebody did something. ago: working days before the seeding; 0 means minutes ago, and `at` how many of them.

    action: of the workflow, "withdraw" or "urge". kind: of the record it is done on, if not the case's own: the one of
    that kind that came of the case."""

    ago: int
    at: str
    who: str
    action: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    kind: str = ""


@dataclass(frozen=True)
class Case:
    """A record and what became of it. origin: the name of the case it came from. by_clock: nobody opened it, the
    calendar did, in the name of `who`. A case without `route` was opened by a sweep: it only has deeds."""

    name: str
    ago: int
    at: str
    who: str
    kind: str
    route: str
    answers: Mapping[str, Any]
    deeds: Sequence[Deed] = ()
    origin: str = ""
    by_clock: bool = False


class Past:
    """Plays cases. Everything is in the one transaction of the seeding, whose instant is the present."""

    def __init__(self, tx: Tx, house: House, pictures: Pictures) -> None:
        self._tx, self._house = tx, house
        self._calendar = house.calendar
        self._names = Names(tx, house, pictures)
        self._records: dict[str, int] = {}
        self._turns = count()

    def play(self, cases: Sequence[Case], months: Sequence[int]) -> None:
        """All deeds of all cases in the order of their instants, and between two days what the bot did by itself;
        `months` says so many working days ago the month before was reviewed."""
        moments: list[tuple[datetime, int, Case | None, Deed | None]] = [
            (at, next(self._turns), case, deed) for case in cases for at, deed in self._moments(case)
        ]
        moments += [(self.at(ago, "08:40"), next(self._turns), None, None) for ago in months]
        day = date.min
        for at, _, case, deed in sorted(moments, key=lambda moment: moment[:2]):
            if self._calendar.local_date(at) > day:
                self._sweep(at)
                day = self._calendar.local_date(at)
            self._happen(replace(self._tx, now=at), case, deed)
        self._sweep(self._tx.now)

    def _moments(self, case: Case) -> Iterator[tuple[datetime, Deed | None]]:
        if case.route:
            yield self.at(case.ago, case.at), None
        for deed in case.deeds:
            yield self.at(deed.ago, deed.at), deed

    def at(self, ago: int, at: str) -> datetime:
        """The instant of a deed; never later than the present."""
        if ago == JUST_NOW:
            return self._calendar.subtract_working(self._tx.now, timedelta(minutes=int(at)))
        day = self._names.day(-ago) if ago < LONG_AGO else self._names.long_ago(ago)
        return datetime.combine(day, time.fromisoformat(at), self._calendar.zone)

    def _sweep(self, at: datetime) -> None:
        tx = replace(self._tx, now=at)
        for sweep in (*SWEEPS, *([chasing.sweep_reminders] if at > self.at(CHASED, "00:00") else [])):
            sweep(tx, self._house)

    def _happen(self, tx: Tx, case: Case | None, deed: Deed | None) -> None:
        if case is None:
            reviews.sweep_reviews(tx, self._house)
        elif deed is None:
            self._records[case.name] = self._open(tx, case).id
        else:
            self._do(tx, case, deed)

    def _open(self, tx: Tx, case: Case) -> RecordRow:
        of = chapter(case.kind)
        origin = records.get(tx, self._records[case.origin]) if case.origin else None
        data = self._names.resolved(of.form, case.answers, tx.now)
        if case.by_clock:
            member = self._names.member(case.who)
            return opening.open_by_clock(tx, self._house, member, of.kind, case.route, data, origin)
        return opening.open_record(tx, self._house, self._actor(case.who), of.kind, case.route, data, origin)

    def _do(self, tx: Tx, case: Case, deed: Deed) -> None:
        actor = self._actor(deed.who)
        if deed.action == "withdraw":
            steering.withdraw(tx, self._house, actor, self._records[case.name])
        elif deed.action == "urge":
            steering.urge(tx, self._house, actor, self._records[case.name])
        else:
            record, item = self._owed(tx, case, deed)
            answers = self._names.resolved(chapter(record.kind).form, deed.answers, tx.now)
            acting.act(tx, self._house, actor, item.id, item.version, deed.action, answers)

    def _actor(self, name: str) -> Actor:
        member = self._names.member(name)
        return Actor(member, self._names.account(name))

    def _owed(self, tx: Tx, case: Case, deed: Deed) -> tuple[RecordRow, ItemRow]:
        """The first open item among the deed's records that offers its action. LookupError if there is none."""
        for record in self._concerned(tx, case, deed):
            for item in records.items(tx, record.id, only_open=True):
                step = chapter(record.kind).step(record.route, item.step)
                if item.wakes_at is None and any(a.name == deed.action for a in step.actions):
                    return record, item
        raise LookupError(f"{case.name}: nobody owed “{deed.action}” {deed.ago} days ago")

    def _concerned(self, tx: Tx, case: Case, deed: Deed) -> Iterator[RecordRow]:
        if case.name not in self._records:
            yield from records.of_kind(tx, case.kind)
            return
        kind = deed.kind or case.kind
        family = [self._records[case.name]]
        for record_id in family:  # grows while it is walked
            record = records.get(tx, record_id)
            assert record is not None
            if record.kind == kind:
                yield record
            family += [r.id for r in records.spawned(tx, record_id)]
