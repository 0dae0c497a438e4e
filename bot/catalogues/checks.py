"""What is wrong with a catalogue, in sentences: missing, fuzzy and obsolete texts, other placeholders, other tags."""

import re
from collections.abc import Iterator
from string import Formatter
from typing import Final

from babel.messages.catalog import Catalog, Message

_TAG: Final = re.compile(r"</?[a-z][a-z-]*")


def faults(template: Catalog, catalog: Catalog) -> Iterator[str]:
    """One line a fault, naming the text; nothing if the catalogue says all that `template` marks, and no more."""
    for wanted in template:
        if wanted.id:
            found = catalog.get(wanted.id, wanted.context)
            yield from _faults_of(wanted, found)
    for message in [*catalog, *catalog.obsolete.values()]:
        if message.id and template.get(message.id, message.context) is None:
            yield f"obsolete: {_name(message)}"


def _faults_of(wanted: Message, found: Message | None) -> Iterator[str]:
    if found is None or not all(said := strings(found)):
        yield f"missing: {_name(wanted)}"
        return
    if found.fuzzy:
        yield f"fuzzy: {_name(wanted)}"
    if any(_fields(text) not in map(_fields, _ids(wanted)) for text in said):
        yield f"placeholders differ: {_name(wanted)}"
    if any(_tags(text) not in map(_tags, _ids(wanted)) for text in said):
        yield f"tags differ: {_name(wanted)}"


def _ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def strings(message: Message) -> tuple[str, ...]:
    """The translations of a message, one a plural form; an empty one is not written yet."""
    return (message.string or "",) if isinstance(message.string, str | None) else tuple(message.string)


def _fields(text: str) -> frozenset[str]:
    try:
        return frozenset(field for _, field, _, _ in Formatter().parse(text) if field is not None)
    except ValueError:
        return frozenset({f"unreadable: {text}"})


def _tags(text: str) -> frozenset[str]:
    return frozenset(_TAG.findall(text))


def _name(message: Message) -> str:
    context = f"[{message.context}] " if message.context else ""
    return context + repr(_ids(message)[0])
