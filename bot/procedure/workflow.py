"""How a record walks: steps owed by somebody, the actions each offers, and the order they stand in.

A workflow is data. The engine (engine.py) moves records along it and knows no chapter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Literal

from bot.procedure.forms import Data, Form, When, is_empty
from bot.procedure.roles import Role, UnitKind
from bot.procedure.words import N_

Style = Literal["success", "danger", "primary"] | None


class Goes(Enum):
    """Where an action takes the record."""

    ON = "on"  # this step is done
    STAY = "stay"  # the step goes on; something was noted
    BACK = "back"  # to the applicant or an earlier step, to be amended
    END = "end"  # refused, for good
    ASK = "ask"  # a question; the clock stands still until it is answered
    HAND_OVER = "hand_over"  # somebody else owes it now
    TO = "to"  # to a named step


@dataclass(frozen=True)
class Performer:
    """Who owes a step. It names a role in a unit, or a person through the form, never a person outright."""

    unit_kinds: frozenset[UnitKind] = frozenset()
    roles: frozenset[Role] = frozenset()  # any one of them
    of: Literal["anywhere", "applicant_unit"] = "anywhere"
    person_field: str | None = None  # a field (or "created_by") that names the person
    unit_field: str | None = None  # a field that names the unit


def applicant() -> Performer:
    """Whoever opened the record."""
    return Performer(person_field="created_by")


def named(field_name: str) -> Performer:
    """The person whom the form names."""
    return Performer(person_field=field_name)


def unit_named(field_name: str) -> Performer:
    """Anyone of the unit that the form names."""
    return Performer(unit_field=field_name)


def staff_of(*kinds: UnitKind) -> Performer:
    """Anyone of a unit of these kinds."""
    return Performer(unit_kinds=frozenset(kinds))


def leader_of_applicant() -> Performer:
    """The leader of the applicant's unit; if that is the applicant, the leader above (R45)."""
    return Performer(roles=frozenset({Role.UNIT_LEADER}), of="applicant_unit")


def holder_of(*roles: Role) -> Performer:
    """Whoever holds one of `roles` in the company: either may do it (R17)."""
    return Performer(roles=frozenset(roles))


def leader_of_named(field_name: str) -> Performer:
    """The leader of the unit that the form names; if that is the applicant, or it has none, the leader above."""
    return Performer(roles=frozenset({Role.UNIT_LEADER}), unit_field=field_name)


def leader_of(*kinds: UnitKind) -> Performer:
    """The leader of a unit of these kinds."""
    return Performer(frozenset(kinds), frozenset({Role.UNIT_LEADER}))


@dataclass(frozen=True)
class Action:
    """Something a person may do at a step.

    label: the button. done: what is said of it afterwards, with {name}. asks: name of the step fields to fill in first
    ("" for none). reason: whether one is needed; reasons: the three usual ones. stamps: fields set to the instant of
    the press, `empties` fields cleared, `sets` fields given a value, `claims` a field set to whoever presses, `adds`
    (minutes field, since field) minutes added up. reason_to: the field that keeps the reason. when: shown only while
    this holds. to: the step key for Goes.TO. begins: what its form holds already when it is opened (desk/filling.py).
    appends: fields of lines to which its own are added, so that several units write one log. copies: (field, the one
    whose value it takes). meets: the step's time limit is kept with it; from then on Step.rest counts."""

    name: str
    label: str
    done: str
    goes: Goes = Goes.ON
    style: Style = None
    asks: str = ""
    reason: bool = False
    reasons: tuple[str, ...] = ()
    stamps: tuple[str, ...] = ()
    empties: tuple[str, ...] = ()
    sets: tuple[tuple[str, str | int], ...] = ()
    claims: str = ""
    adds: tuple[str, str] = ("", "")
    reason_to: str = ""
    when: tuple[When, ...] = ()
    to: str = ""
    begins: str = ""
    appends: tuple[str, ...] = ()
    copies: tuple[tuple[str, str], ...] = ()
    meets: bool = False


EVERYTHING = "*"  # Action.asks: the whole form once more, filled in as it was

APPROVE = Action("approve", N_("Approve"), N_("{name} approved"), style="success")
SIGN = Action("sign", N_("Sign"), N_("{name} signed"), style="success")
CONFIRM = Action("confirm", N_("Confirm"), N_("{name} confirmed"), style="success")
RETURN = Action(
    "return",
    N_("Return"),
    N_("{name} returned it"),
    Goes.BACK,
    reason=True,
    reasons=(N_("Details are missing"), N_("Photo is missing or unclear"), N_("Quantity or date is not right")),
)
REJECT = Action(
    "reject",
    N_("Reject"),
    N_("{name} rejected it"),
    Goes.END,
    style="danger",
    reason=True,
    reasons=(N_("Not our product"), N_("Outside the warranty"), N_("Not needed")),
)
ASK = Action("ask", N_("Ask"), N_("{name} asked a question"), Goes.ASK, reason=True)
TRANSFER = Action("transfer", N_("Transfer"), N_("{name} passed it on"), Goes.HAND_OVER, reason=True, asks="transfer")
ANSWER = Action("answer", N_("Answer"), N_("{name} answered"), style="success", reason=True)
RESUBMIT = Action(
    "resubmit", N_("Amend and hand in"), N_("{name} handed it in again"), style="success", asks=EVERYTHING
)


def decisions(yes: Action, *, reject: bool = True) -> tuple[Action, ...]:
    """The five verbs of an approval, the likely one first."""
    return (yes, RETURN, *((REJECT,) if reject else ()), ASK, TRANSFER)


@dataclass(frozen=True)
class Step:
    """One thing owed. title: the chain's word, WHO where it is an approval; task: WHAT is owed, for lists and reminders
    ("" where the title says it); rule: the requirement it carries out; deadline: key of deadlines.DEADLINES,
    `due_field` a date in the form that replaces it; approval: the applicant may not do it; not_by: fields naming people
    who may not do it either (who verifies is not who did it); deferred_when: where all of these hold it may be done
    later, the record goes on (T6); sleeps: key of deadlines.DEADLINES counted from `clock_field`, or sleeps_until a
    date in the form, before which nobody is asked; waits: nobody is asked at all, the record waits for another one;
    slower: another key of DEADLINES while its condition holds; no_later: a key and the date in the form from which it
    counts ("": that day's end), beyond which `deadline` does not go; escalates: the key, counted from the same start,
    at whose end those above are told; effects: what else happens when it is done (desk/effects.py); parts: what others
    owe beside it, line by line, and that is settled with it; line_of: such a part's field of lines, whose answers name
    person and day."""

    key: str
    title: str
    by: Performer
    actions: tuple[Action, ...]
    rule: str
    deadline: str = ""
    due_field: str = ""
    clock_field: str = ""
    when: tuple[When, ...] = ()
    approval: bool = False
    not_by: tuple[str, ...] = ()
    deferred_when: tuple[When, ...] = ()
    sleeps: str = ""
    sleeps_until: str = ""
    waits: bool = False
    slower: tuple[When, str] | None = None
    no_later: tuple[str, str] = ("", "")
    escalates: str = ""
    effects: tuple[str, ...] = ()
    parts: tuple[Step, ...] = ()
    line_of: str = ""
    chain: bool = True  # shown in the record's one-line chain
    tells: bool = False  # the customer is told: its card says whom and by which channel (R23)
    ships: bool = False  # something is sent off: its card says to whom, and to which address
    visits: bool = False  # somebody goes there: its card says whom to ask for, and at which address
    task: str = ""
    limited: str = ""  # what the time limit is for, where that is less than the whole task
    rest: tuple[str, str] = ("", "")  # the time limit of what is to do once that was kept, and what that is

    @property
    def signs_apart(self) -> bool:
        """Whether it is signed for itself, whoever approved before: quality vouches for what it has looked at (R36)."""
        return UnitKind.QUALITY_DEPT in self.by.unit_kinds

    @property
    def owed(self) -> str:
        """What somebody has to do, in a word or two (a msgid)."""
        return self.task or self.title

    def met_at(self, data: Data) -> str:
        """When the time limit was kept (ISO), by whoever had it then: the engineer was on site. "" if it was not."""
        kept = [a.stamps for a in self.actions if a.meets and not any(is_empty(data.get(name)) for name in a.stamps)]
        return min((data[name] for stamps in kept for name in stamps), default="")

    def owed_by_then(self, data: Data) -> str:
        """What has to be done within the time limit that runs (a msgid)."""
        return (self.rest[1] if self.met_at(data) else self.limited) or self.owed

    def action(self, name: str) -> Action | None:
        """The action of that name, if there is one. Whoever is told that a step is overdue may pass it on, even where
        those who owe it may not."""
        return next((a for a in (*self.actions, TRANSFER) if a.name == name), None)


@dataclass(frozen=True)
class Stage:
    """Steps that are owed at the same time; the next stage opens when all are done."""

    steps: tuple[Step, ...]
    title: str = ""  # the chain's word when several steps stand under one


def together(title: str, *steps: Step) -> Stage:
    """Steps owed in parallel, shown under one word in the chain."""
    return Stage(steps, title)


def in_order(*steps: Step | Stage) -> tuple[Stage, ...]:
    """A route: one after the other."""
    return tuple(s if isinstance(s, Stage) else Stage((s,), s.title) for s in steps)


@dataclass(frozen=True)
class Spawn:
    """A record of another chapter that an action brings about (a job marked as quality information → its alert, R25).
    carries: field there ← field here, the first that holds something if several are named for it ("line.x" is column x
    of the line that it is for; "created_at" and "created_by" are the record's own). each: a field of lines, every one
    of which for which `when` holds brings about a record of its own. also: further conditions on the record.
    for_applicant: opened in the name of whoever opened this record, not of whoever did the step."""

    kind: str
    route: str
    at: str  # step key whose completion brings it about; "" for the opening, CLOSED for the end
    when: When
    carries: tuple[tuple[str, str], ...]
    says: tuple[tuple[str, str], ...] = ()  # answers that are plain from where it comes
    each: str = ""
    also: tuple[When, ...] = ()
    anew: bool = False  # a matter of its own, even if a record of that chapter came of this one before
    for_applicant: bool = False


@dataclass(frozen=True)
class Start:
    """A record of a chapter that people may open from this one, with everything known filled in: where `when` and
    `also` hold. at_hand: while this holds it is offered on the card of whoever has it, not in the details only."""

    kind: str
    route: str
    when: When | None = None
    also: tuple[When, ...] = ()
    at_hand: When | None = None


CLOSED = "closed"  # Spawn.at: when the record is done
LINE = "line."


@dataclass(frozen=True)
class Route:
    """One way through a chapter: who may open it, and its stages. own_prefix: of its numbers, where the house keeps the
    forms of a chapter apart."""

    key: str
    title: str
    opened_by: Performer
    stages: tuple[Stage, ...]
    rule: str
    fixed: tuple[tuple[str, str], ...] = ()  # what the choice of this route already says
    own_prefix: str = ""
    menu: bool = True  # offered under "New"; False: only brought about by another record or by the bot
    effects: tuple[str, ...] = ()  # what else happens once one is open (desk/effects.py)
    opened_word: str = ""  # the chain's first word, where it is another than the chapter's

    def steps(self) -> tuple[Step, ...]:
        """Every step, each followed by its parts."""
        return tuple(s for stage in self.stages for step in stage.steps for s in (step, *step.parts))


@dataclass(frozen=True)
class Chapter:
    """A chapter of the procedure: a form and the routes its records walk."""

    kind: str
    prefix: str
    emoji: str
    title: str
    form: type[Form]
    routes: tuple[Route, ...]
    rules: tuple[str, ...]
    retention: str = "service_3y"
    spawns: tuple[Spawn, ...] = ()
    private_to: frozenset[UnitKind] = frozenset()  # seen by these units (and those who took part) only
    private_when: When | None = None  # … while this holds; None: always
    open_to: frozenset[UnitKind] = frozenset()  # seen by everybody of these units, whoever opened it
    kept_inside: frozenset[str] = frozenset()  # fields that people of a service centre do not read (R40)
    starts: tuple[Start, ...] = ()
    opening_effects: tuple[str, ...] = ()  # what else happens when one is handed in (desk/effects.py)
    fills: tuple[str, str] = ("", "")  # the field whose answer fills in others, and what knows them (desk/filling.py)
    warns: str = ""  # what is said on the summary of one that is not handed in yet (desk/filling.py)
    sends: tuple[str, str, str] = ("", "", "")  # fields: who is sent to a site, for which product, for which day (R28)
    site_hours: bool = False  # its clocks run by the working hours of the customer's site
    opened_word: str = N_("applied")  # the chain's first word
    withdrawable: bool = True  # False: once handed in, only those who have it close it (R25)
    prints: str = ""  # the title of the form that it is on paper, with its signatures (R38)

    def route(self, key: str) -> Route:
        """The route of that key. KeyError if there is none."""
        for route in self.routes:
            if route.key == key:
                return route
        raise KeyError(f"{self.kind} has no route {key}")

    def opening_of(self, route: str) -> str:
        """The first word of the chain on that route."""
        return self.route(route).opened_word or self.opened_word

    def step(self, route: str, key: str) -> Step:
        """The step of that key, the standing ones (amend, answer) included. KeyError if there is none."""
        return next((step for step in self.route(route).steps() if step.key == key), None) or STANDING[key]


AMEND = Step(
    "amend", N_("amend"), applicant(), (RESUBMIT,), rule="R1", task=N_("amend"), deadline="approval_step", chain=False
)
ANSWERING = Step(
    "answer", N_("answer"), applicant(), (ANSWER,), rule="R24", task=N_("answer"), deadline="approval_step", chain=False
)
ASSIGN = Step(
    "assign",
    N_("name somebody"),
    holder_of(Role.ADMIN),
    (replace(TRANSFER, name="assign", label=N_("Name somebody"), style="success"),),
    rule="R24",
    task=N_("name somebody"),
    deadline="approval_step",
    chain=False,
)
STANDING = {step.key: step for step in (AMEND, ANSWERING, ASSIGN)}
