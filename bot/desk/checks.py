"""What an answer must fulfil beyond its kind, seen beside the other answers. Forms name these (Ask.check).

They hold however an answer comes in: the person is told at the question, and nothing is handed in against them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from typing import Any

from bot.desk import agreement_checks, customer_checks, data_requests, suspension, tools, training_checks, visits
from bot.procedure.forms import Data, Form, FormField, is_empty, rows_form
from bot.procedure.kinds import Ref, Rows, Unreadable
from bot.procedure.roles import WATCHING_ROLES
from bot.procedure.spare_part_form import Received
from bot.procedure.words import N_
from bot.storage import master, people
from bot.storage.tx import Tx

Check = Callable[[Tx, Data, Any], None]
"""The answers with what else is known (the house rules, TODAY), and the one in question among them; raises
Unreadable. The answer of a line is seen beside the rest of its line."""


def after_promised(tx: Tx, data: Data, value: str) -> None:
    """A delay notice names a later day than the promised one, the first time and every further time (R33)."""
    line = master.line(tx, data.get("order_line_id") or 0)
    if line is not None and date.fromisoformat(value) <= line.promised_date:
        raise Unreadable(
            N_("The new date must be after the promised one ({promised}). Please enter a later date."),
            promised=line.promised_date,
        )


def no_more_than_ordered(tx: Tx, data: Data, value: int) -> None:
    """No more can be late than the line has (R33)."""
    line = master.line(tx, data.get("order_line_id") or 0)
    if line is not None and value > line.qty:
        raise Unreadable(
            N_("The line has {qty} pieces. Please enter how many of them will be late. You wrote “{text}”."),
            qty=line.qty,
            text=str(value),
        )


def not_before_told(tx: Tx, data: Data, value: str) -> None:
    """A customer answers what they were told (R33)."""
    told = data.get("told_at")
    if told and datetime.fromisoformat(value) < datetime.fromisoformat(told):
        raise Unreadable(N_("The customer was told later than that. Please enter when the answer came."))


def one_for_each(tx: Tx, data: Data, value: int) -> None:
    """An old part for each part that was shipped at the most (T8)."""
    qty = data.get("qty")
    if qty is not None and value > qty:
        raise Unreadable(
            N_("{qty} were shipped, so no more old parts come back. You wrote “{text}”."), qty=qty, text=str(value)
        )


def no_more_than_sent(tx: Tx, data: Data, value: int) -> None:
    """No more parts arrive than the notice has (T7)."""
    qty = data.get("qty")
    if qty is not None and value > qty:
        raise Unreadable(
            N_("The notice is about {qty}. Please enter how many of them arrived. You wrote “{text}”."),
            qty=qty,
            text=str(value),
        )


def fewer_are_incomplete(tx: Tx, data: Data, value: str) -> None:
    """What arrives short is not complete, so that somebody asks after the rest (T7)."""
    count, qty = data.get("received_qty"), data.get("qty")
    if value == Received.GOOD and count is not None and qty is not None and count < qty:
        raise Unreadable(
            N_("{count} of {qty} arrived, so it is not complete. Please tap “Incomplete”, or correct the quantity."),
            count=count,
            qty=qty,
        )


def no_more_than_checked(tx: Tx, data: Data, value: int) -> None:
    """No more parts are bad than were looked at (D3)."""
    checked = data.get("checked")
    if checked is not None and value > checked:
        raise Unreadable(
            N_("{checked} were checked. Please enter how many of them were not good. You wrote “{text}”."),
            checked=checked,
            text=str(value),
        )


def not_the_old_serial(tx: Tx, data: Data, value: str) -> None:
    """A swapped part's new number is not its old one: the same label was read twice (R31)."""
    if value.strip().casefold() == str(data.get("old_serial") or "").strip().casefold():
        raise Unreadable(
            N_("{serial} is the number of the old part. Please enter the number of the new one."), serial=value
        )


def may_work(tx: Tx, data: Data, value: int) -> None:
    """Who owns something works: an auditor or an administrator only watches."""
    member = people.by_id(tx, value)
    if member is None or member.role in WATCHING_ROLES:
        raise Unreadable(N_("An administrator or auditor cannot have this. Please choose somebody else."))
    suspension.may_get_work(tx, value)


def unit_may_get_work(tx: Tx, data: Data, value: int) -> None:
    """What a customer asks for goes to no service centre that is suspended (R40)."""
    suspension.unit_may_get_work(tx, value)


def may_train(tx: Tx, data: Data, value: int) -> None:
    """A trainer works here, and trains others (R43)."""
    may_work(tx, data, value)
    training_checks.trains_others(tx, data, value)


CHECKS: dict[str, Check] = {
    "after_promised": after_promised,
    "no_more_than_ordered": no_more_than_ordered,
    "not_before_told": not_before_told,
    "no_more_than_sent": no_more_than_sent,
    "one_for_each": one_for_each,
    "fewer_are_incomplete": fewer_are_incomplete,
    "no_more_than_checked": no_more_than_checked,
    "not_the_old_serial": not_the_old_serial,
    "not_before_arrival": visits.not_before_arrival,
    "may_work": may_work,
    "may_train": may_train,
    "no_trainee_twice": training_checks.no_trainee_twice,
    "no_guest_twice": training_checks.no_guest_twice,
    "unit_may_get_work": unit_may_get_work,
    "after_beginning": agreement_checks.after_beginning,
    "within_agreement": agreement_checks.within_agreement,
    "after_fulfilment": agreement_checks.after_fulfilment,
    "unit_at_work": agreement_checks.unit_at_work,
    "service_centre": agreement_checks.service_centre,
    "tool_to_lend": tools.tool_to_lend,
    "tool_still_there": tools.tool_still_there,
    "loan_covered": tools.loan_covered,
    "loan_extended": tools.loan_extended,
    "free_customer_code": customer_checks.free_customer_code,
    "not_the_engineer": customer_checks.not_the_engineer,
    "same_customer": customer_checks.same_customer,
    "provides": data_requests.provides,
}


def _day(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


def _after(day: str | None) -> date | None:
    return date.fromisoformat(day) + timedelta(days=1) if day else None


def _after_promised(tx: Tx, data: Data) -> date | None:
    line = master.line(tx, data.get("order_line_id") or 0)
    return line.promised_date + timedelta(days=1) if line is not None else None


EARLIEST: dict[str, Callable[[Tx, Data], date | None]] = {
    "not_before_arrival": lambda tx, data: _day(data.get("arrives_on")),
    "after_promised": _after_promised,
    "after_beginning": lambda tx, data: _after(data.get("valid_from")),
    "after_fulfilment": lambda tx, data: _day(data.get("fulfil_by")),
    "loan_extended": lambda tx, data: _after(data.get("due_on")),
}
"""The first day that a check of a date lets pass, so that no earlier one is offered."""


def earliest(tx: Tx, field: FormField, data: Data) -> date | None:
    """The first day that may be answered beside the other answers; None: the field's kind alone says it."""
    return EARLIEST[field.ask.check](tx, data) if field.ask.check in EARLIEST else None


def check(tx: Tx, field: FormField, data: Data, value: Any) -> None:
    """Raises Unreadable if `value` is no answer to `field` beside the other answers."""
    if isinstance(field.kind, Ref) and field.kind.entity == "customer":
        customer_checks.on_file(tx, value)
    if isinstance(field.kind, Ref) and field.kind.within == "field_staff":
        suspension.may_get_work(tx, value)
    if field.ask.check and not is_empty(value):
        CHECKS[field.ask.check](tx, data, value)


def fits(tx: Tx, field: FormField, data: Data, value: Any) -> bool:
    """Whether `check` lets it pass."""
    try:
        check(tx, field, data, value)
    except Unreadable:
        return False
    return True


def check_all(tx: Tx, form: type[Form], data: Data, names: Collection[str]) -> None:
    """The same for all the answers named."""
    for field in form.all_fields():
        if field.name in names:
            check(tx, field, data, data.get(field.name))
            _check_lines(tx, field, data)


def _check_lines(tx: Tx, field: FormField, data: Data) -> None:
    if not isinstance(field.kind, Rows):
        return
    for row in data.get(field.name) or []:
        for sub in rows_form(field).asked("row"):
            check(tx, sub, {**data, **row}, row.get(sub.name))
