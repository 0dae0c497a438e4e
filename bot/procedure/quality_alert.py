"""Quality alert: quality information goes to the quality department and nowhere else (R7, R8, R25, R47).

R7 names four dated and signed stages: receive and register, analyse, handle, archive."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from bot.procedure.closing import ACTION_NEEDED, AWAIT_ACTION, NO_ACTION_NEEDED, Determined, opens_action
from bot.procedure.forms import ask, stamped, unless
from bot.procedure.house_rules import follows
from bot.procedure.kinds import (
    Count,
    CustomerId,
    OneOf,
    PartId,
    PastDay,
    PersonId,
    Pictures,
    SerialNo,
    ShortText,
    SiteId,
    Stamp,
    Text,
    YesOrNo,
)
from bot.procedure.roles import Choice, UnitKind, Urgency
from bot.procedure.words import N_
from bot.procedure.workflow import TRANSFER, Action, Chapter, Performer, Route, Start, Step, in_order, named, staff_of


class FoundWhere(Choice):
    """Where the fault came to light."""

    ZERO_KM = "zero_km", N_("OEM's line (0 km)")
    FIELD = "field", N_("In the field")
    WARRANTY = "warranty", N_("Returned warranty part")
    RECEIPT = "receipt", N_("On arrival of a spare part")
    INTERNAL = "internal", N_("In our own plant")


class Priority(Choice):
    """How fast quality takes it up."""

    HIGH = "1", N_("1 high")
    MEDIUM = "2", N_("2 medium")
    LOW = "3", N_("3 low")


class QualityAlert(Determined):
    """The quality feedback sheet (质量信息反馈单) and what quality makes of it."""

    title_fields = ("title",)
    outcome_fields = ("occurrence_cause", "handling")

    customer_id: CustomerId = ask("open", N_("Customer"), N_("Which customer?"))
    site_id: SiteId = ask("open", N_("Site"), N_("Which plant or line?"), need="should")
    part_id: PartId = ask("open", N_("Part"), N_("Which part?"))
    title: Text = ask("open", N_("Fault"), N_("What is wrong? A few words."), card=True)
    description: Text = ask("open", N_("Description"), N_("Who saw what, when, where, how many? A few sentences."))
    found_where: Annotated[str | None, OneOf(FoundWhere)] = ask(
        "open", N_("Found"), N_("Where was it found?"), card=True
    )
    urgency: Annotated[str | None, OneOf(Urgency)] = ask("open", N_("Urgency"), N_("How urgent is it?"), card=True)
    batch_no: SerialNo = ask(
        "open",
        N_("Batch or serial no."),
        N_("Batch or serial number? Type it or send a photo of the label."),
        need="should",
        card=True,
    )
    photos: Pictures = ask("open", N_("Photos"), N_("Photos of the fault? Just send them."), need="should")
    action_likely: YesOrNo = ask(  # R27: a first look; the determination before the archive is the one that counts
        "open",
        N_("Action likely"),
        N_("At first sight: will corrective or preventive action be needed?"),
        need="may",
        when=follows("preliminary_question", True),
    )
    safety: YesOrNo = ask("open", N_("Safety at stake"), N_("Is safety at stake?"), need="may", card=True)
    defect_qty: Count = ask("open", N_("Defective"), N_("How many are defective?"), need="may")
    checked_qty: Count = ask("open", N_("Checked"), N_("How many were checked?"), need="may")

    priority: Annotated[str | None, OneOf(Priority)] = ask(
        "acknowledge", N_("Priority"), N_("Which priority?"), card=True
    )
    acknowledged_at: Stamp = stamped(N_("Registered"))
    owner_id: PersonId = stamped(N_("Owner"))
    containment: Text = ask(
        "contain",
        N_("Containment"),
        N_("What was contained, and where: our stock, in transit, at the customer, own line?"),
        card=True,
    )
    suspect_qty: Count = ask("contain", N_("Suspect parts"), N_("How many parts are suspect?"), need="should")
    sorted_ng: Count = ask("contain", N_("Not good when sorted"), N_("How many were not good when sorted?"), need="may")
    contained_at: Stamp = stamped(N_("Contained"))
    occurrence_cause: Text = ask("analyse", N_("Cause of occurrence"), N_("Why did it occur?"), card=True)
    escape_cause: Text = ask("analyse", N_("Cause of escape"), N_("Why was it not caught?"), need="should")
    failure_code: ShortText = ask("analyse", N_("Failure code"), N_("Failure code?"), need="may")
    analysed_at: Stamp = stamped(N_("Analysed"))
    handling: Text = ask("handle", N_("Handling"), N_("What was done about it?"), card=True)
    customer_told_on: PastDay = ask("handle", N_("Customer informed on"), N_("When was the customer informed?"))
    handled_at: Stamp = stamped(N_("Handled"))


TAKE = Action(
    "take",
    N_("Register, I take it"),
    N_("{name} registered and took it"),
    style="success",
    asks="acknowledge",
    stamps=("acknowledged_at",),
    claims="owner_id",
)
# Quality sees at once that safety is at stake: the clocks run faster from here on.
TAKE_SAFETY = replace(
    TAKE,
    name="take_safety",
    label=N_("Safety at stake, I take it"),
    done=N_("{name} registered and took it: safety is at stake"),
    style="danger",
    sets=(("safety", True),),
    when=(unless("safety"),),
)
CONTAIN = Action(
    "contain",
    N_("Record containment"),
    N_("{name} recorded the containment"),
    style="success",
    asks="contain",
    stamps=("contained_at",),
)
ANALYSE = Action(
    "analyse",
    N_("Record the causes"),
    N_("{name} recorded the causes"),
    style="success",
    asks="analyse",
    stamps=("analysed_at",),
)
HANDLE = Action(
    "handle",
    N_("Record the handling"),
    N_("{name} recorded the handling"),
    style="success",
    asks="handle",
    stamps=("handled_at",),
)
CLOSE = Action("close", N_("Close and archive"), N_("{name} closed it"), style="success")

QUALITY = staff_of(UnitKind.QUALITY_DEPT)
OWNER = named("owner_id")

QUALITY_ALERT = Chapter(
    kind="quality_alert",
    prefix="QA",
    emoji="⚠️",
    title=N_("Quality alert"),
    form=QualityAlert,
    opened_word=N_("reported"),
    rules=("R1", "R7", "R8", "R25", "R27", "R47"),
    retention="cpa_3y",
    private_to=frozenset({UnitKind.QUALITY_DEPT}),
    spawns=opens_action("determine"),
    starts=(
        Start("training", "own_training"),
        Start("training", "customer_training"),
    ),  # R12: a complaint shows the need
    withdrawable=False,  # whoever reported it cannot take quality information back: quality alone closes it
    routes=(
        Route(
            "quality_alert",
            N_("Quality alert"),
            opened_by=Performer(),
            rule="R25",
            stages=in_order(
                Step(
                    "acknowledge",
                    N_("registration"),
                    QUALITY,
                    (TAKE, TAKE_SAFETY, TRANSFER),
                    rule="R7",
                    task=N_("register the alert"),
                    deadline="pass_quality_info",
                ),
                Step(
                    "contain",
                    N_("containment"),
                    OWNER,
                    (CONTAIN, TRANSFER),
                    rule="R7",
                    task=N_("contain the fault"),
                    deadline="containment",
                    clock_field="created_at",
                ),
                Step(
                    "analyse",
                    N_("analysis"),
                    OWNER,
                    (ANALYSE, TRANSFER),
                    rule="R7",
                    task=N_("analyse the causes"),
                    deadline="root_cause",
                    clock_field="created_at",
                ),
                Step(
                    "handle",
                    N_("handling"),
                    OWNER,
                    (HANDLE, TRANSFER),
                    rule="R7",
                    task=N_("handle the fault"),
                    deadline="actions_done",
                    clock_field="created_at",
                ),
                Step(
                    "determine",
                    N_("determination"),
                    OWNER,
                    (NO_ACTION_NEEDED, ACTION_NEEDED),
                    rule="R47",
                    task=N_("determine whether action is needed"),
                    deadline="cpa_determination",
                    effects=("link_action",),
                ),
                AWAIT_ACTION,
                Step(
                    "close",
                    N_("archive"),
                    OWNER,
                    (CLOSE,),
                    rule="R7",
                    task=N_("close and archive"),
                    deadline="closed",
                    clock_field="created_at",
                ),
            ),
        ),
    ),
)
