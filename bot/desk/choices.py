"""What can be picked as an answer: recent choices first, then what typing finds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.desk.casework import case_of, holders, kept_out, owed_of
from bot.desk.customer_files import closed_to
from bot.desk.model import Member, Option
from bot.desk.suspension import suspended
from bot.procedure import engine
from bot.procedure.chapters import chapter
from bot.procedure.forms import Data, FormField
from bot.procedure.kinds import NEAR_MOMENTS, Moment, OneOf, Ref, Score, YesNo
from bot.procedure.people import called
from bot.procedure.roles import MANAGEMENT_ROLES, WATCHING_ROLES, Role, UnitKind
from bot.procedure.words import N_
from bot.procedure.workflow import Performer
from bot.storage import master, people, records, surveys
from bot.storage.rows import ItemRow, RecordRow
from bot.storage.tx import Tx
from bot.tongue import Tongue

APPLICANT = "applicant"
LEADERS = (Role.UNIT_LEADER, Role.DEPUTY_GM, Role.MANAGEMENT_REP)
FEW = 8


def closed_list(field: FormField, t: Tongue) -> list[Option]:
    """The answers of a closed list, or the usual ones of a free text, in the reader's language."""
    kind = field.kind
    if isinstance(kind, OneOf):
        return [Option(choice.value, t(choice.label)) for choice in kind.choices]
    if isinstance(kind, YesNo):
        return [Option(True, t(N_("Yes"))), Option(False, t(N_("No")))]
    if isinstance(kind, Moment):
        return [Option(code, t(label)) for code, label in NEAR_MOMENTS]
    if isinstance(kind, Score):
        return [Option(n, str(n)) for n in range(kind.low, kind.high + 1)]
    return [Option(t(offer), t(offer)) for offer in field.ask.offers]


def referred(tx: Tx, member: Member, kind: Ref, data: Data, query: str) -> list[Option]:
    """Rows to pick for a reference, inside what was chosen before (the sites of that customer)."""
    within = data.get(kind.within) if kind.within else None
    closed = closed_to(tx, member) if kind.entity == "customer" else frozenset()
    if query:
        found = master.search(tx, kind.entity, query, member.language, within=within, limit=FEW + len(closed))
        return [Option(row_id, label) for row_id, label in found if row_id not in closed][:FEW]
    recent = [i for i in recent_ids(tx, member.id, kind.entity) if master.exists(tx, kind.entity, i, within)]
    if kind.entity == "person":
        every = _colleagues(tx, member)
    else:
        every = _first(tx, member, kind.entity, within, FEW + len(closed))
    ids = [i for i in dict.fromkeys([*recent, *every]) if i not in closed][:FEW]
    labels = master.labels(tx, [(kind.entity, i) for i in ids], member.language)
    return [Option(i, labels[kind.entity, i]) for i in ids if (kind.entity, i) in labels]


def _first(tx: Tx, member: Member, entity: str, within: int | None, most: int) -> list[int]:
    return [row_id for row_id, _ in master.search(tx, entity, "", member.language, within=within, limit=most)]


def leading(tx: Tx, member: Member, record: RecordRow) -> list[Option]:
    """Who should own an action, before everybody else: the customer's responsible engineer and the deputy, then the
    leader of the unit whose case it comes from."""
    case = records.get(tx, record.origin_id) if record.origin_id else None
    unit_ids = [case.unit_id] if case and case.unit_id else []
    leaders = people.matching(tx, unit_ids=unit_ids, roles=[Role.UNIT_LEADER.value]) if unit_ids else []
    near = surveys.responsible(tx, record.customer_id) if record.customer_id else []
    known = people.by_ids(tx, near)
    ordered = [*(known[i] for i in near if i in known), *leaders, *_everybody(tx, member)]
    return _people({m.id: m for m in ordered}.values(), member, "")


def _colleagues(tx: Tx, member: Member) -> list[int]:
    return [m.id for m in _everybody(tx, member)]


def _everybody(tx: Tx, member: Member) -> list[Member]:
    """Everybody who works, the own unit first, the company's management last."""
    found = people.matching(tx, not_roles=[role.value for role in WATCHING_ROLES])
    found.sort(key=lambda m: (m.role in MANAGEMENT_ROLES, m.unit_id != member.unit_id))
    return found


def recent_ids(tx: Tx, person_id: int, entity: str) -> list[int]:
    """What this person used last of an entity, the latest first."""
    found: dict[int, None] = {}
    for record in records.opened_by(tx, person_id):
        for field in chapter(record.kind).form.all_fields():
            value = record.data.get(field.name)
            if isinstance(field.kind, Ref) and field.kind.entity == entity and isinstance(value, int):
                found[value] = None
    return list(found)


def field_staff(tx: Tx, member: Member, query: str) -> list[Option]:
    """Engineers who can be sent, those of the own unit first; those of a suspended centre only when asked for by name,
    to be told why not."""
    out = () if query else suspended(tx)
    found = (m for m in people.matching(tx, roles=[Role.FIELD_STAFF.value]) if m.unit_id not in out)
    return _people(sorted(found, key=lambda m: m.unit_id != member.unit_id), member, query)


def centres(tx: Tx, member: Member, query: str) -> list[Option]:
    """The service centres."""
    found = (unit for unit in people.units(tx) if unit.kind == UnitKind.SERVICE_CENTRE)
    named = [Option(unit.id, called(unit.name, unit.name_en, member.language)) for unit in found]
    return [option for option in named if query.casefold() in option.label.casefold()][:FEW]


def takers(tx: Tx, member: Member, record: RecordRow, item: ItemRow, query: str) -> list[Option]:
    """To whom a step may be passed on; people of a suspended centre only when asked for by name, to be told why not."""
    out = () if query else suspended(tx)
    return _people((m for m in able_takers(tx, member, record, item) if m.unit_id not in out), member, query)


def able_takers(tx: Tx, member: Member, record: RecordRow, item: ItemRow) -> list[Member]:
    """Who may take a step over: its own kind of unit or role (R25: quality information stays with quality), never who
    may not do it. Where that leaves nobody at all, those above; but nobody signs for a quality department that has no
    people (R36, R46)."""
    step = chapter(record.kind).step(record.route, item.step)
    found = _of_same_kind(tx, record, item, step.by)
    owing = [h.member.id for h in holders(tx, record, item, step)]
    barred = {member.id, *kept_out(record, step), *(owing if len(owing) == 1 else ())}
    able = [m for m in found if m.id not in barred and m.role not in WATCHING_ROLES]
    if able or owing or (not found and UnitKind.QUALITY_DEPT in step.by.unit_kinds):
        return able
    return [m for m in _instead(tx, found, step.by) if m.id not in barred and m.role not in WATCHING_ROLES]


def _instead(tx: Tx, found: list[Member], by: Performer) -> list[Member]:
    """Who decides where all whom a step fits are kept out of it: their superiors, the management representative, and
    whoever has the same role elsewhere in the company."""
    above = people.by_ids(tx, [m.supervisor_id for m in found if m.supervisor_id]).values()
    same = people.matching(tx, roles=[Role.MANAGEMENT_REP.value, *(role.value for role in by.roles)])
    return list({m.id: m for m in (*above, *same)}.values())


def _of_same_kind(tx: Tx, record: RecordRow, item: ItemRow, by: Performer) -> list[Member]:
    """Everybody whom the step's own words fit, whoever has it by name now: a step of quality stays one of quality."""
    if by.unit_kinds:
        return people.matching(tx, unit_kinds=[kind.value for kind in by.unit_kinds])
    if by.roles and by.of == "anywhere" and not by.unit_field:
        return people.matching(tx, roles=[role.value for role in by.roles])
    if by.person_field:
        owner = people.by_id(tx, item.assignee_id)
        unit_id = owner.unit_id if owner else record.unit_id  # of whoever left: the applicant's unit
    else:
        unit_id = record.data.get(by.unit_field) if by.unit_field and not by.roles else None
    if unit_id:
        return people.matching(tx, unit_ids=[unit_id])
    return people.matching(tx, roles=[role.value for role in LEADERS])


def _people(found: Iterable[Member], reader: Member, query: str) -> list[Option]:
    able = [m for m in found if m.role not in WATCHING_ROLES]
    words = query.casefold()
    hits = [m for m in able if words in f"{m.name} {m.name_en or ''} {m.unit_name}".casefold()]
    return [Option(m.id, _person_label(m, reader)) for m in hits][:FEW]


def _person_label(member: Member, reader: Member) -> str:
    return f"{member.called(reader.language)} · {member.unit_called(reader.language)}"


def steps_back(tx: Tx, record: RecordRow, item: ItemRow, t: Tongue) -> list[Option]:
    """To whom a record may be returned: the applicant, who hands it in to all again or to this step alone, or a step
    before this one."""
    case, found = case_of(record), [Option(APPLICANT, t(N_("Applicant")))]
    step, owed = case.step(item.step), owed_of(records.items(tx, record.id, only_open=True))
    if engine.may_come_straight(case, owed, step):
        found.append(Option(engine.STRAIGHT, t(N_("Applicant, then straight back to this step"))))
    return found + [Option(s.key, _capital(t(s.title))) for s in reversed(engine.earlier_steps(case, step))]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def label_of(options: Iterable[Option], typed: str) -> Any | None:
    """The value of the option whose label was typed; None if none was."""
    words = typed.strip().casefold()
    return next((o.value for o in options if o.label.casefold() == words), None)
