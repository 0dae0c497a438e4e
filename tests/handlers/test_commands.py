"""What is typed outside and inside a form."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import AsyncMock

import pytest

from bot.desk.model import DraftLine, Line, Owing
from tests.handlers.conftest import FormStub
from tests.handlers.conversation import Person
from tests.handlers.fake_desk import ADMIN_CODE, SITE_JOB, SPARE_PART, FakeDesk
from tests.handlers.recording import texts
from tests.support.clocks import HandClock

SIGN = SPARE_PART.routes[0].stages[0].steps[0]


def owing(n: int, clock: HandClock, **more: object) -> Owing:
    facts: dict[str, object] = {
        "item_id": n,
        "version": 1,
        "record_id": n,
        "number": f"SP-202611-{n:04}",
        "route_title": SPARE_PART.routes[0].title,
        "step": SIGN,
        "title": "FAW <Jiefang>",
        "due_at": clock.now() + timedelta(hours=8),
        "overdue": False,
        "urged": 0,
        "applicant": "Li Wei",
    }
    return Owing(**{**facts, **more})  # type: ignore[arg-type]  # facts of a test, one dict for brevity


def line(n: int, clock: HandClock) -> Line:
    return Line(n, f"SP-202611-{n:04}", SPARE_PART.routes[0].title, "ECU-2045-B", "open", "Zhao Min", clock.now())


async def test_the_menu_says_what_waits_and_offers_new_forms(li_wei: Person, desk: FakeDesk, clock: HandClock) -> None:
    desk.owed = [owing(1, clock)]
    (text,) = await li_wei.say("/start")
    assert "1 thing waits for you" in text
    assert li_wei.buttons["🛠 On-site job"] == "n:site_job:site_job"


async def test_work_is_one_message_of_numbered_lines(li_wei: Person, desk: FakeDesk, clock: HandClock) -> None:
    desk.owed = [
        owing(1, clock, overdue=True, due_at=clock.now() - timedelta(days=1), urged=2),
        owing(2, clock, on_behalf_of="Wang Fang"),
    ]
    (text,) = await li_wei.say("/work")
    head, first, second = text.splitlines()
    assert head == "📋 2 things wait for you"
    assert first.startswith("1. Warranty part <code>SP-202611-0001</code> review · FAW &lt;Jiefang&gt; · ")
    assert first.endswith("overdue since yesterday 09:00 · Li Wei urged 2 times")
    assert second.endswith("by 17:00 today · for Wang Fang")
    assert li_wei.buttons == {"Handle 1": "i:1", "Handle 2": "i:2"}


@pytest.mark.parametrize("command", ["/mine", "/find ecu"])
async def test_a_long_list_is_turned_page_by_page(
    command: str, li_wei: Person, desk: FakeDesk, clock: HandClock
) -> None:
    desk.lines = [line(n, clock) for n in range(1, 14)]
    (text,) = await li_wei.say(command)
    assert len(text.splitlines()) == 1 + 8 + 1
    assert text.splitlines()[-1] == "1 to 8 of 13"
    assert [*li_wei.buttons][-2:] == ["Show 8", "›"]
    await li_wei.tap("›")
    (edited,) = texts(li_wei.heard)
    assert edited.splitlines()[1].startswith("9. Warranty part <code>SP-202611-0009</code>")
    assert edited.splitlines()[-1] == "9 to 13 of 13"
    assert [*li_wei.buttons][-2:] == ["Show 13", "‹"]


async def test_a_page_that_is_gone_meanwhile_is_the_last(li_wei: Person, desk: FakeDesk, clock: HandClock) -> None:
    desk.owed = [owing(n, clock) for n in range(1, 10)]
    await li_wei.say("/work")
    desk.owed = desk.owed[:3]
    await li_wei.tap("m:work:1")
    assert [*li_wei.buttons] == ["Handle 1", "Handle 2", "Handle 3"]


async def test_an_administrator_starts_with_what_they_may_do(
    li_wei: Person, desk: FakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "may_open", AsyncMock(return_value=[]))
    await desk.claim_admin(li_wei.id, "Jiang Nan", "en", ADMIN_CODE)
    (text,) = await li_wei.say("/start")
    assert "/settings – Settings" in text
    assert "/invite – Invite" in text
    assert [*li_wei.buttons.values()] == ["m:find", "m:language"]
    assert "Nothing found" in (await li_wei.say("/find none"))[0]
    assert not li_wei.buttons  # who opens nothing is not sent to a menu of forms


async def test_a_search_repeats_what_was_sought(li_wei: Person, desk: FakeDesk, clock: HandClock) -> None:
    desk.lines = [line(1, clock)]
    assert "1 record for “ecu”" in (await li_wei.say("/find ecu"))[0]
    assert "Nothing found for “&lt;b&gt;”" in (await li_wei.say("/find <b>"))[0]
    assert "part of a number" in (await li_wei.say("/find"))[0]


@pytest.mark.parametrize("words", ["SP-202611-0001", " sp-202611-0001 ", "/start r_SP-202611-0001"])
async def test_a_record_number_shows_the_record(words: str, li_wei: Person, desk: FakeDesk, clock: HandClock) -> None:
    desk.lines = [line(1, clock)]
    assert await li_wei.say(words) == ["card of SP-202611-0001"]


async def test_a_number_that_is_not_there_is_repeated(li_wei: Person) -> None:
    (text,) = await li_wei.say("SP-202611-0009")
    assert text.startswith("There is no record SP-202611-0009")


async def test_half_filled_forms_say_where_they_stand(li_wei: Person, desk: FakeDesk, clock: HandClock) -> None:
    desk.half_filled = [
        DraftLine(7, SITE_JOB, "site_job", None, "", 7, 11, clock.now() - timedelta(days=3)),
    ]
    (text,) = await li_wei.say("/drafts")
    assert text == "🛠 On-site job begun Fri 09:00 is not finished (7/11)."
    assert li_wei.buttons == {"Go on": "d:7:go", "Discard": "d:7:drop"}


async def test_other_words_get_a_hint(li_wei: Person) -> None:
    (text,) = await li_wei.say("hello <there>")
    assert "/find hello &lt;there&gt;" in text
    assert "m:new" in li_wei.buttons.values()


async def test_a_long_sentence_is_no_search_and_the_open_task_comes_first(
    li_wei: Person, desk: FakeDesk, clock: HandClock
) -> None:
    desk.owed = [owing(4, clock)]
    (text,) = await li_wei.say("After a cold start the controller resets, then the gauge stays at zero")
    assert "/find" not in text
    assert next(iter(li_wei.buttons.values())) == "i:4"
    assert li_wei.buttons["New …"] == "m:new"


async def test_a_form_takes_texts_but_not_commands(li_wei: Person, form: FormStub) -> None:
    await li_wei.tap("n:site_job:site_job")
    await li_wei.say("noise from the gearbox")
    assert "Nothing waits for you." in (await li_wei.say("/work"))[0]
    await li_wei.say("SP-202611-0001")
    assert form.taken == ["noise from the gearbox", "SP-202611-0001"]


async def test_cancel_puts_the_form_aside(li_wei: Person, form: FormStub) -> None:
    await li_wei.tap("n:site_job:site_job")
    assert await li_wei.say("/cancel") == ["Cancelled. Nothing was changed."]
    await li_wei.say("noise")
    assert form.taken == []


async def test_an_unknown_command_is_no_search(li_wei: Person) -> None:
    assert (await li_wei.say("/hold"))[0].startswith("I do not know this command.")


async def test_who_opens_nothing_is_offered_no_forms(li_wei: Person, desk: FakeDesk) -> None:
    desk.openable = []
    await li_wei.say("/work")
    assert not {"m:new", "m:mine"} & set(li_wei.buttons.values())


async def test_every_page_in_both_languages(li_wei: Person, desk: FakeDesk) -> None:
    for language in ("zh_CN", "en"):
        await li_wei.tap(f"l:{language}")
        for command in ("menu", "work", "mine", "new", "drafts", "find", "language", "help"):
            assert await li_wei.say(f"/{command}"), command
            assert all(len(data.encode()) <= 64 for data in li_wei.buttons.values())
