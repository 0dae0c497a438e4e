"""What the procedure leaves open: defaults, conditions, and how a time limit is written."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.procedure.deadlines import DEADLINES
from bot.procedure.house_rules import DEFAULTS, EVERY_RULE, FACT, RULES, facts_of, follows, limits_of
from bot.procedure.kinds import Reading, Unreadable
from bot.procedure.spans import parse_span
from bot.procedure.time_limits import LABELS, LIMIT, LIMITS, TimeLimit, read_limits

AT = Reading(datetime(2026, 11, 23, 1, 0, tzinfo=UTC), ZoneInfo("Asia/Shanghai"))


def test_a_condition_counts_the_default_where_a_record_says_nothing() -> None:
    assert follows("finance_confirms", True).holds({})
    assert follows("finance_confirms", True).holds(facts_of(None))
    assert not follows("finance_confirms", True).holds(facts_of({"finance_confirms": False}))
    assert not follows("determination", "leader").holds({})
    assert follows("determination", "leader", "quality").holds(facts_of({"determination": "quality"}))


def test_a_condition_on_what_is_no_rule_or_no_answer_fails_at_once() -> None:
    with pytest.raises(KeyError):
        follows("finance", True)
    with pytest.raises(ValueError, match="owner"):
        follows("determination", "nobody")


@pytest.mark.parametrize("key", [key for key, rule in RULES.items() if rule.answers])
def test_every_answer_of_a_rule_has_its_own_condition(key: str) -> None:
    for answer in RULES[key].answers:
        holding = [a for a in RULES[key].answers if follows(key, a).holds(facts_of({key: answer}))]
        assert holding == [answer]


def test_every_rule_has_a_default_that_is_an_answer() -> None:
    for rule in EVERY_RULE.values():
        assert not rule.answers or rule.default in rule.answers, rule.key
        assert not rule.offers or rule.default in rule.offers, rule.key
    assert facts_of({"unknown": 1}) == {FACT + key: value for key, value in DEFAULTS.items()} | {"rule.unknown": 1}


def test_every_deadline_is_a_setting_with_a_name() -> None:
    assert set(LABELS) == set(DEADLINES)
    named = {limit.key: limit.default for limit in LIMITS}
    assert all(named[LIMIT + key] == row.normal.code for key, row in DEADLINES.items())
    urgent = {key: row.urgent.code for key, row in DEADLINES.items() if row.urgent}
    assert all(named[f"{LIMIT}{key}.urgent"] == code for key, code in urgent.items())


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("2 working days", "2wd"),
        ("1 Working Day", "1wd"),
        ("4wh", "4wh"),
        ("24 hours", "24h"),
        ("30d", "30d"),
        ("2个工作日", "2wd"),
        ("4 个工作小时", "4wh"),
        ("30天", "30d"),
    ],
)
def test_a_time_limit_is_read_as_people_write_it(words: str, code: str) -> None:
    assert TimeLimit().read(words, AT) == code
    assert parse_span(code).code == code


@pytest.mark.parametrize("words", ["soon", "", "2", "two days", "-3d", "2 wdd"])
def test_what_is_no_time_limit_is_refused(words: str) -> None:
    with pytest.raises(Unreadable):
        TimeLimit().read(words, AT)


def test_a_limit_before_a_day_counts_back() -> None:
    before = TimeLimit(before=True)
    assert before.read("3 working days", AT) == before.read("-3wd", AT) == "-3wd"
    assert before.fits("-3wd")
    assert not before.fits("3d")
    assert not TimeLimit().fits("-3wd")


def test_the_configuration_names_time_limits() -> None:
    assert read_limits("") == {}
    found = read_limits("approval_step=2wd, ship_spare.urgent = 12h,")
    assert found == {"limit.approval_step": "2wd", "limit.ship_spare.urgent": "12h"}
    assert limits_of({"finance_confirms": True, **found}) == {"approval_step": "2wd", "ship_spare.urgent": "12h"}


@pytest.mark.parametrize("text", ["approval=2wd", "approval_step", "approval_step=soon", "approval_step=-2wd"])
def test_a_wrong_time_limit_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="time limit"):
        read_limits(text)
