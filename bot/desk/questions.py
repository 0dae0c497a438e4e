"""Where a sitting stands: which question is next, answers by path, what an answer brings with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from bot.desk.model import Question
from bot.procedure.forms import Form, FormField, Plan, is_empty, rows_form
from bot.procedure.kinds import Photos, Ref, Rows, Several

Data = Mapping[str, Any]


def current(plan: Plan, data: Data, skipped: frozenset[str], where: str | None) -> Question | None:
    """The question to show: the one gone back to, else the next open one; None when the summary is due."""
    if where is not None and (found := at_path(plan, data, where)):
        return found
    return next(iter(open_questions(plan, data, skipped)), None)


def open_questions(plan: Plan, data: Data, skipped: frozenset[str]) -> Iterator[Question]:
    """What is still to be answered, in order; lines that were begun in what is offered on the summary only, too."""
    for field in plan.shown(data):
        value = data.get(field.name)
        if field.need(data) == "may" and not (value and isinstance(field.kind, Rows)):
            continue
        if isinstance(field.kind, Rows):
            yield from _open_lines(field, value or [], skipped)
        elif isinstance(field.kind, Photos | Several):
            if field.name not in skipped:
                yield _gathering(field, value or [])
        elif is_empty(value) and (field.need(data) == "must" or field.name not in skipped):
            yield Question(field.name, field)


def ends_with(plan: Plan, data: Data, skipped: frozenset[str], field: FormField) -> bool:
    """Whether nothing is open but the photos of `field`, and as many are there as are wanted: the summary is due."""
    assert isinstance(field.kind, Photos)
    wanted = max(1, field.kind.least, len(field.kind.shots))
    enough = len(data.get(field.name) or []) >= wanted
    return enough and current(plan, data, skipped | {field.name}, None) is None and last_photos(plan, data) == field


def last_photos(plan: Plan, data: Data) -> FormField | None:
    """The photos that a form asks for at its end, if it does."""
    asked = plan.questions(data)
    return asked[-1] if asked and isinstance(asked[-1].kind, Photos) else None


def _gathering(field: FormField, value: list[Any]) -> Question:
    """A question that stands until somebody says that this is all."""
    chosen = tuple(value) if isinstance(field.kind, Several) else ()
    return Question(field.name, field, saved=len(value), chosen=chosen)


def _open_lines(field: FormField, rows: list[dict[str, Any]], skipped: frozenset[str]) -> Iterator[Question]:
    if not rows and field.name in skipped:
        return
    for index, row in enumerate(rows or [{}]):
        for sub in _unanswered(field, row):
            path = f"{field.name}.{index}.{sub.name}"
            if sub.need(row) == "must" or path not in skipped:
                yield Question(path, sub, saved=len(rows))
    if rows and field.name not in skipped and not _enough(field, rows):
        yield Question(field.name, field, more=True, saved=len(rows))


def _enough(field: FormField, rows: list[dict[str, Any]]) -> bool:
    """Whether nobody is asked for another line: there are as many as usual, or a 5-why has had its last why."""
    assert isinstance(field.kind, Rows)
    return len(rows) <= field.kind.usual or (bool(field.kind.further) and len(rows) >= field.kind.most)


def _unanswered(field: FormField, row: Data) -> list[FormField]:
    asked = (s for s in rows_form(field).asked("row") if s.applies(row) and s.need(row) != "may")
    return [s for s in asked if is_empty(row.get(s.name))]


def complete(form: type[Form], data: Data) -> list[str]:
    """The lists (photos, lines) that came filled in: nobody has to say again that this is all."""
    return [f.name for f in form.all_fields() if isinstance(f.kind, Photos | Rows | Several) and data.get(f.name)]


def settled(plan: Plan, data: Data) -> list[str]:
    """What an amendment need not ask again: all that applied when it was handed in, answered then or left out."""
    shown = plan.shown(data)
    lines = [
        (f, n, s)
        for f in shown
        if isinstance(f.kind, Rows)
        for n in range(len(data.get(f.name) or []))
        for s in rows_form(f).asked("row")
    ]
    return [f.name for f in shown] + [f"{f.name}.{n}.{s.name}" for f, n, s in lines]


def at_path(plan: Plan, data: Data, path: str) -> Question | None:
    """The question of that path, if it applies now."""
    name, _, rest = path.partition(".")
    field = next((f for f in plan.shown(data) if f.name == name), None)
    if field is None:
        return None
    value = data.get(name)
    if rest:
        index, _, sub_name = rest.partition(".")
        sub = next((s for s in rows_form(field).asked("row") if s.name == sub_name), None)
        return Question(path, sub, saved=len(value or [])) if sub and index.isdigit() else None
    if isinstance(field.kind, Several):
        return _gathering(field, value or [])
    if isinstance(field.kind, Rows) and not value:
        return next(_open_lines(field, [], frozenset()))
    many = isinstance(field.kind, Photos | Rows)
    return Question(path, field, more=isinstance(field.kind, Rows), saved=len(value or []) if many else 0)


def line_at(data: Data, path: str) -> dict[str, Any]:
    """The other answers of the line in which the question at `path` stands; none if it stands in no line."""
    name, *place = path.split(".")
    rows = data.get(name) or []
    return dict(rows[int(place[0])]) if place and int(place[0]) < len(rows) else {}


def has_line(data: Data, path: str) -> bool:
    """Whether that line is there already: no further line follows from answering in it."""
    name, index, _ = path.split(".")
    return int(index) < len(data.get(name) or [])


def skipped_with(plan: Plan, data: Data, path: str) -> str | None:
    """What is left out when the question at `path` is skipped: itself, or the whole list of which it is the first
    answer; None if it may not be skipped."""
    question = at_path(plan, data, path)
    name = path.partition(".")[0]
    owner = next((f for f in plan.shown(data) if f.name == name), None)
    if question is None or owner is None:
        return None
    if isinstance(owner.kind, Rows) and is_empty(data.get(name)) and owner.need(data) != "must":
        return name
    return path if question.field.need(data) != "must" else None


def position(plan: Plan, data: Data, question: Question | None) -> tuple[int, int]:
    """1-based place of a question, and how many there are."""
    names = [f.name for f in plan.questions(data)]
    if question is None:
        return len(names), len(names)
    name = question.path.partition(".")[0]
    return (names.index(name) + 1 if name in names else len(names)), len(names)


def is_extra(plan: Plan, data: Data, question: Question) -> bool:
    """Whether only the summary offers it, so that the way back leads there."""
    if _aside_in_line(data, question):
        return True
    return any(f.name == question.path.partition(".")[0] and f.need(data) == "may" for f in plan.fields)


def _aside_in_line(data: Data, question: Question) -> bool:
    """Whether it is an answer of a line that nobody is asked for."""
    return "." in question.path and question.field.need(line_at(data, question.path)) == "may"


def previous(plan: Plan, data: Data, question: Question) -> str | None:
    """The path of the question before this one: in its line, or of the form; None at the first, and before what the
    summary alone offers."""
    names = [f.name for f in plan.questions(data)]
    name = question.path.partition(".")[0]
    field = next((f for f in plan.shown(data) if f.name == name), None)
    if _aside_in_line(data, question):
        return None
    if field is not None and isinstance(field.kind, Rows) and (path := _previous_in_lines(field, data, question)):
        return path
    index = names.index(name) if name in names else 0
    return names[index - 1] if index > 0 else None


def _previous_in_lines(field: FormField, data: Data, question: Question) -> str | None:
    """The question before in the same line; before the first, the list, or the line before where lines have names."""
    rows = data.get(field.name) or []
    if question.path == field.name:
        return _last_of_line(field, rows, len(rows) - 1) if question.more else None
    index = int(question.path.split(".")[1])
    before = _asked_before(field, rows[index] if index < len(rows) else {}, question.field.name)
    if before:
        return f"{field.name}.{index}.{before[-1]}"
    if index == 0:
        return None
    assert isinstance(field.kind, Rows)
    return _last_of_line(field, rows, index - 1) if field.kind.named_by else field.name


def _last_of_line(field: FormField, rows: list[dict[str, Any]], index: int) -> str | None:
    asked = _asked_before(field, rows[index], "") if 0 <= index < len(rows) else []
    return f"{field.name}.{index}.{asked[-1]}" if asked else None


def _asked_before(field: FormField, row: Data, name: str) -> list[str]:
    """The answers of a line that are asked before `name`, or all; not the one that it came filled in with."""
    assert isinstance(field.kind, Rows)
    subs = (s for s in rows_form(field).asked("row") if s.name != field.kind.named_by)
    asked = [s.name for s in subs if s.applies(row) and s.need(row) != "may"]
    return asked[: asked.index(name)] if name in asked else asked


def without_empty_line(data: Data, path: str) -> dict[str, Any]:
    """The answers without the line of `path` if nothing is in it: somebody asked for another line by mistake."""
    name, _, rest = path.partition(".")
    rows = data.get(name) or []
    empty = bool(rest) and len(rows) > 1 and not any(not is_empty(value) for value in rows[-1].values())
    return {**data, name: rows[:-1]} if empty else dict(data)


def with_answer(data: Data, path: str, value: Any) -> dict[str, Any]:
    """The answers with one more, by its path; a line that is not there yet is begun."""
    changed = deepcopy(dict(data))
    name, _, rest = path.partition(".")
    if not rest:
        return {**changed, name: value}
    index, _, sub_name = rest.partition(".")
    rows = changed.setdefault(name, [])
    while len(rows) <= int(index):
        rows.append({})
    rows[int(index)][sub_name] = value
    return changed


def without_dependents(plan: Plan, data: dict[str, Any], name: str) -> dict[str, Any]:
    """Answers that hung on `name` fall away when it changes: the site of another customer."""
    hanging = [f.name for f in plan.fields if isinstance(f.kind, Ref) and f.kind.within == name]
    hanging += [f.name for f in plan.fields for h in hanging if f.ask.taken and f.ask.taken[0] == h]
    return {n: v for n, v in data.items() if n not in hanging}
