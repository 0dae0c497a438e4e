"""One event in a sitting."""

from __future__ import annotations

from contextlib import suppress

from aiogram_dialog import DialogManager

from bot.cards.model import Button, Card
from bot.desk.model import Handed, Option, Question, Refused, Sitting
from bot.dialogs.layout import safe
from bot.dialogs.sitting.frame import spoken
from bot.dialogs.sitting.memory import Memory, forget, recalled
from bot.dialogs.sitting.states import SittingStates
from bot.dialogs.talk import Talk
from bot.dialogs.tools import Tools
from bot.procedure.kinds import Unreadable

Window = tuple[Sitting, list[Option]]
SETTLED = "settled"  # where an event keeps the window that it is about to show


class SittingTalk(Talk):
    """A Talk about one draft."""

    def __init__(self, tools: Tools, manager: DialogManager) -> None:
        super().__init__(tools, manager)
        data = self.manager.start_data
        self.draft_id = int(data["draft"]) if isinstance(data, dict) else 0

    async def sitting(self) -> Sitting:
        """The draft as it is now. Refused if it is gone."""
        return await self.tools.desk.sitting(self.member, self.draft_id)

    async def window(self) -> Window:
        """The draft and what can be picked now; what `settle` has read in this event is not read again."""
        read: Window | None = self.manager.middleware_data.pop(SETTLED, None)
        return read or await self._window()

    async def _window(self) -> Window:
        path, query = self.data.get("path", ""), self.data.get("query", "")
        return await self.tools.desk.window(self.member, self.draft_id, path, query)

    def recalled(self, question: Question | None) -> Memory:
        """What the window remembers of this question."""
        return recalled(self.data, question)

    async def settle(self) -> None:
        """Show what is asked now, the summary if nothing is; hand in at once if there was one question only."""
        window = await self._window()
        sitting, _ = window
        if sitting.question is not None:
            self.manager.middleware_data[SETTLED] = window
            await self.manager.switch_to(SittingStates.asking)
        elif sitting.single and not self.data.get("note"):
            await self.hand_in()
        else:
            forget(self.data)
            await self.manager.switch_to(SittingStates.summary)

    async def hand_in(self) -> None:
        """Hand in and close; what stands against it is said on the summary."""
        try:
            handed = await self.tools.desk.submit(self.actor, self.draft_id)
        except (Refused, Unreadable) as no:
            self.note(no.msgid, **no.values)
            await self.settle()
            return
        await self._confirm(handed)

    async def _confirm(self, handed: Handed) -> None:
        number = f"<code>{safe(handed.number)}</code>"
        if not handed.text:
            said = self.t("{number} is handed in.", number=number)
        elif "number" in handed.values:
            said = spoken(self.t, handed.text, handed.values).replace(safe(handed.number), number)
        else:
            said = f"{number} · {spoken(self.t, handed.text, handed.values)}"
        await self.close_with(Card(said))

    async def put_aside(self) -> None:
        """Close the window; the draft stays."""
        go_on = Button(self.t("Go on"), f"d:{self.draft_id}:go", style="success")
        await self.close_with(Card(self.t("Saved as it is. It waits under /drafts."), ((go_on,),)))

    async def gone(self, why: Refused) -> None:
        """The draft is no more, or not this person's: say so, close, and show the menu.

        If it was handed in by the very update that is handled a second time, the answer to that is what is said."""
        with suppress(Refused):
            await self._confirm(await self.tools.desk.submit(self.actor, self.draft_id))
            return
        home = await self.tools.home(self.member, self.t)
        said = spoken(self.t, why.msgid, why.values)
        await self.close_with(Card(f"{said}\n\n{home.text}", home.rows))
