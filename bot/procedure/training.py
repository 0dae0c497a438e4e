"""Training of own staff and of customers' people: planned by human resources and the unit that trains (R12, R28, R42,
R43). It counts only with its content and its result.

A training is an entry in a register, not a service that was carried out on a customer's matter: no determination of R47
follows. One that had no effect is followed by another training."""

from __future__ import annotations

from typing import Annotated, Any, Final

from bot.procedure.forms import Data, Form, ask, given, stamped
from bot.procedure.kinds import (
    Count,
    CustomerId,
    Day,
    FutureDay,
    OneOf,
    PastDay,
    PersonId,
    Pictures,
    ProductId,
    Rows,
    ShortText,
    Stamp,
    Text,
    Whole,
    YesOrNo,
)
from bot.procedure.roles import Choice, UnitKind
from bot.procedure.satisfaction import asks_after
from bot.procedure.words import N_
from bot.procedure.workflow import (
    ASK,
    TRANSFER,
    Action,
    Chapter,
    Goes,
    Performer,
    Route,
    Start,
    Step,
    in_order,
    leader_of_applicant,
    named,
    staff_of,
)

OWN, GUESTS = "own_training", "customer_training"


class Topic(Choice):
    """What is taught."""

    PRODUCT = "product", N_("Product introduction")
    REPAIR = "repair", N_("Repair")
    REPLACEMENT = "replacement", N_("Part replacement")
    INSTALLATION = "installation", N_("Installation and commissioning")
    OTHER = "other", N_("Other")


BRIEFS: Final = frozenset(Topic) - {Topic.OTHER}
"""Topics that brief for the product (R28)."""


class Need(Choice):
    """Where the need comes from."""

    PLAN = "plan", N_("Training plan")
    NEW_PRODUCT = "new_product", N_("New product")
    SITE = "site", N_("Before a job on site")
    COMPLAINT = "complaint", N_("Complaint")
    AGREEMENT = "agreement", N_("Service agreement")
    REQUEST = "request", N_("Customer's request")


class Outcome(Choice):
    """How it ended for one of those who were to be trained."""

    PASSED = "passed", N_("Passed")
    FAILED = "failed", N_("Not passed")
    ABSENT = "absent", N_("Was not there")


class Method(Choice):
    """How the result was found."""

    EXAM = "exam", N_("Written test")
    PRACTICE = "practice", N_("Practical test")
    QUESTIONS = "questions", N_("Questions answered")


class Trainee(Form):
    """One of our own people who is to be trained."""

    person_id: PersonId = ask(
        "row", N_("Trainee"), N_("Who is to be trained?"), carried="unbriefed_id", check="no_trainee_twice"
    )


class Guest(Form):
    """One of the customer's people who is to be trained."""

    name: ShortText = ask("row", N_("Name"), N_("Who is to be trained? Name and post."), check="no_guest_twice")
    firm: ShortText = ask("row", N_("Firm"), N_("Of which firm, if not the customer's own?"), need="may")


class Attendee(Trainee):
    """One of our own people, and how it ended."""

    outcome: Annotated[str | None, OneOf(Outcome)] = ask("row", N_("Outcome"), N_("How did it end?"))


class GuestAttendee(Guest):
    """One of the customer's people, and how it ended."""

    outcome: Annotated[str | None, OneOf(Outcome)] = ask("row", N_("Outcome"), N_("How did it end?"))


IS_OWN, IS_GUESTS = given("route", OWN), given("route", GUESTS)
NO_USE = given("effective", False)
FROM_OUTSIDE = given("need", "agreement", "request", "complaint")


class Training(Form):
    """The training record."""

    title_fields = ("topic",)
    outcome_fields = ("topic", "result", "effective", "effect_how", "no_effect_how")

    route: ShortText = stamped(N_("Route"))
    customer_id: CustomerId = ask("open", N_("Customer"), N_("Whose people?"), when=IS_GUESTS)
    topic: Annotated[str | None, OneOf(Topic)] = ask(
        "open", N_("Topic"), N_("What is to be taught?"), card=True,
        carried="topic",
    )  # fmt: skip
    product_id: ProductId = ask("open", N_("Product"), N_("About which product?"))
    need: Annotated[str | None, OneOf(Need)] = ask("open", N_("Need"), N_("Where does the need come from?"), card=True)
    basis_no: ShortText = ask(
        "open", N_("Based on"), N_("Number of the agreement, request or complaint?"), need="should", when=FROM_OUTSIDE
    )
    needed_by: FutureDay = ask("open", N_("Needed by"), N_("By when is it needed?"), card=True)
    trainees: Annotated[list[Trainee] | None, Rows(Trainee, plain=True)] = ask(
        "open", N_("Trainees"), when=IS_OWN, card=True, carried="trainees"
    )
    guests: Annotated[list[Guest] | None, Rows(Guest, plain=True)] = ask(
        "open", N_("Trainees"), when=IS_GUESTS, card=True, carried="guests"
    )
    wishes: Text = ask("open", N_("Points to cover"), N_("What should the trainer know?"), need="may")

    trainer_id: PersonId = ask("plan", N_("Trainer"), N_("Who trains?"), check="may_train", card=True)
    planned_on: FutureDay = ask("plan", N_("Planned for"), N_("On which day?"), card=True)
    place: ShortText = ask(
        "plan", N_("Place"), N_("Where?"), card=True,
        offers=(N_("Training room"), N_("At the customer's"), N_("Workshop"), N_("Video call")),
    )  # fmt: skip
    not_agreed: Text = stamped(N_("Why the trainer could not"))

    attendees: Annotated[list[Attendee] | None, Rows(Attendee, named_by="person_id", plain=True)] = ask(
        "hold", N_("Attendees"), when=IS_OWN
    )
    guest_attendees: Annotated[list[GuestAttendee] | None, Rows(GuestAttendee, named_by="name", plain=True)] = ask(
        "hold", N_("Attendees"), when=IS_GUESTS
    )
    held_on: PastDay = ask("hold", N_("Held on"), N_("When was it held?"))
    hours: Annotated[int | None, Whole(1, 200)] = ask("hold", N_("Hours"), N_("How many hours?"))
    content: Text = ask("hold", N_("Content"), N_("What was taught? One or two sentences."))
    method: Annotated[str | None, OneOf(Method)] = ask("hold", N_("Tested by"), N_("How was the result found?"))
    result: Text = ask("hold", N_("Training result"), N_("What is the result? One sentence."), card=True)
    valid_until: Annotated[str | None, Day("future", near=(182, 365, 730))] = ask(
        "hold", N_("Valid until"), N_("Until when is it valid?"), when=IS_OWN, card=True
    )
    check_on: Annotated[str | None, Day("future", near=(30, 60, 90))] = ask(
        "hold", N_("Effect checked on"), N_("When is its effect to be checked?")
    )
    sign_in: Pictures = ask(
        "hold", N_("Sign-in sheet"), N_("A photo of the sign-in sheet? Just send it."), need="should"
    )
    material: ShortText = ask("hold", N_("Training material"), N_("Which material, in which version?"), need="may")
    score: Count = ask("hold", N_("Average score"), N_("Average score of the test?"), need="may")
    certificate: ShortText = ask("hold", N_("Certificates"), N_("Numbers of the certificates?"), need="may")
    recorded_at: Stamp = stamped(N_("Recorded"))

    effective: YesOrNo = stamped(N_("Effective"), card=True)
    effect_how: Text = ask("effect", N_("Effect checked by"), N_("How was the effect checked, and with what result?"),
        offers=(N_("Watched at work"), N_("Asked questions"), N_("No complaint since")))  # fmt: skip
    no_effect_how: Text = ask("no_effect", N_("Shown by"), N_("What shows that it had no effect?"), offers=(
        N_("Same mistakes at work"), N_("Questions not answered"), N_("Complaints since")))  # fmt: skip
    checked_at: Stamp = stamped(N_("Effect checked"))


def trainees(data: Data, step: str) -> dict[str, Any]:
    """The trainer's record begins with those who were to be trained."""
    return {"attendees": data.get("trainees"), "guest_attendees": data.get("guests")}


PLAN = Action("plan", N_("Plan it"), N_("{name} planned it"), style="success", asks="plan")
NOT_NEEDED = Action(
    "not_needed", N_("Not needed"), N_("{name}: not needed"), Goes.END, style="danger", reason=True,
    reasons=(N_("Is briefed already"), N_("Part of another training"), N_("No longer wanted")),
)  # fmt: skip
AGREE = Action("agree", N_("I train"), N_("{name} agreed to train"), style="success")
CANNOT = Action(
    "cannot", N_("Cannot then"), N_("{name} cannot then"), Goes.TO, to="plan", reason=True, reason_to="not_agreed",
    reasons=(N_("Another day, please"), N_("Somebody else knows it better"), N_("On a job then")),
)  # fmt: skip
HELD = Action(
    "held", N_("Record the training"), N_("{name} recorded the training"), style="success", asks="hold",
    begins="trainees", stamps=("recorded_at",),
)  # fmt: skip
PUT_OFF = Action(
    "put_off", N_("Did not take place"), N_("{name}: it did not take place"), Goes.TO, to="plan", reason=True,
    reason_to="not_agreed", reasons=(N_("Trainees were not free"), N_("Trainer was not free"), N_("Room was taken")),
)  # fmt: skip
EFFECTIVE = Action(
    "effective", N_("Effective"), N_("{name}: it had its effect"), style="success", asks="effect",
    sets=(("effective", True),), stamps=("checked_at",),
)  # fmt: skip
NO_EFFECT = Action(
    "no_effect", N_("No effect"), N_("{name}: it had no effect"), style="danger", asks="no_effect",
    sets=(("effective", False),), stamps=("checked_at",),
)  # fmt: skip

STAGES = in_order(
    Step("plan", N_("human resources"), staff_of(UnitKind.HR_DEPT), (PLAN, NOT_NEEDED, ASK, TRANSFER), rule="R12",
         task=N_("plan the training"), deadline="training_plan"),
    Step("agree", N_("trainer"), named("trainer_id"), (AGREE, CANNOT), rule="R12",
         task=N_("agree to train on that day, or decline"), deadline="approval_step", effects=("call_trainees",)),
    Step("hold", N_("training"), named("trainer_id"), (HELD, PUT_OFF, TRANSFER), rule="R43",
         task=N_("hold the training and record it"), due_field="planned_on", effects=("keep_briefings",)),
    Step("effect", N_("effect"), leader_of_applicant(), (EFFECTIVE, NO_EFFECT, ASK, TRANSFER), rule="R43",
         task=N_("check the effect of the training"), deadline="training_check", sleeps_until="check_on",
         approval=True, not_by=("trainer_id",), effects=("end_briefings",)),
)  # fmt: skip

TRAINING = Chapter(
    kind="training",
    prefix="TR",
    emoji="🎓",
    title=N_("Training"),
    form=Training,
    opened_word=N_("requested"),
    rules=("R12", "R28", "R42", "R43"),
    spawns=(asks_after("hold", "trainer_id", about=("content",)),),
    starts=(Start("training", OWN, NO_USE, also=(IS_OWN,)), Start("training", GUESTS, NO_USE, also=(IS_GUESTS,))),
    routes=(
        Route(OWN, N_("Training of own staff"), Performer(), STAGES, rule="R28", fixed=(("route", OWN),)),
        Route(GUESTS, N_("Training of a customer"), Performer(), STAGES, rule="R42", fixed=(("route", GUESTS),)),
    ),
)
