"""Customer file: one for every customer with dealings, checked and corrected when its data change (R13 to R15, R23).

It is a register, not a case that was served: the determination of R47 is for what the file's customers bring up."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from bot.procedure.customer_terms import (
    NEEDED_ON_SITE,
    Code,
    Confidentiality,
    Contact,
    CustomerKind,
    Days,
    FilePart,
    Hours,
    Months,
    Plant,
    Supplied,
    WarrantyStart,
    Years,
)
from bot.procedure.forms import Form, ask, given, stamped, unless
from bot.procedure.kinds import (
    AnyDay,
    Count,
    CustomerId,
    EngineerId,
    OneOf,
    Pictures,
    Rows,
    Several,
    ShortText,
    Text,
    UnitId,
    Whole,
    YesOrNo,
)
from bot.procedure.roles import UnitKind
from bot.procedure.words import N_
from bot.procedure.workflow import (
    ASK,
    EVERYTHING,
    REJECT,
    RETURN,
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
    staff_of,
    together,
    unit_named,
)

NEW, CHANGE, VERIFY = "new_customer", "customer_change", "customer_verify"


def _may(label: str, question: str = "", **how: Any) -> Any:
    """What belongs to the file, and is offered at its end only."""
    return ask("open", label, question, need="may", **how)


class CustomerFile(Form):
    """The customer file (顾客资料档案)."""

    route: ShortText = stamped(N_("Route"))
    customer_id: CustomerId = ask(
        "open", N_("Customer"), N_("Whose data changed?"), when=unless("route", NEW), check="same_customer"
    )
    change: Text = ask(
        "open", N_("What changed"), N_("What changed? A few words."), when=unless("route", NEW), card=True
    )
    code: Annotated[str | None, Code()] = ask(
        "open",
        N_("Customer code"),
        N_("Which code, for example BMW?"),
        when=given("route", NEW),
        check="free_customer_code",
        card=True,
    )
    name: ShortText = ask("open", N_("Full name"), N_("Full name of the customer?"))
    plants: Annotated[list[Plant] | None, Rows(Plant, plain=True, usual=1)] = ask(
        "open", N_("Plants"), need="should", card=unless("route", CHANGE)
    )
    contacts: Annotated[list[Contact] | None, Rows(Contact, plain=True, usual=1)] = ask(
        "open", N_("Contacts"), card=unless("route", CHANGE)
    )
    engineer_id: EngineerId = ask("open", N_("Responsible engineer"), N_("Which engineer is responsible?"))
    deputy_id: EngineerId = ask("open", N_("Deputy"), N_("Who stands in for the engineer?"), check="not_the_engineer")
    name_en: ShortText = _may(N_("English name"), N_("English name of the customer?"))
    short_name: ShortText = _may(N_("Short name"), N_("Short name?"))
    kind: Annotated[str | None, OneOf(CustomerKind)] = _may(N_("Kind of customer"), N_("What kind of customer is it?"))
    group_name: ShortText = _may(N_("Belongs to group"), N_("Which group does it belong to?"))
    products: Annotated[list[Supplied] | None, Rows(Supplied, plain=True)] = _may(N_("Products supplied"))
    annual_volume: Count = _may(N_("Pieces a year"), N_("About how many pieces a year?"))
    acknowledge_hours: Hours = _may(N_("Acknowledge (h)"), N_("Acknowledge within how many hours?"))
    acknowledge_urgent_hours: Hours = _may(
        N_("Acknowledge, urgent (h)"), N_("Within how many hours when it is urgent?")
    )
    answer_days: Days = _may(N_("Answer (working days)"), N_("Answered within how many working days?"))
    on_site_hours: Hours = _may(N_("On site (h)"), N_("On site within how many hours?"))
    on_site_urgent_hours: Hours = _may(N_("On site, urgent (h)"), N_("Within how many hours when it is urgent?"))
    containment_hours: Hours = _may(N_("8D: D3 (h)"), N_("Containment within how many hours?"))
    root_cause_days: Days = _may(
        N_("8D: D4, D5 (working days)"), N_("Root cause and plan within how many working days?")
    )
    actions_days: Days = _may(N_("8D: D6 (days)"), N_("Actions done within how many days?"))
    closed_days: Days = _may(N_("8D: D8 (days)"), N_("Closed within how many days?"))
    warranty_months: Months = _may(N_("Warranty (months)"), N_("How many months of warranty?"))
    warranty_km: Annotated[int | None, Whole(1, 2_000_000)] = _may(
        N_("Warranty (km)"), N_("Warranty up to how many kilometres?")
    )
    warranty_start: Annotated[str | None, OneOf(WarrantyStart)] = _may(
        N_("Warranty counts from"), N_("From when does the warranty count?")
    )
    old_part_rule: Text = _may(
        N_("Old parts"),
        N_("What was agreed on old parts?"),
        offers=(N_("Every part comes back"), N_("Only on request"), N_("Scrapped at the customer")),
    )
    ntf_agreement: Text = _may(N_("No trouble found"), N_("What was agreed for parts without a fault?"))
    portal: ShortText = _may(N_("Customer's portal"), N_("Address of the portal? No passwords, please."))
    special_requirements: Text = _may(N_("Special requirements"), N_("Which demands of their own?"))
    agreement: Text = _may(N_("Agreement in force"), N_("Which service agreement is there?"))
    retention_years: Years = _may(N_("Keep records (years)"), N_("How many years must records be kept?"))
    confidentiality: Annotated[str | None, OneOf(Confidentiality)] = _may(
        N_("Confidentiality"), N_("How confidential is it?")
    )
    proof: Pictures = _may(N_("Proof"), N_("A picture of the notice? Just send it."), when=unless("route", NEW))

    changed: Annotated[list[str] | None, Several(FilePart)] = ask("", N_("Concerns"), need="may", card=True)
    differences: Text = ask("", N_("Before → now"), need="may", card=True)
    nothing_changed: YesOrNo = stamped(N_("Nothing entered differs"))
    base_version: Count = stamped(N_("Based on version"))
    version: Count = ask("", N_("Version in force"), need="may", card=True)
    care_unit_id: UnitId = stamped(N_("Responsible unit"))
    verify_by: AnyDay = stamped(N_("To be verified by"))


RIGHT = Action(
    "right", N_("Checked, right"), N_("{name} checked it"), style="success", when=(unless("nothing_changed"),)
)
CORRECT = Action("correct", N_("Correct it"), N_("{name} checked and corrected it"), style="primary", asks=EVERYTHING)
NOT_SO = replace(REJECT, reasons=(N_("Nothing has changed"), N_("Is on file already"), N_("Not our customer")))
INCOMPLETE = replace(
    RETURN, reasons=(N_("Details are missing"), N_("Please ask the customer again"), N_("Proof is missing"))
)
STILL_RIGHT = Action("still_right", N_("Still right"), N_("{name}: still right"), style="success")
CHANGED = Action("changed", N_("Something changed"), N_("{name} reported a change"), style="primary", asks=EVERYTHING)

# Whoever entered it does not check it: the deputy does where the responsible engineer was the one.
BY_ENGINEER = Step("check", N_("data check"), named("engineer_id"), (RIGHT, CORRECT, INCOMPLETE, NOT_SO, ASK, TRANSFER),
                   rule="R15", task=N_("check and correct"), deadline="customer_data_check", approval=True,
                   when=(unless("own_job"),), effects=("file_in_force",))  # fmt: skip
BY_DEPUTY = replace(BY_ENGINEER, key="check_deputy", by=named("deputy_id"), when=(given("own_job"),))
CHECKED = together(N_("data check"), BY_ENGINEER, BY_DEPUTY)
VERIFICATION = Step("verify", N_("re-verification"), unit_named("care_unit_id"), (STILL_RIGHT, CHANGED, TRANSFER),
                    rule="R15", task=N_("verify the customer file"), deadline="customer_data_check",
                    due_field="verify_by", effects=("file_verified",))  # fmt: skip

ANSWERS = tuple(f.name for f in CustomerFile.asked("open") if f.name not in {"customer_id", "change", "proof"})
"""The fields that make up the file."""

CUSTOMER_FILE = Chapter(
    kind="customer_file",
    prefix="CF",
    emoji="📇",
    title=N_("Customer file"),
    form=CustomerFile,
    opened_word=N_("entered"),
    rules=("R13", "R14", "R15", "R16", "R23"),
    retention="part_life_plus_1y",
    opening_effects=("compare_with_file",),
    kept_inside=frozenset({*ANSWERS, "differences"}) - NEEDED_ON_SITE,
    fills=("customer_id", "file_in_force"),
    warns="not_changed_yet",
    starts=(Start("customer_file", CHANGE, given("customer_id")),),
    open_to=frozenset({UnitKind.PROJECT_TEAM}),
    spawns=(
        Spawn("customer_file", CHANGE, at="verify", when=given("change"),
              carries=tuple((name, name) for name in ("customer_id", "change", *ANSWERS))),
    ),
    routes=(
        Route(NEW, N_("New customer"), staff_of(UnitKind.PROJECT_TEAM), in_order(CHECKED),
              rule="R14", fixed=(("route", NEW),)),
        Route(CHANGE, N_("Customer data change"), Performer(), in_order(CHECKED),
              rule="R15", fixed=(("route", CHANGE),)),
        Route(VERIFY, N_("Customer file verification"), staff_of(UnitKind.PROJECT_TEAM), in_order(VERIFICATION),
              rule="R15", fixed=(("route", VERIFY),), menu=False, opened_word=N_("planned")),
    ),
)  # fmt: skip
