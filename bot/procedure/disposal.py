"""Disposal of records past their date, and the legal hold that forbids it (R49, R51, T16).

Quality lists, the management representative approves; only then the content is removed, and the disposal record
(销毁记录) says which numbers it was. Disposal and hold are no cases: nothing is determined about them (R47). Both are
kept for good."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from bot.procedure.forms import Form, ask, given, stamped
from bot.procedure.kinds import Count, OneOf, Rows, ShortText, Text
from bot.procedure.retention import KEPT_FOR_GOOD, Keeping
from bot.procedure.roles import Role, UnitKind
from bot.procedure.words import N_
from bot.procedure.workflow import (
    APPROVE,
    ASK,
    REJECT,
    RETURN,
    TRANSFER,
    Action,
    Chapter,
    Goes,
    Performer,
    Route,
    Step,
    applicant,
    holder_of,
    in_order,
    staff_of,
)


class OfClass(Form):
    """How many records of one class are past their date."""

    retention: Annotated[str | None, OneOf(Keeping)] = ask("row", N_("Class"))
    count: Count = ask("row", N_("Records"))


class Numbers(Form):
    """Which ones they are."""

    retention: Annotated[str | None, OneOf(Keeping)] = ask("row", N_("Class"))
    numbers: Text = ask("row", N_("Numbers"))


class Disposal(Form):
    """The disposal record (销毁记录)."""

    title_fields = ("classes",)
    outcome_fields = ("disposed", "spared")

    papers: ShortText = ask(
        "open", N_("Paper copies"), N_("What becomes of the paper copies?"), card=True,
        offers=(N_("No paper copies"), N_("Shredded"), N_("Handed to a certified firm")),
    )  # fmt: skip
    remark: Text = ask("open", N_("Remark"), N_("Anything to remark?"), need="may")
    count: Count = stamped(N_("Past their date"), card=True)
    later: Count = stamped(N_("Left for the next disposal"), card=True)
    classes: Annotated[list[OfClass] | None, Rows(OfClass, plain=True)] = stamped(N_("By class"), card=True)
    listed: Annotated[list[Numbers] | None, Rows(Numbers, plain=True)] = stamped(N_("Listed"))
    disposed: Count = stamped(N_("Disposed of"), card=True)
    spared: Text = stamped(N_("Not disposed of"), card=True)


LIST_IS_RIGHT = Action("list_is_right", N_("The list is right"), N_("{name} checked the list"), style="success")
DROP_IT = Action("drop", N_("Drop it"), N_("{name} dropped it"), Goes.END, style="danger", reason=True,
                 reasons=(N_("Some are still needed"), N_("Listed by mistake")))  # fmt: skip
DISPOSE = replace(APPROVE, label=N_("Approve the disposal"), done=N_("{name} approved the disposal"), style="danger")
RETURN_LIST = replace(RETURN, reasons=(N_("Some are still needed"), N_("Details are missing")))
NOT_YET = replace(REJECT, reasons=(N_("Some are still needed"), N_("Not needed")))

DISPOSAL = Chapter(
    kind="disposal",
    prefix="DP",
    emoji="🗄",
    title=N_("Disposal of records"),
    form=Disposal,
    opened_word=N_("listed"),
    rules=("R51", "T16"),
    retention=KEPT_FOR_GOOD,
    opening_effects=("list_past_due",),
    routes=(
        Route("disposal", N_("Disposal of records"), staff_of(UnitKind.QUALITY_DEPT), rule="R51", stages=in_order(
            Step("check", N_("list"), applicant(), (LIST_IS_RIGHT, DROP_IT), rule="R51", task=N_("check the list"),
                 deadline="approval_step"),
            Step("approve", N_("management representative"), holder_of(Role.MANAGEMENT_REP),
                 (DISPOSE, RETURN_LIST, NOT_YET, ASK, TRANSFER), rule="R51", task=N_("approve the disposal"),
                 deadline="approval_step", approval=True, effects=("dispose",)),
        )),
    ),
)  # fmt: skip


HOLD, LIFT = "hold", "lift"


class LegalHold(Form):
    """Why a record must not be disposed of, or may be again. Which one it is says what it was opened from."""

    outcome_fields = ("held", "reason", "lifted_because")

    reason: Text = ask(
        "open", N_("Reason"), N_("Why? Tap a reason or write one."), card=True, when=given("route", HOLD),
        offers=(N_("Lawsuit"), N_("An authority asks for it"), N_("Recall")),
    )  # fmt: skip
    lifted_because: Text = ask(
        "open", N_("Reason"), N_("Why? Tap a reason or write one."), card=True, when=given("route", LIFT),
        offers=(N_("The matter is settled"), N_("Placed by mistake")),
    )  # fmt: skip
    held: ShortText = stamped(N_("Concerns"), card=True)
    route: ShortText = stamped(N_("Route"))


# Quality's leader or the management representative.
KEEPER = Performer(
    frozenset({UnitKind.QUALITY_DEPT, UnitKind.MANAGEMENT}), frozenset({Role.UNIT_LEADER, Role.MANAGEMENT_REP})
)

LEGAL_HOLD = Chapter(
    kind="legal_hold",
    prefix="LH",
    emoji="🔒",
    title=N_("Legal hold"),
    form=LegalHold,
    opened_word=N_("entered"),
    rules=("R51",),
    retention=KEPT_FOR_GOOD,
    withdrawable=False,
    routes=(
        Route(
            HOLD,
            N_("Legal hold"),
            KEEPER,
            (),
            rule="R51",
            menu=False,
            effects=("place_hold",),
            fixed=(("route", HOLD),),
        ),
        Route(
            LIFT,
            N_("Lift the legal hold"),
            KEEPER,
            (),
            rule="R51",
            menu=False,
            effects=("lift_hold",),
            fixed=(("route", LIFT),),
        ),
    ),
)
