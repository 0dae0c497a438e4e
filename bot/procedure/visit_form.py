"""What a customer visit asks: application, reception, record (forms.md, 3.4; R17 to R21)."""

from __future__ import annotations

from typing import Annotated, Any

from bot.procedure.customer_info_form import InfoStage
from bot.procedure.forms import Data, Form, ask, given, left_out, stamped
from bot.procedure.kinds import (
    AnyDay,
    CustomerId,
    Evidence,
    FutureDay,
    OneOf,
    Reason,
    Rows,
    Several,
    ShortText,
    SiteId,
    Text,
    UnitId,
    YesOrNo,
)
from bot.procedure.roles import Choice
from bot.procedure.words import N_


class Topic(Choice):
    """What visitors are told of the company (R19)."""

    PROFILE = "profile", N_("Company profile")
    HISTORY = "history", N_("History")
    PRODUCTION = "production", N_("Production")
    BUSINESS = "business", N_("Business")
    SALES = "sales", N_("Sales")
    QUALITY = "quality", N_("Quality status")
    STAFF = "staff", N_("Staff quality")


class Reply(Choice):
    """What became of a visitor's question."""

    ANSWERED = "answered", N_("Answered on the spot")
    LATER = "later", N_("To be answered later")
    PASS_ON = "pass_on", N_("Pass on as customer information")


class Raised(Form):
    """A question of a visitor (R20)."""

    question: Text = ask("row", N_("Question"), N_("What was asked?"))
    asker: ShortText = ask("row", N_("Asked by"), N_("Who asked?"))
    reply: Annotated[str | None, OneOf(Reply)] = ask("row", N_("Reply"), N_("Was it answered?"))
    answer: Text = ask("row", N_("Answer"), N_("What was the answer?"), when=given("reply", "answered"))
    answerer: ShortText = ask(
        "row", N_("Answered by"), N_("Who answers, or answered?"), when=given("reply", "answered", "later")
    )
    due_on: FutureDay = ask("row", N_("Answer due"), N_("By when will it be answered?"), when=given("reply", "later"))
    quality: YesOrNo = ask("row", N_("About quality"), N_("Is it about quality?"), when=given("reply", "pass_on"))


class LateAnswer(Form):
    """The answer to a question that was open when the visit was recorded."""

    question: Text = stamped(N_("Question"))
    answer: Text = ask("row", N_("Answer"), N_("What was answered?"))


class Visit(Form):
    """The visit register: application, reception, record (顾客来访接待登记)."""

    title_fields = ("purpose",)

    customer_id: CustomerId = ask("open", N_("Customer"), N_("Which customer comes?"))
    site_id: SiteId = ask("open", N_("Site"), N_("From which plant?"), need="may")
    purpose: ShortText = ask(
        "open", N_("Purpose of the visit"), N_("What is the purpose of the visit?"), card=True,
        offers=(N_("Audit"), N_("Technical discussion"), N_("Tour of the plant"), N_("Complaint")),
    )  # fmt: skip
    stage: Annotated[str | None, OneOf(InfoStage)] = ask("open", N_("Service stage"), N_("At which stage of service?"))
    visitors: Text = ask("open", N_("Visitors"), N_("Who comes? Names and posts."), card=True)
    our_people: Text = ask("open", N_("Our people"), N_("Who takes part from our side?"))
    arrives_on: FutureDay = ask("open", N_("Arrival"), N_("When do they arrive?"), card=True)
    leaves_on: FutureDay = ask(
        "open", N_("Departure"), N_("When do they leave?"), card=True, check="not_before_arrival"
    )
    wishes: Text = ask("open", N_("Wishes"), N_("What should the host know: diet, pick-up, interpreter?"), need="may")
    agenda: Text = ask("open", N_("Agenda"), N_("What is planned?"), need="may")
    short_notice: YesOrNo = stamped(N_("Applied for at short notice"), card=True)
    host_unit_id: UnitId = stamped(N_("Host"))
    arrange_by: AnyDay = stamped(N_("To be arranged by"))
    approve_by: AnyDay = stamped(N_("To be approved by"))

    lodging: ShortText = ask(
        "arrange", N_("Lodging"), N_("Where do they stay?"), card=True, offers=(N_("None needed"),)
    )
    travel: ShortText = ask(
        "arrange", N_("Travel"), N_("How are they picked up and driven?"), card=True, offers=(N_("None needed"),)
    )
    meals: ShortText = ask("arrange", N_("Meals"), N_("Where do they eat?"), offers=(N_("Canteen"), N_("None needed")))
    room: ShortText = ask(
        "arrange", N_("Meeting room"), N_("Which meeting room?"), card=True, offers=(N_("None needed"),)
    )

    topics: Annotated[list[str] | None, Several(Topic)] = ask(
        "report", N_("Presented"), N_("What was presented? Tap every topic."), need="should"
    )  # none at all is a reason why they were left out, too
    topics_reason: Reason = ask(
        "report", N_("Why topics were left out"), N_("Why were topics left out?"), when=left_out("topics", Topic),
        offers=(N_("Customer knows us already"), N_("No time"), N_("Not wanted")),
    )  # fmt: skip
    questions_raised: YesOrNo = ask("report", N_("Questions raised"), N_("Did the visitors raise questions?"))
    questions: Annotated[list[Raised] | None, Rows(Raised)] = ask(
        "report", N_("Questions"), N_("Is there another question?"), when=given("questions_raised")
    )
    material: Text = ask(
        "report", N_("Material received"), N_("What did the visitors hand over? Names, copies, where it is kept."),
        need="should",
    )  # fmt: skip
    material_files: Evidence = ask(
        "report", N_("Files of the material"), N_("Photos or files of the material? Just send them."), need="should",
        when=given("material"),
    )  # fmt: skip
    agreements: Text = ask("report", N_("Agreements"), N_("What was agreed: what, who, by when?"), need="may")
    answers_due: AnyDay = stamped(N_("Answers due"))
    still_open: Text = stamped(N_("Still to be answered"), card=True)
    late_answers: Annotated[list[LateAnswer] | None, Rows(LateAnswer, named_by="question")] = ask(
        "answers", N_("Answers given later")
    )


def open_questions(data: Data, step: str) -> dict[str, Any]:
    """The form of the answers begins with the questions that are open."""
    lines = data.get("questions") or []
    return {"late_answers": [{"question": q["question"]} for q in lines if q["reply"] == Reply.LATER]}
