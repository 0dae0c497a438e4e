"""A story is written once, in English; this is what its words are in the language in which it is played."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from gettext import NullTranslations
from itertools import product

from bot.catalogues.store import Language, read, translations
from bot.demo import goods, staff

CHANGE, CHANGE_LABEL = re.compile(r"^Change (\w+)$"), "Change {label}"
MORE_LINES = re.compile(r"^(.+): add another$")
LEADING_SIGN = re.compile(r"^(\W+ )(.+)$", re.DOTALL)


def said(language: Language, words: str) -> str:
    """A label or text of the bot, or a name of the company, as readers of `language` see it.

    Raises AssertionError if there is no translation: a story must not pass because both languages read English."""
    return spoken(language, words)[0]


def spoken(language: Language, words: str) -> list[str]:
    """Everything that `words` may be in `language`: a short text may be another one in another place."""
    if language == "en":
        return [words]
    return [" · ".join(parts) for parts in product(*map(_part, words.split(" · ")))]


def _part(words: str) -> list[str]:
    # "Tomorrow" on a button is "tomorrow" with a capital.
    found = _texts().get(words) or _names().get(words) or _texts().get(words[:1].lower() + words[1:])
    if found:
        return found
    change = CHANGE.match(words)
    if change:
        return [text.format(label=part) for text in _texts()[CHANGE_LABEL] for part in _part(change[1].capitalize())]
    if lines := MORE_LINES.match(words):
        return [f"{part}：{more}" for part, more in product(_part(lines[1]), _texts()["Add another"])]
    signed = LEADING_SIGN.match(words)
    if signed:
        return [signed[1] + part for part in _part(signed[2])]
    if not any(c.isalpha() for c in words):
        return [words]
    raise AssertionError(f"no Chinese for “{words}”")


@cache
def _texts() -> dict[str, list[str]]:
    """Everything in the catalogue; of a text with several contexts first the one without any."""
    found: dict[str, list[str]] = {}
    for entry in sorted(read("zh_CN"), key=lambda entry: entry.context is not None):
        if isinstance(entry.id, str) and isinstance(entry.string, str) and entry.string:
            found.setdefault(entry.id, []).append(entry.string)
    return found


@cache
def _names() -> dict[str, list[str]]:
    """What the seeded company calls its people, units, customers, sites, contacts, products and parts."""
    pairs = [(line.name_en, line.name) for line in (*staff.UNITS, *staff.PEOPLE, *goods.CUSTOMERS, *goods.PARTS)]
    pairs += [(name_en, name) for _, name, name_en in goods.PRODUCTS]
    for site in goods.SITES:
        pairs += [(site.name_en, site.name), (site.line_en, site.line)]
    for contact in goods.CONTACTS:
        pairs += [(contact.name_en, contact.name), (contact.post_en, contact.post)]
    return {name_en: [name] for name_en, name in pairs}


class _Missed(NullTranslations):
    """Stands behind a catalogue and notes what was asked for in vain."""

    def __init__(self, note: Callable[[str], None]) -> None:
        super().__init__()
        self._note = note

    def gettext(self, message: str) -> str:
        self._note(message)
        return message

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@contextmanager
def nothing_untranslated() -> Iterator[None]:
    """Raise AssertionError at the end if somebody was shown a text that has no Chinese yet."""
    missed: set[str] = set()
    catalogue = translations("zh_CN")
    before = catalogue._fallback  # type: ignore[attr-defined]  # gettext gives no way to take a fallback out again
    catalogue._fallback = _Missed(missed.add)  # type: ignore[attr-defined]  # gettext has no public way
    try:
        yield
    finally:
        catalogue._fallback = before  # type: ignore[attr-defined]  # as above
    # What somebody typed is looked up as well, where a form offers usual answers: that is no text of the house.
    unspoken = missed & {entry.id for entry in read("en") if isinstance(entry.id, str)}
    assert not unspoken, f"no Chinese for {sorted(unspoken)}"
