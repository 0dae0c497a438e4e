"""What to do instead, by what is asked."""

from __future__ import annotations

from aiogram.types import Message

from bot.procedure.kinds import Day, Kind, Label, Moment, OneOf, Phone, Photos, Ref, Rows, Score, Whole, Words, YesNo
from bot.procedure.words import N_
from bot.tongue import Tongue

HINTS: tuple[tuple[type[Kind], str], ...] = (
    (Label, N_("That does not fit here. Type the number, or send a photo of the label.")),
    (Phone, N_("That does not fit here. Type the phone number, for example 138 4312 0099.")),
    (Words, N_("That does not fit here. Please write the answer as text.")),
    (Score, N_("That does not fit here. Please tap a number from 1 to 5.")),
    (Whole, N_("That does not fit here. Please type a number, for example 3.")),
    (Day, N_("That does not fit here. Tap a day, or type it, for example 11-26.")),
    (Moment, N_("That does not fit here. Tap one, or type a time, for example 8:30.")),
    (YesNo, N_("That does not fit here. Please tap Yes or No.")),
    (Rows, N_("That does not fit here. Please tap one of the buttons.")),
    (OneOf, N_("That does not fit here. Please tap one of the buttons.")),
    (Ref, N_("That does not fit here. Tap one of the buttons, or type a part of the name.")),
    (Photos, N_("That does not fit here. Please send a photo or a file.")),
)
NO_QUESTION = N_("Nothing is asked just now. Use the buttons below.")
YOU_SENT = N_("You sent {what}. {instead}")
THINGS = {
    "photo": N_("a photo"),
    "video": N_("a video"),
    "document": N_("a file"),
    "voice": N_("a voice message"),
    "audio": N_("a recording"),
    "video_note": N_("a video message"),
    "sticker": N_("a sticker"),
    "animation": N_("a moving picture"),
    "location": N_("a location"),
    "contact": N_("a contact"),
}
"""What can be sent, by content type."""


def not_here(message: Message, kind: Kind | None, t: Tongue) -> tuple[str, dict[str, str]]:
    """The same, naming what was sent: a sentence (msgid) and its values. kind None: nothing is asked."""
    instead = instead_of(kind) if kind else NO_QUESTION
    what = THINGS.get(message.content_type)
    return (YOU_SENT, {"what": t(what), "instead": t(instead)}) if what else (instead, {})


def instead_of(kind: Kind) -> str:
    """A sentence (msgid) for somebody who sent something that is no answer to this kind of question."""
    return next((text for of, text in HINTS if isinstance(kind, of)), NO_QUESTION)
