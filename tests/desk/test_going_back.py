"""The way back through a form with lines, and lists that only the summary offers."""

from __future__ import annotations

from typing import Any

from bot.desk import questions
from bot.procedure.chapters import chapter
from bot.procedure.customer_file import NEW
from bot.procedure.forms import Plan
from bot.procedure.plans import action_plan, opening_plan
from tests.desk.office import LI, Office

CONTACT = {"name": "Zheng", "post": "manager", "phone": "13604310021", "language": "en", "channel": "phone"}
ROUTE = {"route": NEW}


def plan() -> Plan:
    return opening_plan(chapter("customer_file"), NEW)


def before(path: str, of: Plan | None = None, **data: Any) -> str | None:
    """Where one comes from the question at `path`."""
    form, answers = of or plan(), {**ROUTE, **data}
    question = questions.at_path(form, answers, path)
    assert question is not None
    return questions.previous(form, answers, question)


def test_back_goes_through_the_answers_of_a_line() -> None:
    assert before("contacts.0.channel", contacts=[CONTACT]) == "contacts.0.phone"
    assert before("contacts.0.language", contacts=[CONTACT]) is None  # assumed: the summary alone offers it
    assert before("contacts.0.name", contacts=[CONTACT]) == "plants"
    assert before("contacts", contacts=[CONTACT]) == "contacts.0.channel"  # no address: it is not asked
    assert before("code") is None


def test_another_line_by_mistake_is_left_again() -> None:
    lines: dict[str, Any] = {"contacts": [CONTACT, {}]}
    assert before("contacts.1.name", contacts=lines["contacts"]) == "contacts"
    assert questions.without_empty_line(lines, "contacts.1.name") == {"contacts": [CONTACT]}
    assert questions.without_empty_line({"contacts": [{}]}, "contacts.0.name") == {"contacts": [{}]}
    assert questions.without_empty_line({"code": "BMW"}, "code") == {"code": "BMW"}


def test_lines_that_came_named_lead_back_to_each_other() -> None:
    of = chapter("training")
    held = of.step("own_training", "hold").action("held")
    assert held is not None
    attendees = [{"person_id": 1, "outcome": "passed"}, {"person_id": 2}]
    form = Plan(tuple(f for f in action_plan(of, held).fields if f.name == "attendees"))
    answers = {"route": "own_training", "attendees": attendees}
    question = questions.at_path(form, answers, "attendees.1.outcome")
    assert question is not None
    assert questions.previous(form, answers, question) == "attendees.0.outcome"


async def test_an_optional_list_is_asked_line_by_line(office: Office) -> None:
    li = await office.actor(LI)
    draft = await office.begin(LI, "customer_file", "customer_change", {"change": "New part"})
    await office.desk.pick(li, draft, "customer_id", 1)
    await office.put(draft, {"products": []})
    await office.desk.goto(li, draft, "products")
    assert await at(office, draft) == "products.0.part_id"
    await office.desk.back(li, draft)
    assert await at(office, draft) == ""  # the summary
    await office.desk.goto(li, draft, "products")
    await office.desk.pick(li, draft, "products.0.part_id", 1)
    await office.desk.skip(li, draft, "products.0.since")
    assert await at(office, draft) == "products"
    await office.desk.more(li, draft, "products", True)
    assert await at(office, draft) == "products.1.part_id"
    await office.desk.back(li, draft)
    assert await at(office, draft) == "products"
    assert (await office.desk.sitting(li.member, draft)).data["products"] == [{"part_id": 1}]


async def at(office: Office, draft: int) -> str:
    question = (await office.desk.sitting((await office.actor(LI)).member, draft)).question
    return question.path if question else ""
