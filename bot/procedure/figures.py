"""The figures of a review (R50), from plain facts. What they count is said here and nowhere else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import mean, median
from typing import Any, Final

from bot.procedure.forms import Data

SECOND_VISIT: Final = timedelta(days=30)
"""A job at the same place on the same part so soon after another one is its second visit."""


SCORING: Final = frozenset({"sign_off", "ask", "survey"})
"""Steps at which a customer's score is put down."""


@dataclass(frozen=True)
class Span:
    """From `start` up to, not including, `end`."""

    start: datetime
    end: datetime

    def has(self, at: datetime | None) -> bool:
        return at is not None and self.start <= at < self.end


@dataclass(frozen=True)
class Matter:
    """A record, as far as figures ask. origin: the record that it came from."""

    id: int
    kind: str
    created_at: datetime
    closed_at: datetime | None = None
    origin: int | None = None
    data: Data = field(default_factory=dict)


@dataclass(frozen=True)
class Duty:
    """A work item, as far as figures ask. took: its working time from opening to end; None while it is open."""

    matter: int
    step: str
    opened_at: datetime
    due_at: datetime | None = None
    done_at: datetime | None = None
    unit: int | None = None
    approval: bool = False
    took: timedelta | None = None


def opened(matters: Iterable[Matter], span: Span) -> Counter[str]:
    """How many records of each chapter were opened."""
    return Counter(m.kind for m in matters if span.has(m.created_at))


@dataclass(frozen=True)
class Repeated:
    """The same part with the same failure: how often in the period, how often in all that is looked at."""

    part: int
    failure: str
    now: int
    ever: int


def repeats(matters: Sequence[Matter], span: Span) -> list[Repeated]:
    """What came again in the period, the most frequent first. A job, its alert and its part are one occurrence."""
    families: dict[int, list[Matter]] = {}
    by_id = {m.id: m for m in matters}
    for matter in matters:
        families.setdefault(_root(matter, by_id).id, []).append(matter)
    ever: Counter[tuple[int, str]] = Counter()
    now: Counter[tuple[int, str]] = Counter()
    for root, family in families.items():
        fault = _first(family, "part_id"), str(_first(family, "failure_code") or "").strip().upper()
        if fault[0] is None or not fault[1] or by_id[root].created_at >= span.end:
            continue
        key = int(fault[0]), fault[1]
        ever[key] += 1
        now[key] += span.has(by_id[root].created_at)
    found = [Repeated(*key, now[key], times) for key, times in ever.items() if now[key] and times > 1]
    return sorted(found, key=lambda r: (-r.now, -r.ever, r.failure))


def _root(matter: Matter, by_id: Mapping[int, Matter]) -> Matter:
    origin = by_id.get(matter.origin or 0)
    return matter if origin is None else _root(origin, by_id)


def _first(family: Iterable[Matter], name: str) -> Any:
    return next((m.data[name] for m in family if m.data.get(name)), None)


def overdue(duties: Iterable[Duty], at: datetime) -> dict[int | None, int]:
    """How much each unit owed past its date at that instant, the most first."""
    late = (d.unit for d in duties if _open_at(d, at) and d.due_at is not None and d.due_at < at)
    return dict(Counter(late).most_common())


def _open_at(duty: Duty, at: datetime) -> bool:
    return duty.opened_at < at and (duty.done_at is None or duty.done_at >= at)


def approval_time(duties: Iterable[Duty], span: Span) -> timedelta | None:
    """The median working time of the approvals given in the period; None if there were none."""
    times = [d.took.total_seconds() for d in duties if d.approval and d.took is not None and span.has(d.done_at)]
    return timedelta(seconds=median(times)) if times else None


def notice_days(matters: Iterable[Matter], span: Span, local: Callable[[datetime], date]) -> int | None:
    """How many days before the promised date customers were told of a delay, on average; less than 0 after it."""
    told = [(m.data["told_at"], m.data["promised_date"]) for m in matters if _told(m)]
    days = [
        (date.fromisoformat(promised) - local(datetime.fromisoformat(at))).days
        for at, promised in told
        if span.has(datetime.fromisoformat(at))
    ]
    return round(mean(days)) if days else None


def _told(matter: Matter) -> bool:
    return matter.kind == "late_delivery" and bool(matter.data.get("told_at") and matter.data.get("promised_date"))


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int
    of: int

    def __str__(self) -> str:
        return f"{self.part}/{self.of} ({round(100 * self.part / self.of)}%)"


def first_time_fix(matters: Sequence[Matter], span: Span) -> Share | None:
    """The jobs of the period that were solved without a second visit or follow-up; None if none was reported."""
    jobs = [m for m in matters if m.kind == "site_job"]
    reported = [m for m in jobs if m.data.get("result") and span.has(_finished(m))]
    fixed = [m for m in reported if m.data["result"] == "solved" and not any(_visits_again(m, o) for o in jobs)]
    return Share(len(fixed), len(reported)) if reported else None


def _finished(job: Matter) -> datetime | None:
    at = job.data.get("finished_at")
    return datetime.fromisoformat(at) if at else None


def _visits_again(job: Matter, other: Matter) -> bool:
    end = _finished(job)
    same = all(job.data.get(name) == other.data.get(name) for name in ("site_id", "part_id", "serial_no"))
    return other.id != job.id and same and end is not None and end < other.created_at <= end + SECOND_VISIT


def no_trouble_found(matters: Iterable[Matter], duties: Iterable[Duty], span: Span) -> Share | None:
    """The old parts analysed in the period that had no fault (T10); None if none was analysed."""
    analysed = {d.matter for d in duties if d.step == "analyse_old" and span.has(d.done_at)}
    verdicts = [m.data.get("old_part_verdict") for m in matters if m.id in analysed]
    return Share(verdicts.count("ntf"), len(verdicts)) if verdicts else None


@dataclass(frozen=True)
class Content:
    """How content customers are: the mean of their scores, how many there were, and how many of them were low."""

    mean: float
    answers: int
    low: int

    def __str__(self) -> str:
        return f"{self.mean:.1f}/5 (n={self.answers})"


def satisfaction(matters: Iterable[Matter], duties: Iterable[Duty], span: Span) -> Content | None:
    """Of the scores given in the period, after services and in surveys; None if there were none."""
    scored = {d.matter for d in duties if d.step in SCORING and span.has(d.done_at)}
    found = [score for m in matters if m.id in scored and (score := score_of(m.data)) is not None]
    return Content(mean(found), len(found), sum(score <= 3 for score in found)) if found else None


def score_of(data: Data) -> float | None:
    """One tap's score, or the mean of a survey's four; None if there is none."""
    if data.get("score"):
        return float(data["score"])
    four = [data[name] for name in ("quality", "delivery", "service", "price") if data.get(name)]
    return mean(four) if four and all(isinstance(one, int) for one in four) else None


def changes(now: Counter[str], before: Counter[str], kinds: Collection[str]) -> list[tuple[str, int, int]]:
    """The trend of each chapter: how many in the period, and how many in the one before."""
    return [(kind, now[kind], before[kind]) for kind in kinds if now[kind] or before[kind]]
