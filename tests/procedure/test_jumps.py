"""Back to a step: what was put off before it (T6) is still owed."""

from __future__ import annotations

from bot.procedure import engine
from bot.procedure.chapters import chapter
from bot.procedure.engine import Case, Owed
from bot.procedure.house_rules import facts_of

OF = chapter("spare_part")
DATA = {**facts_of({}), "route": "warranty_spare", "urgency": "line_down", "old_part_waived": True}


def sent_back(*others: Owed) -> engine.Moves:
    """The waiver of an old part is returned while `others` are owed."""
    stages = OF.route("warranty_spare").stages
    here = next(n for n, stage in enumerate(stages) if stage.steps[0].key == "confirm_waiver")
    case = Case(OF, "warranty_spare", engine.OPEN, here, 1, DATA)
    waiver = Owed(9, "confirm_waiver", 1)
    action = next(a for a in engine.offered(case, case.step("confirm_waiver")) if a.name == "return")
    return engine.act(case, [*others, waiver], waiver, action, put={"old_part_waived": None})


def test_a_signature_that_follows_the_part_is_not_lost_when_its_waiver_is_returned() -> None:
    signature, question = Owed(1, "confirm", 1), Owed(2, "answer", 1, parent_id=1)
    moves = sent_back(signature, question)
    assert moves.voided == ()
    assert [step.key for step in moves.opened] == ["send_old"]


def test_what_was_asked_about_the_waiver_falls_away_with_it() -> None:
    assert sent_back(Owed(3, "answer", 1, parent_id=9)).voided == (3,)
