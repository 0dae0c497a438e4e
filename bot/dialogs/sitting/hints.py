"""What to do instead, by what is asked."""

from __future__ import annotations

from bot.procedure.kinds import Day, Kind, Label, Moment, OneOf, Phone, Photos, Ref, Score, Whole, Words, YesNo
from bot.procedure.words import N_

HINTS: tuple[tuple[type[Kind], str], ...] = (
    (Label, N_("That does not fit here. Type the number, or send a photo of the label.")),
    (Phone, N_("That does not fit here. Type the phone number, for example 138 4312 0099.")),
    (Words, N_("That does not fit here. Please write the answer as text.")),
    (Score, N_("That does not fit here. Please tap a number from 1 to 5.")),
    (Whole, N_("That does not fit here. Please type a number, for example 3.")),
    (Day, N_("That does not fit here. Tap a day, or type it, for example 11-26.")),
    (Moment, N_("That does not fit here. Tap one, or type a time, for example 8:30.")),
    (YesNo, N_("That does not fit here. Please tap Yes or No.")),
    (OneOf, N_("That does not fit here. Please tap one of the buttons.")),
    (Ref, N_("That does not fit here. Tap one of the buttons, or type a part of the name.")),
    (Photos, N_("That does not fit here. Please send a photo or a file.")),
)
NO_QUESTION = N_("Nothing is asked just now. Use the buttons below.")


def instead_of(kind: Kind) -> str:
    """A sentence (msgid) for somebody who sent something that is no answer to this kind of question."""
    return next((text for of, text in HINTS if isinstance(kind, of)), NO_QUESTION)
