"""Tool and gauge loan: what a customer asks for and needs is lent in time, calibrated, and comes back (R41).

A loan that ends in order is an entry of a register, not a case. One that ends with a tool lost, damaged or out of
tolerance is a problem: it ends with the determination of R47 like every case."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Annotated

from bot.procedure.closing import CLOSING, Determined
from bot.procedure.forms import ask, given, stamped, unless
from bot.procedure.kinds import (
    AnyDay,
    CustomerId,
    FutureDay,
    OneOf,
    PersonId,
    PhoneNo,
    Photos,
    Pictures,
    Reason,
    ShortText,
    SiteId,
    Stamp,
    Text,
    ToolId,
    UnitId,
    YesOrNo,
)
from bot.procedure.roles import AFTER_SALE_UNITS, PRE_IN_SALE_UNITS, Choice, UnitKind
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
    Route,
    Step,
    applicant,
    in_order,
    leader_of_named,
    staff_of,
    unit_named,
)

_LINK = re.compile(r"(?:https?://)?t\.me/\w+\?start=tool_([\w-]{1,59})", re.ASCII)


_LINKABLE = re.compile(r"[\w-]{1,59}", re.ASCII)


def label_of(tool_no: str, bot: str) -> str:
    """What a tool's label says: the link to its card, or the number itself where Telegram takes no such link."""
    return f"https://t.me/{bot}?start=tool_{tool_no}" if _LINKABLE.fullmatch(tool_no) else tool_no


def number_on(label: str) -> str:
    """The tool's number from what its label says: the link to its card, or the number itself."""
    link = _LINK.fullmatch(label.strip())
    return link[1] if link else label.strip()


ToolAndSlip = Annotated[list[int] | None, Photos(shots=(N_("a photo of the tool"), N_("a photo of the signed slip")))]


class Condition(Choice):
    """How a tool is when it goes out."""

    IN_ORDER = "in_order", N_("In order")
    FLAWED = "flawed", N_("With flaws")


class CameBack(Choice):
    """How a tool came back, if it did."""

    IN_ORDER = "in_order", N_("Back, in order")
    DAMAGED = "damaged", N_("Back, damaged")
    LOST = "lost", N_("Lost")


class ToolLoan(Determined):
    """The loan record (工具/量具借用单)."""

    title_fields = ("due_on", "wanted_until")
    outcome_fields = ("state_back", "check_result", "fault_found", "repair")

    customer_id: CustomerId = ask("open", N_("Customer"), N_("Which customer needs the tool?"))
    tool_id: ToolId = ask(
        "open", N_("Tool"), N_("Which tool? A photo of its label will do, too."),
        check="tool_to_lend",
    )  # fmt: skip
    calibration_until: AnyDay = stamped(N_("Calibration valid until"), card=True)
    purpose: ShortText = ask("open", N_("Purpose"), N_("What does the customer need it for?"), card=True)
    borrower: ShortText = ask("open", N_("Borrower"), N_("Which firm borrows it?"), offers=(N_("The customer itself"),))
    borrower_person: ShortText = ask("open", N_("Handed to"), N_("Who is it handed to? Name and post."), card=True)
    due_on: FutureDay = ask("open", N_("Due back"), N_("When is it due back?"), card=True, check="loan_covered")
    borrower_phone: PhoneNo = ask("open", N_("Phone"), N_("Phone number of the borrower?"), need="may")
    site_id: SiteId = ask("open", N_("Site"), N_("Where is it used?"), need="may")
    accessories: ShortText = ask("open", N_("Accessories"), N_("Which accessories go with it?"), need="may")
    owner_unit_id: UnitId = stamped(N_("Belongs to"))

    state_out: Annotated[str | None, OneOf(Condition)] = ask(
        "out", N_("State when lent"), N_("In which state does it go out?"), check="tool_still_there"
    )
    flaws_out: Text = ask(
        "out", N_("Flaws when lent"), N_("Which flaws does it have?"), when=given("state_out", "flawed")
    )
    photos_out: ToolAndSlip = ask(
        "out", N_("Photos when lent"), N_("Photos of the tool and of the signed slip? Just send them.")
    )
    lent_at: Stamp = stamped(N_("Lent"))
    lent_by: PersonId = stamped(N_("Handed out by"))

    wanted_until: FutureDay = ask(
        "extend", N_("Wanted until"), N_("Until when does the customer need it?"), card=True, check="loan_extended"
    )
    extension_reason: Reason = ask(
        "extend", N_("Reason of the extension"), N_("Why is it needed longer?"), card=given("wanted_until"),
        offers=(N_("Work on site takes longer"), N_("Measurements are repeated"), N_("Theirs has not come yet")),
    )  # fmt: skip
    extended_from: AnyDay = stamped(N_("Was due back"))

    state_back: Annotated[str | None, OneOf(CameBack)] = ask("", N_("State on return"), need="may", card=True)
    photos_back: Pictures = ask(
        "back damaged", N_("Photos on return"), N_("Photos of the tool as it came back? Just send them.")
    )
    damage: Text = ask(
        "damaged lost", N_("What happened"), N_("What happened, and what is damaged or missing?"), card=True
    )
    charge: ShortText = ask("damaged lost", N_("Charge"), N_("Who pays for it, and how much?"), need="may")
    returned_at: Stamp = stamped(N_("Returned"))

    check_result: Text = ask(
        "fit", N_("Calibration check"), N_("What did the check show?"), card=True,
        offers=(N_("Within tolerance"), N_("Adjusted, within tolerance")),
    )  # fmt: skip
    fault_found: Text = ask(
        "unfit", N_("Why not fit"), N_("Why is it not fit?"), card=True,
        offers=(N_("Out of tolerance"), N_("Damaged"), N_("Does not work")),
    )  # fmt: skip
    new_calibration: FutureDay = ask(
        "fit", N_("Calibrated anew, until"), N_("Was it calibrated anew? Until which day is that valid?"), need="should"
    )
    earlier_readings: Text = ask(  # audit.md: if found out, what about earlier readings?
        "unfit", N_("Earlier measurements"), N_("What about the measurements that were taken with it?"),
        offers=(N_("Not affected"), N_("Customer informed"), N_("To be repeated")),
    )  # fmt: skip
    checked_at: Stamp = stamped(N_("Checked on"))
    checked_by: PersonId = stamped(N_("Checked by"))
    unfit: YesOrNo = stamped(N_("Not fit to be lent"))
    repair: Text = ask("repair", N_("Repair"), N_("What was repaired or adjusted?"))
    written_off: YesOrNo = stamped(N_("Written off"))
    trouble: YesOrNo = stamped(N_("Lost, damaged or out of tolerance"))


INCOMPLETE = replace(
    RETURN, reasons=(N_("Details are missing"), N_("Please propose an earlier date"), N_("Please take another tool"))
)
REFUSE = replace(REJECT, reasons=(N_("We need it ourselves"), N_("The customer has one"), N_("Not needed")))
HAND_OUT = Action(
    "hand_out", N_("Hand out"), N_("{name} handed it out"), style="success", asks="out", stamps=("lent_at",),
    claims="lent_by",
)  # fmt: skip
CALL_OFF = replace(
    REJECT, label=N_("No longer needed"), done=N_("{name}: no longer needed"),
    reasons=(N_("Customer does not need it any more"), N_("Customer got one elsewhere"), N_("Tool is not to be had")),
)  # fmt: skip
BACK = Action(
    "back", N_("It is back"), N_("{name}: it is back"), style="success", asks="back", stamps=("returned_at",),
    sets=(("state_back", "in_order"),),
)  # fmt: skip
EXTEND = Action(
    "extend", N_("Extend"), N_("{name} asks for more time"), Goes.TO, "primary", to="extension", asks="extend"
)  # fmt: skip
DAMAGED = Action(
    "damaged", N_("Back, but damaged"), N_("{name}: it came back damaged"), asks="damaged", stamps=("returned_at",),
    sets=(("state_back", "damaged"), ("trouble", True)),
)  # fmt: skip
LOST = Action(
    "lost", N_("It is lost"), N_("{name}: it is lost"), style="danger", asks="lost",
    sets=(("state_back", "lost"), ("trouble", True)),
)  # fmt: skip
LONGER = replace(
    APPROVE, goes=Goes.TO, to="return_tool", empties=("wanted_until",),
    copies=(("extended_from", "due_on"), ("due_on", "wanted_until")),
)  # fmt: skip
NO_LONGER = Action(
    "no_longer", N_("Refuse"), N_("{name} gave no more time"), Goes.TO, "danger", to="return_tool",
    empties=("wanted_until",), reason=True,
    reasons=(N_("We need it ourselves"), N_("Calibration falls due"), N_("Lent for long enough")),
)  # fmt: skip
FIT = Action(
    "fit", N_("Fit to be lent"), N_("{name} checked it: fit to be lent"), style="success", asks="fit",
    stamps=("checked_at",), claims="checked_by",
)  # fmt: skip
UNFIT = Action(
    "unfit", N_("Not fit"), N_("{name} checked it: not fit"), style="danger", asks="unfit", stamps=("checked_at",),
    claims="checked_by", sets=(("unfit", True), ("trouble", True)),
)  # fmt: skip
REPAIRED = Action(
    "repaired", N_("Repaired"), N_("{name}: repaired, to be checked again"), Goes.TO, "success", to="recheck",
    asks="repair", empties=("unfit",),
)  # fmt: skip
WRITE_OFF = Action(
    "write_off", N_("Write it off"), N_("{name} wrote it off"), style="danger", reason=True, reason_to="repair",
    reasons=(N_("Not worth a repair"), N_("Cannot be repaired")), sets=(("written_off", True),),
)  # fmt: skip

OWNERS_LEADER = leader_of_named("owner_unit_id")
OWNER = unit_named("owner_unit_id")
QUALITY = staff_of(UnitKind.QUALITY_DEPT)

TOOL_LOAN = Chapter(
    kind="tool_loan",
    prefix="TL",
    emoji="🔧",
    title=N_("Tool loan"),
    form=ToolLoan,
    rules=("R3", "R41", "R47"),
    opening_effects=("know_tool",),
    routes=(
        Route(
            "tool_loan", N_("Tool loan"), staff_of(*AFTER_SALE_UNITS, *PRE_IN_SALE_UNITS), rule="R41",
            stages=in_order(
                Step("approve", N_("unit leader"), OWNERS_LEADER, (APPROVE, INCOMPLETE, REFUSE, ASK, TRANSFER),
                     rule="R41", task=N_("approve the loan"), deadline="approval_step", approval=True),
                Step("hand_out", N_("hand-out"), OWNER, (HAND_OUT, CALL_OFF, TRANSFER),
                     rule="R41", task=N_("hand out the tool"), deadline="tool_hand_out", effects=("tool_out",)),
                Step("extension", N_("extension"), OWNERS_LEADER, (LONGER, NO_LONGER, ASK, TRANSFER),
                     rule="R41", task=N_("decide on the extension"), deadline="approval_step", approval=True,
                     when=(given("wanted_until"),)),
                Step("return_tool", N_("return"), applicant(), (BACK, EXTEND, DAMAGED, LOST, TRANSFER),
                     rule="R41", task=N_("bring the tool back"), due_field="due_on", effects=("tool_back",)),
                Step("recheck", N_("re-check"), QUALITY, (FIT, UNFIT, TRANSFER),
                     rule="R41", task=N_("check the tool"), deadline="tool_recheck",
                     when=(unless("state_back", "lost"),), effects=("tool_checked",)),
                Step("mend", N_("repair"), OWNER, (REPAIRED, WRITE_OFF, TRANSFER),
                     rule="R41", task=N_("repair the tool or write it off"), deadline="actions_done",
                     when=(given("unfit"),), effects=("tool_written_off",)),
                *(replace(step, when=(*step.when, given("trouble"))) for step in CLOSING),
            ),
        ),
    ),
)  # fmt: skip
