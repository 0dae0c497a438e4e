"""How texts and buttons fit on a telephone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from bot.cards.harmless import escape
from bot.cards.model import Button
from bot.cards.width import FULL_ROW, width

__all__ = ["FULL_ROW", "HALF_ROW", "Rows", "clipped", "in_rows", "paged", "paired", "safe", "stacked", "width"]

Rows = tuple[tuple[Button, ...], ...]
A_PAGE = 40  # buttons; a keyboard holds a hundred
HALF_ROW = 18  # of the columns that a Latin letter takes one of, and a Chinese character two


def clipped(text: str, columns: int) -> str:
    """`text`, or as much of it as fits with a … at its end."""
    if width(text) <= columns:
        return text
    kept, used = "", 1
    for c in text:
        used += width(c)
        if used > columns:
            break
        kept += c
    return f"{kept.rstrip()}…"


def safe(text: str, columns: int = 300) -> str:
    """What somebody wrote, on one line, ready for Telegram's HTML."""
    return escape(clipped(" ".join(text.split()), columns), quote=False)


def paired(buttons: Iterable[Button]) -> Rows:
    """One or two a row: long ones alone."""
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        short = width(button.text) <= HALF_ROW
        if short and rows and len(rows[-1]) == 1 and width(rows[-1][0].text) <= HALF_ROW:
            rows[-1] = (*rows[-1], button)
        else:
            rows.append((button,))
    return tuple(rows)


def stacked(buttons: Iterable[Button]) -> Rows:
    """One a row."""
    return tuple((button,) for button in buttons)


def in_rows(buttons: Sequence[Button], per_row: int) -> Rows:
    """So many a row."""
    return tuple(tuple(buttons[i : i + per_row]) for i in range(0, len(buttons), per_row))


def paged(rows: Rows, page: int, turn: Callable[[int], str]) -> Rows:
    """The rows of one page (from 0 on; the nearest there is), and the arrows to those beside it where there are more.
    turn: the data of the button that leads to a page."""
    pages: list[list[tuple[Button, ...]]] = [[]]
    for row in rows:
        if sum(map(len, pages[-1])) + len(row) > A_PAGE:
            pages.append([])
        pages[-1].append(row)
    here = max(0, min(page, len(pages) - 1))
    before = (Button("‹", turn(here - 1)),) if here > 0 else ()
    after = (Button("›", turn(here + 1)),) if here < len(pages) - 1 else ()
    return (*pages[here], *(((*before, *after),) if before or after else ()))
