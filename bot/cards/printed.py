"""A record as a form on paper: its answers, and a line for each signature, given or still to be given (R38)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.cards.details_card import answer
from bot.cards.listed import answered
from bot.cards.record_card import STATES, escape
from bot.cards.view import RecordView
from bot.procedure.words import N_
from bot.tongue import Tongue

STYLE = """
@page { size: A4; margin: 14mm }
body { font: 10pt/1.3 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", Arial, sans-serif; color: #000; margin: 0 }
h1 { font-size: 17pt; text-align: center; margin: 0 }
.number { text-align: center; margin: 1mm 0 4mm }
table { width: 100%; border-collapse: collapse; margin-bottom: 4mm }
tr { break-inside: avoid }
th, td { border: 1px solid #000; padding: 1mm 2mm; text-align: left; vertical-align: top; overflow-wrap: anywhere }
th { font-weight: 600 }
.answers th, .signatures th:first-child { width: 30% }
.signatures th:last-child { width: 28% }
.ink { height: 9mm }
footer { font-size: 9pt }
@media screen { body { margin: 8mm } }
"""


@dataclass(frozen=True)
class Signature:
    """A line of the chain. title: a msgid. said: what was done, in the reader's language; "" while it is open, and the
    line is left free for ink. at: None likewise."""

    title: str
    said: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Printed:
    """A file to be printed. title: of the form, in the reader's language."""

    name: str
    title: str
    html: str


def printed(v: RecordView, signatures: tuple[Signature, ...], t: Tongue) -> Printed:
    """The record as one page that needs nothing else: no script, no asset, everything that people wrote escaped."""
    paper = replace(t, lasting=True)
    title = paper(v.chapter.prints)
    parts = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="number">{escape(_number(v, paper))}</p>',
        _table("answers", _answers(v, paper)),
        _table("signatures", [_heads(paper), *(_signed(one, v.state == "open", paper) for one in signatures)]),
        f"<footer>{escape(paper(N_('As of {when}'), when=paper.moment(paper.now)))}</footer>",
    ]
    return Printed(f"{v.number}.html", title, _page(title, v.number, parts, paper))


def _page(title: str, number: str, parts: list[str], t: Tongue) -> str:
    head = f'<meta charset="utf-8"><title>{escape(title)} {escape(number)}</title><style>{STYLE}</style>'
    language = t.language.replace("_", "-")
    body = "\n".join(parts)
    return f'<!DOCTYPE html>\n<html lang="{language}"><head>{head}</head>\n<body>\n{body}\n</body></html>\n'


def _number(v: RecordView, t: Tongue) -> str:
    """Which way it goes, its number, and that it has ended, if it has."""
    said = [t(v.chapter.route(v.route).title), v.number, *([t(STATES[v.state])] if v.state in STATES else [])]
    return " · ".join(said)


def _answers(v: RecordView, t: Tongue) -> list[str]:
    return [f"<tr><th>{escape(t(f.ask.label))}</th><td>{escape(answer(f, v, t))}</td></tr>" for f in answered(v)]


def _heads(t: Tongue) -> str:
    heads = (t(N_("Step")), t.c("on paper", "Signature"), t(N_("Signed at")))
    return "<tr>" + "".join(f"<th>{escape(head)}</th>" for head in heads) + "</tr>"


def _signed(one: Signature, wanted: bool, t: Tongue) -> str:
    """Who signed and when, or a box for ink as long as the record is open."""
    kind = ' class="ink"' if wanted and not one.said else ""
    title = t(one.title)
    when = t.moment(one.at) if one.at else ""
    cells = f"<th>{escape(title[:1].upper() + title[1:])}</th><td>{escape(one.said)}</td><td>{escape(when)}</td>"
    return f"<tr{kind}>{cells}</tr>"


def _table(name: str, rows: list[str]) -> str:
    return f'<table class="{name}">\n' + "\n".join(rows) + "\n</table>"
