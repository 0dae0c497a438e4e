"""How a person reads: the forms of the house's voice, in both languages."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.tongue import Tongue

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 9, 18, tzinfo=SHANGHAI)
ZH, EN = Tongue("zh_CN", SHANGHAI, NOW), Tongue("en", SHANGHAI, NOW)
DAY = timedelta(hours=7, minutes=30)


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("day", "chinese", "english"),
    [
        (date(2026, 11, 23), "今天", "today"),
        (date(2026, 11, 24), "明天", "tomorrow"),
        (date(2026, 11, 22), "昨天", "yesterday"),
        (date(2026, 11, 26), "11月26日(周四)", "Thu 26 Nov"),
        (date(2026, 9, 5), "9月5日(周六)", "Sat 5 Sep"),
        (date(2027, 1, 4), "2027年1月4日(周一)", "Mon 4 Jan 2027"),
    ],
)
def test_days(day: date, chinese: str, english: str) -> None:
    assert (ZH.day(day), EN.day(day)) == (chinese, english)


@pytest.mark.parametrize(
    ("at", "chinese", "english"),
    [
        ("2026-11-23T17:30", "今天17:30", "today 17:30"),
        ("2026-11-26T17:30", "11月26日(周四)17:30", "Thu 26 Nov 17:30"),
    ],
)
def test_moments(at: str, chinese: str, english: str) -> None:
    assert (ZH.moment(shanghai(at)), EN.moment(shanghai(at))) == (chinese, english)


@pytest.mark.parametrize(
    ("at", "chinese", "english"),
    [
        ("2026-11-23T17:30", "今天17:30前", "by 17:30 today"),
        ("2026-11-26T17:30", "11月26日(周四)17:30前", "by 17:30 on Thu 26 Nov"),
    ],
)
def test_deadlines_inside_a_sentence(at: str, chinese: str, english: str) -> None:
    assert (ZH.by(shanghai(at)), EN.by(shanghai(at))) == (chinese, english)


@pytest.mark.parametrize(
    ("at", "chinese", "english"),
    [
        ("2026-11-20T16:20", "周五16:20", "Fri 16:20"),
        ("2026-11-22T16:20", "昨天16:20", "yesterday 16:20"),
        ("2026-11-16T16:20", "11月16日(周一)16:20", "Mon 16 Nov 16:20"),
    ],
)
def test_recent_past_is_a_weekday(at: str, chinese: str, english: str) -> None:
    assert (ZH.since(shanghai(at)), EN.since(shanghai(at))) == (chinese, english)


def test_today_is_the_readers_today() -> None:
    midnight = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
    assert ZH.moment(midnight) == "明天00:30"
    assert Tongue("en", ZoneInfo("Europe/Berlin"), NOW).moment(midnight) == "today 17:30"


@pytest.mark.parametrize(
    ("span", "chinese", "english"),
    [
        (timedelta(hours=4), "4个工作小时", "4 working hours"),
        (timedelta(hours=1, minutes=50), "1个工作小时", "1 working hour"),
        (timedelta(hours=-4), "4个工作小时", "4 working hours"),
        (DAY + timedelta(hours=3), "1天3小时", "1 d 3 h"),
        (2 * DAY, "2天", "2 d"),
        (timedelta(minutes=40), "40分钟", "40 min"),
        (timedelta(seconds=3), "1分钟", "1 min"),
    ],
)
def test_working_spans(span: timedelta, chinese: str, english: str) -> None:
    assert (ZH.working_span(span, DAY), EN.working_span(span, DAY)) == (chinese, english)


@pytest.mark.parametrize(
    ("span", "chinese", "english"),
    [
        (timedelta(days=1, hours=3, minutes=59), "1天3小时", "1 d 3 h"),
        (timedelta(hours=2, minutes=40), "2小时40分钟", "2 h 40 min"),
        (timedelta(hours=2), "2小时", "2 h"),
    ],
)
def test_elapsed_spans(span: timedelta, chinese: str, english: str) -> None:
    assert (ZH.elapsed(span), EN.elapsed(span)) == (chinese, english)


def test_numbers_and_lists() -> None:
    assert (ZH.number(12345.5), EN.number(12345.5)) == ("12,345.5", "12,345.5")
    assert ZH.list(["甲", "乙", "丙"]) == "甲、乙和丙"
    assert EN.list(name for name in ("Li", "Wang", "Zhao")) == "Li, Wang and Zhao"
    assert EN.list([]) == ""


def test_parameter_that_is_missing_is_loud() -> None:
    with pytest.raises(KeyError):
        EN("{day} {time}", day="today")


def test_braces_in_a_parameter_are_text() -> None:
    assert EN("{day} {time}", day="{0}", time="{x}") == "{0} {x}"


def test_periods() -> None:
    assert (ZH.period("2026-11"), EN.period("2026-11")) == ("2026年11月", "November 2026")
    assert (EN.period("2026"), EN.period("2026-13")) == ("2026", "2026-13")


def test_a_usual_answer_is_read_in_the_readers_language_whoever_tapped_it() -> None:
    offers = ("Details are missing", "Lost")
    in_chinese = ZH("Lost")
    assert in_chinese != "Lost"
    assert (EN.usual(in_chinese, offers), ZH.usual("Lost", offers)) == ("Lost", in_chinese)
    assert EN.usual("In the river", offers) == "In the river"
