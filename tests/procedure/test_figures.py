"""R50: the figures of a review, against rows made by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.procedure import figures
from bot.procedure.figures import Content, Duty, Matter, Repeated, Share, Span

NOVEMBER = Span(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
OCTOBER = Span(datetime(2026, 10, 1, tzinfo=UTC), NOVEMBER.start)


def on(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def matter(number: int, kind: str, at: datetime, origin: int | None = None, **data: Any) -> Matter:
    return Matter(number, kind, at, None, origin, data)


def test_trends_compare_with_the_period_before() -> None:
    rows = [matter(1, "site_job", on(10, 31, 23)), matter(2, "site_job", on(11, 1, 0)), matter(3, "cpa", on(11, 2))]
    now, before = figures.opened(rows, NOVEMBER), figures.opened(rows, OCTOBER)
    assert figures.changes(now, before, ["site_job", "spare_part", "cpa"]) == [("site_job", 1, 1), ("cpa", 1, 0)]


def test_a_job_its_alert_and_its_part_are_one_occurrence() -> None:
    rows = [
        matter(1, "site_job", on(9, 3), part_id=7),
        matter(2, "quality_alert", on(9, 3), 1, part_id=7, failure_code="P0606"),
        matter(3, "site_job", on(11, 5), part_id=7),
        matter(4, "quality_alert", on(11, 5), 3, part_id=7, failure_code="p0606 "),
        matter(5, "spare_part", on(11, 6), 3, part_id=7),
        matter(6, "quality_alert", on(11, 7), part_id=7, failure_code="P0101"),  # came once only
        matter(7, "quality_alert", on(11, 8), part_id=8, failure_code="P0606"),  # another part
    ]
    assert figures.repeats(rows, NOVEMBER) == [Repeated(7, "P0606", 1, 2)]
    assert figures.repeats(rows, OCTOBER) == []


def test_overdue_is_counted_as_of_the_end() -> None:
    end = NOVEMBER.end
    duties = [
        Duty(1, "review", on(11, 2), on(11, 3), None, unit=4),
        Duty(2, "review", on(11, 2), on(11, 3), on(12, 1), unit=4),  # late then, done since
        Duty(3, "review", on(11, 2), on(11, 3), on(11, 20), unit=4),
        Duty(4, "ship", on(11, 29), on(12, 5), None, unit=5),  # not due then
        Duty(5, "ship", on(11, 2), on(11, 3), None, unit=5),
    ]
    assert figures.overdue(duties, end) == {4: 2, 5: 1}


def test_approval_time_is_the_median_of_the_approvals_of_the_period() -> None:
    hours = (1, 3, 100)
    duties = [
        Duty(n, "review", on(11, 2), None, on(11, 9), approval=True, took=timedelta(hours=h))
        for n, h in enumerate(hours)
    ]
    duties += [
        Duty(8, "ship", on(11, 2), None, on(11, 9), took=timedelta(hours=50)),
        Duty(9, "review", on(10, 2), None, on(10, 9), approval=True, took=timedelta(hours=50)),
    ]
    assert figures.approval_time(duties, NOVEMBER) == timedelta(hours=3)
    assert figures.approval_time(duties[3:4], NOVEMBER) is None


def test_notice_is_counted_in_days_before_the_promised_date() -> None:
    def told(number: int, at: datetime, promised: str) -> Matter:
        return matter(number, "late_delivery", on(11, 1), told_at=at.isoformat(), promised_date=promised)

    rows = [told(1, on(11, 10), "2026-11-20"), told(2, on(11, 10), "2026-11-08"), told(3, on(10, 10), "2026-12-31")]

    def local(at: datetime) -> date:
        return at.date()

    assert figures.notice_days(rows, NOVEMBER, local) == 4
    assert figures.notice_days(rows[2:], NOVEMBER, local) is None


def job(number: int, opened: datetime, finished: datetime, result: str, **data: Any) -> Matter:
    return matter(number, "site_job", opened, result=result, finished_at=finished.isoformat(), site_id=1, **data)


def test_first_time_fix_leaves_out_what_was_visited_again() -> None:
    rows = [
        job(1, on(11, 2), on(11, 3), "solved", part_id=7),  # visited again nine days later
        job(2, on(11, 12), on(11, 13), "solved", part_id=7),
        job(3, on(11, 14), on(11, 15), "temporary", part_id=8),
        job(4, on(11, 14), on(11, 15), "solved", part_id=9),
        job(5, on(10, 1), on(10, 2), "unsolved", part_id=9),  # not of the period
    ]
    assert figures.first_time_fix(rows, NOVEMBER) == Share(2, 4)
    assert str(Share(2, 3)) == "2/3 (67%)"
    assert figures.first_time_fix(rows, Span(on(12, 1), on(12, 2))) is None


def test_no_trouble_found_is_of_what_was_analysed_in_the_period() -> None:
    verdicts = ("ntf", "ours", "ntf", "ntf")
    rows = [matter(n, "spare_part", on(9, 1), old_part_verdict=verdict) for n, verdict in enumerate(verdicts)]
    done = (on(11, 3), on(11, 4), on(11, 5), on(10, 5))
    duties = [Duty(n, "analyse_old", on(9, 2), None, at) for n, at in enumerate(done)]
    assert figures.no_trouble_found(rows, duties, NOVEMBER) == Share(2, 3)


def test_satisfaction_takes_sign_offs_taps_and_surveys() -> None:
    rows = [
        matter(1, "site_job", on(11, 1), score=5),
        matter(2, "satisfaction", on(11, 1), score=2),
        matter(3, "satisfaction", on(11, 1), quality=4, delivery=3, service=5, price=2),
        matter(4, "satisfaction", on(10, 1), score=1),
        matter(5, "spare_part", on(11, 1)),
    ]
    steps = ("sign_off", "ask", "survey", "ask", "ship")
    duties = [Duty(n, step, on(11, 1), None, on(10 if n == 4 else 11, 20)) for n, step in enumerate(steps, 1)]
    assert figures.satisfaction(rows, duties, NOVEMBER) == Content(3.5, 3, 1)
    assert str(Content(3.5, 3, 1)) == "3.5/5 (n=3)"
