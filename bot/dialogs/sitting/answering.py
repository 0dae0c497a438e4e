"""What a message does in a sitting: an answer, a photo, or something that does not fit."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from aiogram.types import Message
from aiogram_dialog import DialogManager, ShowMode
from aiogram_dialog.api.entities import DEFAULT_STACK_ID

from bot.desk.model import FileIn, Question, Refused, Sitting
from bot.desk.questions import last_photos
from bot.dialogs.label_reader import codes_in
from bot.dialogs.sitting.hints import NO_QUESTION, instead_of, not_here
from bot.dialogs.sitting.incoming import file_of, is_picture, recording_of, text_of
from bot.dialogs.sitting.memory import forget, remember
from bot.dialogs.sitting.presses import refused
from bot.dialogs.sitting.talk import SittingTalk
from bot.dialogs.tools import MEGABYTE, Tools
from bot.procedure.forms import FormField
from bot.procedure.kinds import Kind, Label, Photos, Ref, Unreadable, Words
from bot.procedure.words import N_

TOO_LARGE = N_("This file has {size} MB; at most {limit} MB can be taken. Send it smaller, or as a photo.")
NO_CODE = N_(
    "No code can be read on this photo. Go closer, hold the phone straight, avoid reflections, or send the photo as a "
    "file. You can also type the number."
)
SAVED_AS, SAVED_AS_FILE = N_("Saved as photo {n}."), N_("Saved as file {n}.")
NOTED, NOTED_TOO = N_("Noted on {number}. It is in the details."), N_("Noted on {number}. Please answer this as well.")


class Place(NamedTuple):
    """A field that files go to, by its path."""

    path: str
    kind: Photos


OnMessage = Callable[[Message, Any, DialogManager], Awaitable[None]]


def on_message(tools: Tools) -> OnMessage:
    """The handler of every message while a sitting is open."""

    async def handle(message: Message, widget: object, manager: DialogManager) -> None:
        talk = SittingTalk(tools, manager)
        talk.manager.show_mode = ShowMode.DELETE_AND_SEND
        talk.unnote()
        try:
            await _take(talk, message, await talk.sitting())
        except Unreadable as no:
            talk.note(no.msgid, **no.values)
        except Refused as no:
            await refused(talk, no)

    return handle


async def _take(talk: SittingTalk, message: Message, sitting: Sitting) -> None:
    file, text = file_of(message), text_of(message)
    recording = recording_of(message)
    if recording is not None and _is_mixed(_place_for(sitting)):
        file = recording
    if file is not None:
        await _take_file(talk, sitting, file, message)
    elif recording is not None and sitting.record_id is not None:
        await _note(talk, sitting, sitting.record_id, recording)
    elif sitting.question is None:
        talk.note(NO_QUESTION)
    elif not text:
        _refuse(talk, message, sitting.question)
    else:
        await _take_text(talk, sitting.question, text)
        await talk.settle()


async def _note(talk: SittingTalk, sitting: Sitting, record_id: int, recording: FileIn) -> None:
    """What is said aloud goes with the record; an answer is read, found again and printed, so it is written."""
    number = await talk.tools.desk.remark(talk.actor, record_id, "", recording, "")
    talk.note(NOTED_TOO if sitting.question else NOTED, number=number)


async def _take_text(talk: SittingTalk, question: Question, text: str) -> None:
    if (question.more and not question.further) or isinstance(question.field.kind, Photos):
        talk.note(instead_of(question.field.kind))
        return
    several = await talk.tools.desk.answer(talk.actor, talk.draft_id, question.path, text)
    if several is None:
        forget(talk.data)
    else:
        remember(talk.data, question, query=text)


def _refuse(talk: SittingTalk, message: Message, question: Question | None) -> None:
    msgid, values = not_here(message, question.field.kind if question else None, talk.t)
    talk.note(msgid, **values)


async def _take_file(talk: SittingTalk, sitting: Sitting, file: FileIn, message: Message) -> None:
    if file.size and file.size > talk.tools.largest:
        talk.note(TOO_LARGE, size=-(-file.size // MEGABYTE), limit=talk.tools.largest // MEGABYTE)
        return
    question, place = sitting.question, _place_for(sitting)
    if question and _on_label(question.field.kind) and is_picture(file):
        has_place = place is not None and _is_part(question.field.kind)  # a photo of the part itself is one to keep
        if await _read_label(talk, question, file) or not has_place:
            return
    if place is None:
        _refuse(talk, message, question)
        return
    await _save(talk, question, place, file)
    caption = text_of(message)
    if caption and question and isinstance(question.field.kind, Words):
        await _take_text(talk, question, caption)
        await talk.settle()


def _on_label(kind: Kind) -> bool:
    """Whether a label says the answer."""
    return isinstance(kind, Label) or (isinstance(kind, Ref) and kind.entity in {"part", "tool"})


def _is_part(kind: Kind) -> bool:
    return isinstance(kind, Ref) and kind.entity == "part"


def _place_for(sitting: Sitting) -> Place | None:
    """Where a photo goes: to the question that asks for photos, or that was the last; else to the first such field."""
    question = sitting.question
    if question and isinstance(question.field.kind, Photos):
        return Place(question.path, question.field.kind)
    fields: list[FormField] = sitting.plan.shown(sitting.data)
    if question is None and (last := last_photos(sitting.plan, sitting.data)):
        fields = [last]
    return next((Place(f.name, f.kind) for f in fields if isinstance(f.kind, Photos)), None)


def _is_mixed(place: Place | None) -> bool:
    """Whether files of any kind go there, recordings too."""
    return place is not None and place.kind.mixed


async def _save(talk: SittingTalk, question: Question | None, place: Place, file: FileIn) -> None:
    """Store it now; show the window once when no more come."""
    count = await talk.tools.desk.add_file(talk.actor, talk.draft_id, place.path, file)
    if question is None or question.path == place.path:
        await talk.settle()
    else:  # sent unasked: the question that stands is asked again
        await talk.tools.desk.goto(talk.actor, talk.draft_id, question.path)
        talk.note(SAVED_AS_FILE if place.kind.mixed else SAVED_AS, n=count)
    talk.manager.show_mode = ShowMode.NO_UPDATE
    bg = talk.manager.bg(stack_id=DEFAULT_STACK_ID)

    async def show_again() -> None:
        async with asyncio.timeout(20), bg.fg() as manager:
            if manager.has_context():
                await manager.show(ShowMode.DELETE_AND_SEND)

    talk.tools.later.do(talk.chat_id, show_again)


async def _read_label(talk: SittingTalk, question: Question, file: FileIn) -> bool:
    """Answer with what the label says; whether it says anything."""
    found = await codes_in(await talk.tools.fetch(file.telegram_file_id))
    if _is_part(question.field.kind):
        found = await _part_numbers(talk, question, found)
    if len(found) == 1:
        await _take_text(talk, question, found[0])
        await talk.settle()
    elif found:
        remember(talk.data, question, codes=found)
    else:
        talk.note(NO_CODE)
    return bool(found)


async def _part_numbers(talk: SittingTalk, question: Question, codes: list[str]) -> list[str]:
    """The one code that names a part; the first, to be told of, where none does."""
    for code in codes:
        if await talk.tools.desk.options(talk.actor.member, talk.draft_id, question.path, code):
            return [code]
    return codes[:1]
