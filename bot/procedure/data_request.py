"""Data and sample request: every line goes to the unit that provides it, and is logged as it goes out (R9 to R11, R29,
R30).

It is a customer's case like any other, so that it ends with the determination of R47."""

from __future__ import annotations

from typing import Annotated, Any

from bot.procedure.closing import CLOSING, Determined
from bot.procedure.forms import Data, Form, any_line, ask, chosen, given, known_by, stamped
from bot.procedure.kinds import (
    AnyDay,
    ContactId,
    Count,
    CustomerId,
    Evidence,
    FutureDay,
    OneOf,
    PersonId,
    ProductId,
    Rows,
    Several,
    ShortText,
    Stamp,
    Text,
)
from bot.procedure.late_delivery import Channel
from bot.procedure.roles import PRE_IN_SALE_UNITS, Choice, UnitKind
from bot.procedure.words import N_
from bot.procedure.workflow import ASK, TRANSFER, Action, Chapter, Goes, Route, Step, in_order, staff_of, together


class Purpose(Choice):
    """What the customer is after (R29)."""

    INQUIRY = "inquiry", N_("Inquiry (price)")
    DATA = "data", N_("Technical or quality data")
    SAMPLES = "samples", N_("Samples")


class DataKind(Choice):
    """The kinds of data (R30)."""

    SPEC = "a", N_("a Specs, models, samples")
    MANUAL = "b", N_("b Manuals, specs, QA documents")
    TEST = "c", N_("c Test pieces, performance data")
    NEW = "d", N_("d New-product development")
    RECORDS = "e", N_("e Inspection and test records")


class Source(Choice):
    """Where a product with inspection records comes from (R10, R11)."""

    PURCHASED = "purchased", N_("Purchased")
    SELF_MADE = "self_made", N_("Self-made")


class Provider(Choice):
    """Who provides (R9 to R11)."""

    RESEARCH = UnitKind.RESEARCH_INSTITUTE.value, N_("Research institute")
    QUALITY = UnitKind.QUALITY_DEPT.value, N_("Quality")
    PURCHASING = UnitKind.PURCHASING_DEPT.value, N_("Purchasing")
    PLANT = UnitKind.BRANCH_PLANT.value, N_("Branch plant")


class Provided(Choice):
    """As what it is provided."""

    DOCUMENT = "document", N_("Document")
    SAMPLE = "sample", N_("Sample or piece")
    NONE = "none", N_("Cannot be provided")


BY_KIND = {
    DataKind.SPEC: Provider.RESEARCH,
    DataKind.MANUAL: Provider.QUALITY,
    DataKind.TEST: Provider.QUALITY,
    DataKind.NEW: Provider.RESEARCH,
}


def provider_of(line: Data) -> str:
    """Who provides a line: by its kind; inspection records by where the product comes from."""
    if line.get("kind") == DataKind.RECORDS:
        return (Provider.PURCHASING if line.get("source") == Source.PURCHASED else Provider.PLANT).value
    return BY_KIND[DataKind(line["kind"])].value


class Asked(Form):
    """A line of the request."""

    kind: Annotated[str | None, OneOf(DataKind)] = ask("row", N_("Kind"), N_("Which kind of data?"))
    what: ShortText = ask("row", N_("Wanted"), N_("What exactly? For samples, how many?"))
    source: Annotated[str | None, OneOf(Source)] = ask(
        "row", N_("Product is"), N_("Is the product purchased or self-made?"), when=given("kind", "e")
    )
    provider: Annotated[str | None, OneOf(Provider)] = stamped(N_("Provider"))


NOT_POSSIBLE, POSSIBLE = given("how", "none"), given("how", "document", "sample")


class Delivered(Form):
    """An entry of the log: which document or sample, in which version, to whom and when (R30)."""

    line: Count = known_by()
    what: ShortText = stamped(N_("Wanted"))
    how: Annotated[str | None, OneOf(Provided)] = ask("row", N_("Provided as"), N_("How do you provide it?"))
    document: ShortText = ask("row", N_("Document"), N_("Number or name of the document or sample?"), when=POSSIBLE)
    version: ShortText = ask("row", N_("Version"), N_("Which version?"), when=POSSIBLE, offers=("A", "B", "V1.0"))
    obstacle: ShortText = ask("row", N_("Why not"), N_("Why can it not be provided?"), when=NOT_POSSIBLE)
    provider: Annotated[str | None, OneOf(Provider)] = stamped(N_("Provider"))
    provided_by: PersonId = stamped(N_("Provided by"))
    provided_on: AnyDay = stamped(N_("Provided on"))
    recipient_id: ContactId = stamped(N_("Recipient"))
    sent_on: AnyDay = stamped(N_("Sent on"))


class DataRequest(Determined):
    """A request for data or samples, and the log of what was delivered."""

    purpose: Annotated[str | None, OneOf(Purpose)] = ask(
        "open", N_("Kind of request"), N_("What is it about?"), card=True
    )
    customer_id: CustomerId = ask("open", N_("Customer"), N_("Which customer?"))
    contact_id: ContactId = ask("open", N_("Contact"), N_("Who asks for it?"))
    product_id: ProductId = ask("open", N_("Product"), N_("Which product?"), need="should")
    due_on: FutureDay = ask("open", N_("Due"), N_("By when does the customer need it?"), card=True)
    lines: Annotated[list[Asked] | None, Rows(Asked, plain=True, by_step="provider")] = ask(
        "open", N_("Requested"), card=True
    )
    confidential: Text = ask("open", N_("To be kept confidential"), N_("What has to be kept confidential?"), need="may")

    owing: Annotated[list[str] | None, Several(Provider)] = ask(
        "again", N_("Providers"), N_("Who has to provide again?"), check="provides"
    )
    documents: Annotated[list[Delivered] | None, Rows(Delivered, named_by="what", plain=True, by_step="provider")] = (
        ask("provide", N_("Provided"), card=True)
    )
    files: Evidence = ask(
        "provide",
        N_("Files"),
        N_("The documents, or photos of the samples? Just send them."),
        need="should",
        when=any_line("documents", "how", "document", "sample"),
    )
    recipient_id: ContactId = ask("pass_on", N_("Recipient"), N_("To whom did it go?"))
    sent_via: Annotated[str | None, OneOf(Channel)] = ask("pass_on", N_("Sent via"), N_("By which channel?"))
    note: Text = ask("pass_on", N_("Note"), N_("What was said along with it?"), need="may")
    passed_on_at: Stamp = stamped(N_("Passed on"))


def lines_owed(data: Data, step: str) -> dict[str, Any]:
    """A provider's form begins with the lines that it owes; each is answered."""
    lines = enumerate(data.get("lines") or [], 1)
    return {
        "documents": [
            {"line": n, "what": line["what"], "provider": line["provider"]}
            for n, line in lines
            if line["provider"] == step
        ]
    }


PROVIDE = Action(
    "provide", N_("Provide"), N_("{name} provided it"), style="success", asks="provide", begins="lines_owed",
    appends=("documents", "files"),
)  # fmt: skip
PASS_ON = Action(
    "pass_on", N_("Passed on"), N_("{name} passed it on to the customer"), style="success", asks="pass_on",
    stamps=("passed_on_at",),
)  # fmt: skip
INCOMPLETE = Action(
    "incomplete", N_("Not complete"), N_("{name}: not complete yet"), Goes.TO, to=Provider.RESEARCH.value, asks="again",
    reason=True, reasons=(N_("A document is missing"), N_("Wrong version"), N_("Not what the customer asked for")),
)  # fmt: skip


def _provider(of: Provider, rule: str) -> Step:
    """One provider's step, at the same time as the others'."""
    return Step(
        of.value,
        of.label,
        staff_of(UnitKind(of.value)),
        (PROVIDE, ASK, TRANSFER),
        rule=rule,
        task=N_("provide what is requested"),
        due_field="due_on",
        when=(chosen("owing", of.value),),
        effects=("log_provided",),
    )


DATA_REQUEST = Chapter(
    kind="data_request",
    prefix="DR",
    emoji="📑",
    title=N_("Data or sample request"),
    form=DataRequest,
    opened_word=N_("requested"),
    rules=("R9", "R10", "R11", "R29", "R30"),
    opening_effects=("route_lines",),
    routes=(
        Route(
            "data_request",
            N_("Data or sample request"),
            opened_by=staff_of(*PRE_IN_SALE_UNITS),
            rule="R29",
            stages=in_order(
                together(
                    N_("provide"),
                    _provider(Provider.RESEARCH, "R9"),
                    _provider(Provider.QUALITY, "R30"),
                    _provider(Provider.PURCHASING, "R10"),
                    _provider(Provider.PLANT, "R11"),
                ),
                Step(
                    "pass_on",
                    N_("pass on"),
                    staff_of(UnitKind.PROJECT_TEAM),
                    (PASS_ON, INCOMPLETE, ASK, TRANSFER),
                    rule="R29",
                    task=N_("check it and pass it on to the customer"),
                    due_field="due_on",
                    effects=("log_passed_on",),
                    tells=True,
                ),
                *CLOSING,
            ),
        ),
    ),
)
