"""Satisfaction: asked after each closed service with one tap, and once a year of every customer (R3, T14).

A service is what was done for the customer's own matter: a job, a part, a training, a visit. Data that were sent and a
tool that was lent are means to one; whoever had nothing but those is asked in the yearly survey. To be asked for a
score of every sheet and every wrench would cost more content than it measures.

It is an answer about a case that ended with its determination, so nothing is determined anew (R47): the reviews weigh
the scores (R50), and whoever reads a bad one may open an action from it. A site job has its score from the sign-off."""

from __future__ import annotations

from bot.procedure.forms import Form, ask, given, stamped
from bot.procedure.kinds import ContactId, CustomerId, Evidence, MonthOrYear, OneToFive, PartId, PersonId, SiteId, Text
from bot.procedure.words import N_
from bot.procedure.workflow import (
    CLOSED,
    TRANSFER,
    Action,
    Chapter,
    Performer,
    Route,
    Spawn,
    Start,
    Step,
    in_order,
    named,
)

AFTER_SERVICE, SURVEY = "after_service", "survey"
LOW = (1, 2, 3)
REASONS = (N_("Took too long"), N_("Fault came back"), N_("Hard to reach us"))


class Satisfaction(Form):
    """How content a customer is (顾客满意度)."""

    title_fields = ("about",)
    outcome_fields = ("score", "quality", "delivery", "service", "price", "words", "opinion")

    customer_id: CustomerId = stamped(N_("Customer"))
    site_id: SiteId = stamped(N_("Site"))
    part_id: PartId = stamped(N_("Part"))
    about: Text = stamped(N_("Service"), card=True)
    asker_id: PersonId = stamped(N_("Asks the customer"))
    year: MonthOrYear = stamped(N_("Year"), card=True)
    score: OneToFive = ask("score", N_("Score"), N_("How content is the customer, from 1 to 5?"), card=True)
    quality: OneToFive = ask(
        "survey", N_("Product quality"), N_("How content with the quality, from 1 to 5?"), card=True
    )
    delivery: OneToFive = ask("survey", N_("Delivery"), N_("How content with the delivery?"), card=True)
    service: OneToFive = ask("survey", N_("Service"), N_("How content with the service?"), card=True)
    price: OneToFive = ask("survey", N_("Price"), N_("How content with the price?"), card=True)
    words: Text = ask("score", N_("Customer's words"), N_("What does the customer say?"), card=True)
    opinion: Text = ask("survey", N_("Customer's words"), N_("What does the customer say?"), need="should", card=True)
    lowest: OneToFive = stamped(N_("Lowest score"))
    answered_by: ContactId = ask("survey", N_("Answered by"), N_("Who answered?"), need="may")
    proof: Evidence = ask("survey", N_("Answer sheet"), N_("A photo or file of the answer? Just send it."), need="may")


def _score(value: int, done: str) -> Action:
    """One tap; a low score says why (T14)."""
    low = value in LOW
    return Action(
        f"score_{value}",
        str(value),
        done,
        style="success" if value > max(LOW) else None,
        sets=(("score", value),),
        reason=low,
        reasons=REASONS if low else (),
        reason_to="words" if low else "",
    )


SCORES = (
    _score(5, N_("{name} recorded a 5")),
    _score(4, N_("{name} recorded a 4")),
    _score(3, N_("{name} recorded a 3")),
    _score(2, N_("{name} recorded a 2")),
    _score(1, N_("{name} recorded a 1")),
)
IN_WORDS = Action("in_words", N_("With a reason"), N_("{name} recorded the customer's answer"), asks="score")
SURVEY_DONE = Action(
    "surveyed", N_("Record the answers"), N_("{name} recorded the survey"), style="success", asks="survey"
)


def asks_after(at: str = CLOSED, *served_by: str, about: tuple[str, ...] = ()) -> Spawn:
    """What a closed service brings about: whoever served the customer asks how content they are.

    served_by: fields naming who that is, the first that holds somebody; else who opened it. about: the fields that say
    what the service was."""
    people = (*served_by, "created_by")
    known = tuple((name, name) for name in ("customer_id", "site_id", "part_id"))
    carries = (*known, *(("asker_id", name) for name in people), *(("about", name) for name in about))
    return Spawn("satisfaction", AFTER_SERVICE, at, given("customer_id"), carries, anew=True, for_applicant=True)


BAD, BAD_SURVEY = given("score", *LOW), given("lowest", *LOW)

SATISFACTION = Chapter(
    kind="satisfaction",
    prefix="ST",
    emoji="⭐",
    title=N_("Satisfaction"),
    form=Satisfaction,
    opened_word=N_("served"),
    rules=("R3", "T14"),
    starts=tuple(Start("cpa", route, bad) for route in ("unit_action", "corrective") for bad in (BAD, BAD_SURVEY)),
    routes=(
        Route(AFTER_SERVICE, N_("Satisfaction"), Performer(), in_order(
            Step("ask", N_("customer asked"), named("asker_id"), (*SCORES, IN_WORDS, TRANSFER), rule="T14",
                 task=N_("ask how content the customer is"), deadline="satisfaction", tells=True,
                 effects=("weigh_scores",)),
        ), rule="T14", menu=False),
        Route(SURVEY, N_("Yearly survey"), Performer(), in_order(
            Step("survey", N_("customer asked"), named("asker_id"), (SURVEY_DONE, TRANSFER), rule="T14",
                 task=N_("ask the customer for the yearly scores"), deadline="yearly_survey", tells=True,
                 effects=("weigh_scores",)),
        ), rule="T14", menu=False, opened_word=N_("planned")),
    ),
)  # fmt: skip
