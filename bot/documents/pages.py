"""An export as pages for a browser: no script, no asset, everything that people wrote escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.cards.record_card import escape
from bot.documents.readable import Readable
from bot.procedure.words import N_
from bot.tongue import Tongue

STYLE = """
body { font: 11pt/1.4 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", Arial, sans-serif; color: #111;
  margin: 2em auto; max-width: 60em; padding: 0 1em }
table { width: 100%; border-collapse: collapse; margin: 0 0 1.5em }
th, td { border: 1px solid #999; padding: .25em .5em; text-align: left; vertical-align: top; overflow-wrap: anywhere }
th { font-weight: 600; background: #f3f3f3 }
td { white-space: pre-wrap }
img { max-width: 18em; max-height: 18em; margin: .3em }
@media print { body { margin: 0 } tr, img { break-inside: avoid } }
"""
PICTURES = (".jpg", ".png", ".webp")


def record_page(one: Readable, files: Mapping[int, str], t: Tongue) -> str:
    """One record; files: where each of its files lies in the export."""
    paper = replace(t, lasting=True)
    parts = [
        f'<p><a href="../index.html">{escape(paper(N_("All records")))}</a></p>',
        f"<h1>{escape(one.title)} {escape(one.row.number)}</h1>",
        f"<p>{escape(' · '.join([one.state, one.view.applicant, paper.moment(one.row.created_at)]))}</p>",
        table([], one.answers),
        _steps(one, paper),
        _history(one, paper),
        *(_file(files[file_id]) for file_id in sorted(one.files) if file_id in files),
    ]
    return page(f"{one.title} {one.row.number}", parts, paper)


def index_page(found: Iterable[Readable], t: Tongue) -> str:
    """The list of all records."""
    paper = replace(t, lasting=True)
    heads = [paper(N_("Number")), paper(N_("Kind")), paper(N_("State")), paper(N_("Opened")), paper(N_("Closed"))]
    rows = "".join(_line(one, paper) for one in found)
    title = paper(N_("All records"))
    body = f"<h1>{escape(title)}</h1><table><tr>{''.join(f'<th>{escape(h)}</th>' for h in heads)}</tr>{rows}</table>"
    return page(title, [body], paper)


def _line(one: Readable, t: Tongue) -> str:
    number = escape(one.row.number)
    closed = t.moment(one.row.closed_at) if one.row.closed_at else ""
    rest = [f"{one.title} {one.row.title}".strip(), one.state, t.moment(one.row.created_at), closed]
    cells = "".join(f"<td>{escape(cell)}</td>" for cell in rest)
    return f'<tr><td><a href="records/{number}.html">{number}</a></td>{cells}</tr>'


def _steps(one: Readable, t: Tongue) -> str:
    heads = [t(N_("Step")), t(N_("Opened")), t(N_("Due by")), t(N_("Done")), t(N_("What came of it"))]
    rows = [
        (s.title, *(t.moment(at) if at else "" for at in (s.opened, s.due, s.done)), _joined(s.outcome, s.reason))
        for s in one.steps
    ]
    return table(heads, rows)


def _history(one: Readable, t: Tongue) -> str:
    rows = [(t.moment(h.at), _joined(t(h.text, name=h.who), h.reason)) for h in one.view.history]
    return table([t(N_("When")), t(N_("What"))], rows)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _file(path: str) -> str:
    where = escape(path)
    shown = f'<img src="../{where}" alt="{where}">' if path.endswith(PICTURES) else where
    return f'<a href="../{where}">{shown}</a> '


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Rows under their heads, escaped; nothing where there are no rows."""
    top = "".join(f"<th>{escape(head)}</th>" for head in heads)
    lines = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table>{f'<tr>{top}</tr>' if top else ''}{lines}</table>" if lines else ""


def page(title: str, parts: list[str], t: Tongue) -> str:
    """One page; its parts are HTML already."""
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{STYLE}</style>'
    top = f'<!DOCTYPE html>\n<html lang="{t.language.replace("_", "-")}"><head>{head}</head>'
    return "\n".join([top, "<body>", *parts, "</body></html>\n"])
