"""Filling in a form, one question at a time. The draft is in the database; the chat only shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.desk import briefings, choices, questions, tools
from bot.desk.casework import case_of, facts
from bot.desk.checks import earliest, fits
from bot.desk.cpa_choices import in_doubt, known_actions
from bot.desk.filling import WARNING
from bot.desk.house import tongue_of
from bot.desk.lines import still_assumed
from bot.desk.model import Member, Option, Question, Refused, Sitting
from bot.procedure import engine
from bot.procedure.chapters import chapter
from bot.procedure.forms import FormField, Plan, references
from bot.procedure.house_rules import TODAY, facts_of
from bot.procedure.kinds import Photos, Ref, Rows, Several
from bot.procedure.plans import BACK_TO, action_plan, opening_plan
from bot.procedure.roles import Role
from bot.procedure.words import N_
from bot.procedure.workflow import ASSIGN, EVERYTHING, Action, Goes
from bot.storage import drafts, master, records
from bot.storage.rows import DraftRow, ItemRow, RecordRow
from bot.storage.tx import Tx

GONE = N_("This form is no longer there. /drafts shows what you have begun.")


@dataclass(frozen=True)
class OpenDraft:
    """An opened draft: the row, what it asks, and what its conditions may ask beside the answers."""

    row: DraftRow
    plan: Plan
    context: dict[str, Any]
    action: Action | None
    record: RecordRow | None
    item: ItemRow | None

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, and what is assumed as long as nobody says otherwise."""
        return {**self.assumed, **self.row.data}

    @property
    def assumed(self) -> dict[str, Any]:
        return self.plan.assumed({**self.context, **self.row.data})

    @property
    def data(self) -> dict[str, Any]:
        return {**self.context, **self.answers}

    @property
    def question(self) -> Question | None:
        return questions.current(self.plan, self.data, frozenset(self.row.skipped), self.row.field)


def take(tx: Tx, member: Member, draft_id: int) -> OpenDraft:
    """The draft, if it is this person's and still there; Refused otherwise."""
    row = drafts.get(tx, draft_id, member.id)
    if row is None:
        raise Refused(GONE)
    of = chapter(row.kind)
    if row.purpose == "open":
        context = {"own_job": member.role is Role.FIELD_STAFF, "route": row.route, **facts_of(row.rules)}
        context[TODAY] = _today(tx, member)
        return OpenDraft(row, opening_plan(of, row.route), context, None, None, None)
    item = records.item(tx, row.work_item_id)
    record = records.get(tx, item.record_id) if item else None
    if item is None or record is None:
        raise Refused(GONE)
    step = of.step(record.route, item.step)
    action = step.action(row.action or "")
    assert action is not None
    plan = _plan(record, item, action)
    asked = {f.name for f in plan.fields}  # what is asked anew does not count as answered
    context = {name: value for name, value in facts(record).items() if name not in asked}
    context[TODAY] = _today(tx, member)
    if "same_as" in asked:
        context["known_actions"] = in_doubt(tx, member, record)
    return OpenDraft(row, plan, context, action, record, item)


def _today(tx: Tx, member: Member) -> str:
    return tx.now.astimezone(tongue_of(member, tx).zone).date().isoformat()


def _plan(record: RecordRow, item: ItemRow, action: Action) -> Plan:
    case = case_of(record)
    if action.asks == EVERYTHING:
        return opening_plan(case.chapter, record.route)
    plan = action_plan(case.chapter, action)
    if action.goes is Goes.BACK and engine.earlier_steps(case, case.step(item.step)):
        return Plan((BACK_TO, *plan.fields))
    return plan


def asked(tx: Tx, member: Member, draft_id: int) -> Question | None:
    """What the draft asks now; None when its summary is due. Refused if it is gone."""
    return take(tx, member, draft_id).question


def window(tx: Tx, member: Member, draft_id: int, path: str, query: str) -> tuple[Sitting, list[Option]]:
    """The draft, and what can be picked for the question that stands: what `query` finds if that was typed for it."""
    draft = take(tx, member, draft_id)
    question = draft.question
    if question is None or not question.has_options:
        return _shown(tx, member, draft), []
    found = options_of(tx, member, draft, question.field, query if path == question.path else "")
    return _shown(tx, member, draft), found


def show(tx: Tx, member: Member, draft_id: int) -> Sitting:
    """The draft as its writer sees it."""
    return _shown(tx, member, take(tx, member, draft_id))


def _shown(tx: Tx, member: Member, draft: OpenDraft) -> Sitting:
    question = draft.question
    place, total = questions.position(draft.plan, draft.data, question)
    beside = {**draft.data, **(questions.line_at(draft.data, question.path) if question else {})}
    return Sitting(
        id=draft.row.id,
        purpose=draft.row.purpose,
        chapter=chapter(draft.row.kind),
        route=draft.row.route,
        action=draft.action,
        number=draft.record.number if draft.record else "",
        record_id=draft.record.id if draft.record else None,
        plan=draft.plan,
        data=draft.data,
        question=replace(question, first=earliest(tx, question.field, beside)) if question else None,
        position=place,
        total=total,
        started_at=draft.row.created_at,
        names=names_of(tx, member, draft),
        single=_single(draft),
        assumed=tuple(draft.assumed),
        assumed_in_lines=still_assumed(draft.plan, draft.data, draft.row.skipped),
        **_warned(tx, member, draft),
    )


def _warned(tx: Tx, member: Member, draft: OpenDraft) -> dict[str, Any]:
    """What is said on the summary: that who is sent has no valid briefing (R28), or what the chapter warns of."""
    of = chapter(draft.row.kind)
    sends = draft.record is None or {*of.sends, "transfer_to"} & {f.name for f in draft.plan.fields}
    found = briefings.warning(tx, member, of, draft.data, _applicant(member, draft)) if sends else None
    if draft.record is None and of.warns:
        found = WARNING[of.warns](tx, member, draft.row.route or "", draft.data)
    return {"warning": found[0], "warned": found[1]} if found else {}


def _applicant(member: Member, draft: OpenDraft) -> int:
    return draft.record.created_by if draft.record else member.id


def _single(draft: OpenDraft) -> bool:
    """Whether one question is all there is: its answer hands it in."""
    shown = draft.plan.shown(draft.data)
    return len(shown) == 1 and not isinstance(shown[0].kind, Photos | Rows | Several)


def names_of(tx: Tx, member: Member, draft: OpenDraft) -> dict[tuple[str, int], str]:
    """What the reader calls everything the draft (and its record) refers to."""
    form = chapter(draft.row.kind).form
    refs = references(form, draft.data)
    for field in draft.plan.fields:  # what is asked beside the form: to whom it is passed on
        value = draft.data.get(field.name)
        if field.name not in form.model_fields and isinstance(field.kind, Ref) and isinstance(value, int):
            refs.append((field.kind.entity, value))
    return master.labels(tx, refs, member.language)


def options(tx: Tx, member: Member, draft_id: int, path: str, query: str) -> list[Option]:
    """What can be picked for the question at `path`: recent choices first, or what `query` finds."""
    draft = take(tx, member, draft_id)
    return options_of(tx, member, draft, question_at(draft, path).field, query)


def options_of(tx: Tx, member: Member, draft: OpenDraft, field: FormField, query: str) -> list[Option]:
    t = tongue_of(member, tx)
    if not isinstance(field.kind, Ref):
        return choices.closed_list(field, t)
    if field.kind.within == "field_staff":
        able = _fitting(tx, draft, field, choices.field_staff(tx, member, query), query)
        return briefings.marked(tx, member, chapter(draft.row.kind), field.name, draft.data, able)
    if field.kind.within == "centres":
        return choices.centres(tx, member, query)
    if draft.record is not None and draft.item is not None:
        if field.kind.within == "transfer":
            target = records.item(tx, draft.item.parent_id) if draft.item.step == ASSIGN.key else draft.item
            return choices.takers(tx, member, draft.record, target or draft.item, query)
        if field.kind.within == "owners" and not query:
            return choices.leading(tx, member, draft.record)
        if field.kind.within == "actions":
            return known_actions(tx, member, draft.record, query)
        if field.kind.within == "steps":
            return choices.steps_back(tx, draft.record, draft.item, t)
    found = choices.referred(tx, member, field.kind, draft.data, query)
    return tools.marked(tx, found, draft.data, t) if field.kind.entity == "tool" else found


def _fitting(tx: Tx, draft: OpenDraft, field: FormField, found: list[Option], query: str) -> list[Option]:
    """Without those who would be refused; who is asked for by name is told why not."""
    return found if query else [option for option in found if fits(tx, field, draft.data, option.value)]


def question_at(draft: OpenDraft, path: str) -> Question:
    found = questions.at_path(draft.plan, draft.data, path)
    if found is None:
        raise Refused(N_("This question is no longer open. Here is the present one."))
    return found
