"""An unanswered approval climbs; nobody is written to at night or on a day off; one message says several things."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.scenario.backstage import Backstage
from tests.scenario.stage import fresh, in_both_languages, move, told
from tests.scenario.talk import DENG, LI, LIN, WANG, Books, Done, Talk, labels

CHANGCHUN = ZoneInfo("Asia/Shanghai")
EVERYBODY = range(1001, 1022)


class Ears:
    """What everybody has heard since the last look, but for the questions about deliveries."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._seen: dict[int, int] = {}

    async def listen(self) -> dict[int, list[str]]:
        heard: dict[int, list[str]] = {}
        for person_id in EVERYBODY:
            for message in await fresh(self._talk[person_id], self._seen.get(person_id, 0)):
                self._seen[person_id] = message["id"]
                if self._talk("On time") not in labels(message):
                    heard.setdefault(person_id, []).append(message["text"])
        return heard


async def waiting(talk: Talk, backstage: Backstage, forms: int = 1) -> Ears:
    """So many warranty parts wait for the unit leader since Monday 09:00."""
    for _ in range(forms):
        await backstage.part(LI)
    ears = Ears(talk)
    await ears.listen()
    return ears


@in_both_languages
async def test_an_unanswered_approval_climbs_to_the_management_representative(talk: Talk, backstage: Backstage) -> None:
    ears = await waiting(talk, backstage)
    for moment, reader, words in _ladder(talk):
        await move(talk.play, moment)
        heard = await ears.listen()
        assert list(heard) == [reader], moment
        assert len(heard[reader]) == 1
        assert words() in heard[reader][0]
    await move(talk.play, "2026-11-26 23:00")
    assert not await ears.listen()


def _ladder(talk: Talk) -> tuple[tuple[str, int, Callable[[], str]], ...]:
    """When whom is told what: a warranty part of Monday 09:00 waits for the unit leader until Tuesday 17:30."""
    due = datetime(2026, 11, 24, 17, 30, tzinfo=CHANGCHUN)

    def overdue(hours: int) -> str:
        return talk.tongue.working_span(timedelta(hours=hours), timedelta(hours=8))

    def above(hours: int) -> str:
        name, step = talk.said("Wang Fang"), talk("review")
        return talk("⏰ Overdue by {span} with {name}: {step}", span=overdue(hours), name=name, step=step)

    return (
        ("2026-11-24 15:30", WANG, lambda: talk("⏰ Reminder: due {by}.", by=talk.tongue.by(due))),
        ("2026-11-24 17:30", WANG, lambda: talk("⏰ Reminder: due now.")),
        ("2026-11-25 14:00", WANG, lambda: talk("⏰ Reminder: overdue by {span}.", span=overdue(4))),
        ("2026-11-25 17:30", DENG, lambda: above(8)),  # her supervisor
        ("2026-11-26 17:30", LIN, lambda: above(16)),  # the management representative
    )


@in_both_languages
async def test_who_is_told_that_it_is_overdue_urges_or_gives_it_to_somebody_else(
    talk: Talk, books: Books, backstage: Backstage
) -> None:
    await waiting(talk, backstage)
    (number,) = books.numbers("spare_part")
    await move(talk.play, "2026-11-25 17:30")
    told = await talk.card(DENG, number, "Give to somebody else")
    await talk[DENG].tap(talk("Urge {name}", name=talk.said("Wang Fang")), message_id=told["id"])
    await talk.settled()
    await talk.sees(WANG, talk("🔔 {name} asks you to hurry.", name=talk.said("Deng Yun")), number)
    await talk.press(DENG, number, "Give to somebody else", "=林", "=On a business trip", "Hand in")
    assert books.work(number)[0] == Done("review", "transferred", "transfer", "Deng Yun")
    await talk.press(LIN, number, "Approve")
    assert books.owed(number) == ["confirm"]


async def test_nobody_is_written_to_at_night_or_on_a_day_off(talk: Talk, books: Books, backstage: Backstage) -> None:
    await move(talk.play, "2026-11-26 17:00")  # Thursday
    await waiting(talk, backstage)
    for day in range(27, 31):
        for time in ("02:00", "07:59", "12:30", "17:30", "21:00"):
            await move(talk.play, f"2026-11-{day} {time}")
    sent = books.rows("SELECT sent_at FROM outbox WHERE kind IN ('reminder', 'morning', 'question') AND sent_at > 0")
    moments = [datetime.fromisoformat(row["sent_at"] + "+00:00").astimezone(CHANGCHUN) for row in sent]
    assert moments
    assert not [at for at in moments if at.weekday() > 4 or not "08:15" <= f"{at:%H:%M}" <= "17:30"]


async def test_a_reminder_due_on_a_saturday_comes_on_monday_morning(talk: Talk, backstage: Backstage) -> None:
    await move(talk.play, "2026-11-26 09:00")
    ears = await waiting(talk, backstage)
    await move(talk.play, "2026-11-28 10:00")  # the deadline, Friday 17:30, was slept through
    assert WANG not in await ears.listen()
    await move(talk.play, "2026-11-30 08:31")
    assert len((await ears.listen())[WANG]) == 1


async def test_what_falls_due_at_closing_time_is_still_told(talk: Talk, backstage: Backstage) -> None:
    ears = await waiting(talk, backstage)
    await move(talk.play, "2026-11-24 17:32")  # the look is never taken on the second
    assert "overdue" not in (await ears.listen())[WANG][0]


async def test_several_things_are_one_message_whose_buttons_act(talk: Talk, books: Books, backstage: Backstage) -> None:
    ears = await waiting(talk, backstage, 3)
    await move(talk.play, "2026-11-24 15:30")
    heard = await ears.listen()
    assert list(heard) == [WANG]
    (text,) = heard[WANG]
    assert text.startswith("⏰ 3 things are waiting")
    assert all(number in text for number in books.numbers("spare_part"))
    merged = await talk[WANG].last()
    assert labels(merged) == ["Handle 1", "Handle 2", "Handle 3"]
    await talk.fill(WANG, "Handle 2")
    assert "SP-202611-0002" in (await talk[WANG].last())["text"]
    await talk.fill(WANG, "Approve")
    assert "review" not in books.owed("SP-202611-0002")
    await move(talk.play, "2026-11-25 17:30")
    above = await talk[DENG].last()  # her supervisor is told of the two that are left, and acts at once
    assert labels(above) == ["Urge Wang Fang (1)", "Give 1 to somebody else", "Handle 1", "Handle 2"]
    await talk[DENG].tap("Urge Wang Fang (1)", message_id=above["id"])
    await talk.settled()
    await talk.sees(WANG, "🔔 Deng Yun asks you to hurry.", "SP-202611-0001")


async def test_after_five_days_away_one_message_and_not_the_backlog(talk: Talk, backstage: Backstage) -> None:
    ears = await waiting(talk, backstage, 2)
    await move(talk.play, "2026-11-28 12:00")
    assert not set(await ears.listen()) & {WANG, DENG, LIN}  # a Saturday
    await move(talk.play, "2026-11-30 10:00")
    heard = await ears.listen()
    assert {who: len(texts) for who, texts in heard.items() if who in {WANG, DENG, LIN}} == {WANG: 1, LIN: 1}
    assert "2 things are waiting" in heard[LIN][0]
    assert "2 things wait for you" in heard[WANG][0]


async def test_after_a_night_away_the_reminder_is_not_said_twice(talk: Talk, backstage: Backstage) -> None:
    await move(talk.play, "2026-11-23 14:00")
    await backstage.part(LI, urgency="urgent")
    ears = Ears(talk)
    await ears.listen()
    await move(talk.play, "2026-11-24 09:30")
    assert len((await ears.listen())[WANG]) == 1


async def test_the_reminder_itself_decides_and_a_late_press_is_told_who_did(
    talk: Talk, books: Books, backstage: Backstage
) -> None:
    await waiting(talk, backstage)
    number = books.numbers("spare_part")[0]
    await move(talk.play, "2026-11-24 15:30")
    reminder = await talk[WANG].last()
    await talk[WANG].tap("Approve", message_id=reminder["id"])
    await talk.play.settle()
    assert books.work(number)[0].outcome == "approve"
    for message in await talk.heard(WANG, number):
        assert "Approve" not in labels(message)
    await talk[WANG].callback(reminder["id"], "w:1:1:reject", wait=5)
    assert await told(talk[WANG]) == "Wang Fang approved at 15:30. Nothing left to do."
    await move(talk.play, "2026-11-26 17:30")
    assert not [m for m in await fresh(talk[LIN], 0) if "Wang Fang" in m["text"]]


async def test_on_a_friday_the_next_morning_is_mondays(talk: Talk, backstage: Backstage) -> None:
    ears = await waiting(talk, backstage)
    await move(talk.play, "2026-11-27 08:20")
    await ears.listen()
    buttons = labels(await talk[WANG].last())
    assert "Monday" in buttons
    assert "Tomorrow morning" not in buttons
    await talk.fill(WANG, "Monday")
    assert await told(talk[WANG]) == "I will bring it up again Mon 30 Nov 08:15."
    await move(talk.play, "2026-11-30 08:14")
    assert WANG not in await ears.listen()
    await move(talk.play, "2026-11-30 08:16")
    assert "☀ 1 thing waits for you today" in (await ears.listen())[WANG][0]


async def test_what_is_put_off_comes_again_and_goes_on_above(talk: Talk, backstage: Backstage) -> None:
    ears = await waiting(talk, backstage)
    await move(talk.play, "2026-11-24 08:20")
    assert "☀ 1 thing waits for you today" in (await ears.listen())[WANG][0]
    await talk.fill(WANG, "Tomorrow morning")
    assert await told(talk[WANG]) == "I will bring it up again tomorrow 08:15."
    for moment in ("2026-11-24 15:30", "2026-11-24 17:30"):
        await move(talk.play, moment)
        assert WANG not in await ears.listen()
    await move(talk.play, "2026-11-25 08:20")
    assert "Warranty part" in (await ears.listen())[WANG][0]
    await talk.fill(WANG, "Monday")
    await move(talk.play, "2026-11-25 17:30")
    assert list(await ears.listen()) == [DENG]
