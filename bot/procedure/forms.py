"""A form is a pydantic model whose every field says, in its one line, when it is asked, how, and what it is called.

Dialog, card, details, search and the printed form follow from that line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.procedure.kinds import Kind, Ref, Rows
from bot.procedure.roles import Choice

Need = Literal["must", "should", "may"]
Data = Mapping[str, Any]


@dataclass(frozen=True)
class When:
    """A condition on what the form holds so far. `values` empty means: anything but nothing, no, 0 or [].

    column: of a field of lines, the answer that one line at least must have. every: of a field of several choices,
    all that must be among them."""

    field: str
    values: tuple[Any, ...] = ()
    negated: bool = False
    column: str = ""
    every: tuple[Any, ...] = ()

    def holds(self, data: Data) -> bool:
        if self.every:
            return set(self.every).issubset(data.get(self.field) or []) is not self.negated
        found = [row.get(self.column) for row in data.get(self.field) or []] if self.column else [data.get(self.field)]
        met = any(value in self.values if self.values else bool(value) for value in found)
        return met is not self.negated


@dataclass(frozen=True)
class Fewer(When):
    """Holds when `field` has a smaller number than `than`."""

    than: str = ""

    def holds(self, data: Data) -> bool:
        less, more = data.get(self.field), data.get(self.than)
        return less is not None and more is not None and less < more


def given(field: str, *values: Any) -> When:
    """Holds when `field` has one of `values` (any true value if none are named)."""
    return When(field, values)


def unless(field: str, *values: Any) -> When:
    """Holds when `given` does not."""
    return When(field, values, negated=True)


def any_line(field: str, column: str, *values: Any) -> When:
    """Holds when one of the lines in `field` has one of `values` (any true value if none are named) in `column`."""
    return When(field, values, column=column)


def chosen(field: str, *values: str) -> When:
    """Holds when all of `values` are among the several chosen in `field`."""
    return When(field, every=values)


def all_chosen(field: str, choices: type[Choice]) -> When:
    """Holds when every one of `choices` is among the several chosen in `field`."""
    return chosen(field, *(choice.value for choice in choices))


def left_out(field: str, choices: type[Choice]) -> When:
    """Holds when one of `choices` at least is not among the several chosen in `field`."""
    return replace(all_chosen(field, choices), negated=True)


@dataclass(frozen=True)
class Ask:
    """How one field is asked for.

    at: the step that asks (several, parted by blanks). need: must (★ or ☆ of forms.md), should (asked, may be
    skipped), may (offered on the summary only). when, also: only if both hold. taken: (field, attribute) of master
    data that fills it in. card: shown on the record's card, always or while that holds. offers: usual answers as
    buttons. carried: the field of the record this one came from, or several, parted by blanks, of which the first
    that it has; with a dot, a column of its first line. check: what it must fulfil beside the other answers
    (desk/checks.py). assumed: the answer that nearly always holds; it is not asked for but stands on the summary, said
    to be assumed and changed there. aside: while this holds it is not asked for, the summary alone offers it (what is
    assumed is aside always, unless this says when)."""

    at: str
    label: str
    question: str = ""
    need: Need = "must"
    example: str = ""
    when: When | None = None
    also: When | None = None
    taken: tuple[str, str] | None = None
    card: bool | When = False
    offers: tuple[str, ...] = ()
    carried: str | None = None
    check: str = ""
    assumed: Any = None
    aside: When | None = None


def ask(at: str, label: str, question: str = "", **how: Any) -> Any:
    """One field of a form; `how` are the further attributes of Ask."""
    return Field(default=None, json_schema_extra={"ask": Ask(at, label, question, **how)})  # type: ignore[dict-item]  # never serialised


def stamped(label: str, *, card: bool | When = False) -> Any:
    """A field that nobody is asked for: an action or the bot itself puts it down."""
    return Field(default=None, json_schema_extra={"ask": Ask("", label, need="may", card=card)})  # type: ignore[dict-item]  # never serialised


def known_by() -> Any:
    """A column of a line that nobody is asked for or shown: the row of the master data that the line is."""
    return stamped("")


@dataclass(frozen=True)
class FormField:
    """One field: its name, its kind of answer, and how it is asked."""

    name: str
    kind: Kind
    ask: Ask

    def on_card(self, data: Data) -> bool:
        return self.ask.card.holds(data) if isinstance(self.ask.card, When) else self.ask.card

    def applies(self, data: Data) -> bool:
        return all(when.holds(data) for when in (self.ask.when, self.ask.also) if when is not None)

    def need(self, data: Data) -> Need:
        """Whether it must, should or may be answered, given what has been."""
        return "may" if self._aside(data) else self.ask.need

    def assumed(self, data: Data) -> Any:
        """The answer that holds until somebody gives another; None if none is assumed."""
        return self.ask.assumed if self._aside(data) and self.applies(data) else None

    def _aside(self, data: Data) -> bool:
        return self.ask.aside.holds(data) if self.ask.aside else self.ask.assumed is not None


class Form(BaseModel):
    """The base of every chapter's form. What a draft has not yet is None."""

    model_config = ConfigDict(extra="forbid")
    title_fields: ClassVar[tuple[str, ...]] = ()  # on the card whatever else there is no room for
    outcome_fields: ClassVar[tuple[str, ...]] = ()  # on the card of a closed record: what came of it

    @classmethod
    def all_fields(cls) -> tuple[FormField, ...]:
        """Every field in the order in which it is declared."""
        return _fields(cls)

    @classmethod
    def field(cls, name: str) -> FormField:
        """The field of that name. KeyError if there is none."""
        return next((f for f in _fields(cls) if f.name == name), None) or _missing(cls, name)

    @classmethod
    def asked(cls, step: str) -> tuple[FormField, ...]:
        """The fields that `step` asks for."""
        return tuple(f for f in _fields(cls) if step in f.ask.at.split())


def _missing(form: type[Form], name: str) -> FormField:
    raise KeyError(f"{form.__name__} has no field {name}")


@cache
def _fields(form: type[Form]) -> tuple[FormField, ...]:
    return tuple(_form_field(name, info) for name, info in form.model_fields.items())


def _form_field(name: str, info: Any) -> FormField:
    extra = info.json_schema_extra or {}
    kind = next((m for m in info.metadata if isinstance(m, Kind)), None)
    if kind is None or "ask" not in extra:
        raise TypeError(f"field {name} needs a kind and ask(...)")
    return FormField(name, kind, extra["ask"])


@dataclass(frozen=True)
class Plan:
    """The questions of one sitting: the fields that one step asks of one person."""

    fields: tuple[FormField, ...]

    def shown(self, data: Data) -> list[FormField]:
        """The fields that apply, given what has been answered."""
        return [f for f in self.fields if f.applies(data)]

    def questions(self, data: Data) -> list[FormField]:
        """The fields that are asked one after the other (the rest is offered on the summary)."""
        return [f for f in self.shown(data) if f.need(data) != "may"]

    def assumed(self, data: Data) -> dict[str, Any]:
        """The answers that hold as long as nobody gives others; one may hang on another."""
        found: dict[str, Any] = {}
        for field in self.fields:
            known = {**data, **found}
            if is_empty(known.get(field.name)) and not is_empty(value := field.assumed(known)):
                found[field.name] = value
        return found

    def missing(self, data: Data) -> list[FormField]:
        """What is still needed before the sitting can be handed in."""
        return [f for f in self.shown(data) if _lacks(f, data)]

    def next(self, data: Data, skipped: frozenset[str] = frozenset()) -> FormField | None:
        """The next question that has neither an answer nor been skipped; None when there is none left."""
        open_ones = (f for f in self.questions(data) if is_empty(data.get(f.name)))
        return next((f for f in open_ones if f.need(data) == "must" or f.name not in skipped), None)

    def clean(self, data: Data) -> dict[str, Any]:
        """The answers without those whose condition no longer holds."""
        hidden = {f.name for f in self.fields if not f.applies(data)}
        return {name: value for name, value in data.items() if name not in hidden and not is_empty(value)}


def is_empty(value: Any) -> bool:
    """Whether an answer is none. No and 0 are answers."""
    return value is None or value in ("", [], {})


def _lacks(field: FormField, data: Data) -> bool:
    """Whether something that must be answered is not: the field itself, or an answer in one of its lines."""
    rows = data.get(field.name)
    if rows is None or is_empty(rows):
        return field.need(data) == "must"
    line = Plan(rows_form(field).asked("row")) if isinstance(field.kind, Rows) else None
    return line is not None and any(line.missing(row) for row in rows)


def references(form: type[Form], data: Data) -> list[tuple[str, int]]:
    """Everything that the answers refer to, those in lines too, as (entity, id)."""
    found: list[tuple[str, int]] = []
    for field in form.all_fields():
        value = data.get(field.name)
        if isinstance(field.kind, Ref) and isinstance(value, int):
            found.append((field.kind.entity, value))
        elif isinstance(field.kind, Rows) and isinstance(value, list):
            found += [pair for row in value for pair in references(rows_form(field), row)]
    return found


def rows_form(field: FormField) -> type[Form]:
    """The form of one line of a field of lines. TypeError if it is none."""
    if not isinstance(field.kind, Rows) or not issubclass(field.kind.form, Form):
        raise TypeError(f"{field.name} has no lines")
    return field.kind.form
