"""Texts marked in the source: N_("…"), t("…"), tongue("…"), t.n("one", "many", n), t.c("context", "…").

Read from the syntax tree: Babel's own extractor goes by the called name alone, so that it sees t.n() as any n(), and
misses what stands inside another call's arguments.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog

SPEAKERS: Final = frozenset({"t", "tongue", "self"})
"""Names by which a Tongue goes, as a variable or as an attribute; it calls itself self."""


class UnreadableTextError(Exception):
    """A marked call whose text is not a plain string, so that no catalogue can hold it."""


@dataclass(frozen=True)
class Marked:
    msgid: str | tuple[str, str]
    context: str | None
    line: int


def marked_in(source: str, name: str = "<text>") -> Iterator[Marked]:
    """Every marked text; raises UnreadableTextError naming file and line where one cannot be read.

    t(variable) is allowed, for it speaks what N_() marked elsewhere; t(f"…") is not.
    """
    for node in ast.walk(ast.parse(source, name)):
        if isinstance(node, ast.Call) and (kind := _kind(node.func)):
            texts = [_text(argument, name) for argument in node.args[: 1 if kind == "N_" else _TAKES[kind]]]
            if None not in texts and len(texts) == _TAKES[kind]:
                yield _marked(kind, [text for text in texts if text is not None], node.lineno)


def catalogue_of(root: Path) -> Catalog:
    """A template catalogue of all texts under `root`, with the files that use them."""
    template = Catalog()
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root.parent).as_posix()
        for marked in marked_in(path.read_text(encoding="utf-8"), name):
            template.add(marked.msgid, locations=[(name, 1)], context=marked.context)
    return template


_TAKES: Final = {"N_": 1, "speak": 1, "n": 2, "c": 2}


def _kind(called: ast.expr) -> str | None:
    match called:
        case ast.Name("N_"):
            return "N_"
        case ast.Name(name) | ast.Attribute(_, name) if name in SPEAKERS:
            return "speak"
        case ast.Attribute(ast.Name(name) | ast.Attribute(_, name), "n" | "c" as method) if name in SPEAKERS:
            return method
    return None


def _text(argument: ast.expr, name: str) -> str | None:
    match argument:
        case ast.Constant(str(text)) if text:
            return text
        case ast.JoinedStr() | ast.BinOp():
            raise UnreadableTextError(
                f"{name}:{argument.lineno}: a marked text is one plain string with {{names}} in it"
            )
    return None


def _marked(kind: str, texts: list[str], line: int) -> Marked:
    if kind == "n":
        return Marked((texts[0], texts[1]), None, line)
    if kind == "c":
        return Marked(texts[1], texts[0], line)
    return Marked(texts[0], None, line)
