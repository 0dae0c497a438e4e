"""HTML in, text and entities out, and back to the HTML of the person's screen."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import Formatted, parse, plain
from bot.sandbox.errors import ApiError
from bot.sandbox.markup_html import parse_html
from bot.sandbox.render import to_html


def html(source: str) -> Formatted:
    return parse(source, "HTML", None, lambda number: {"id": number, "is_bot": False, "first_name": "x"})


def spans(found: Formatted) -> list[tuple[Any, ...]]:
    return [(e["type"], e["offset"], e["length"]) for e in found.entities]


CASES: list[tuple[str, str, list[tuple[Any, ...]]]] = [
    ("<b>粗</b> <i>x</i>", "粗 x", [("bold", 0, 1), ("italic", 2, 1)]),
    ("😀<b>x</b>", "😀x", [("bold", 2, 1)]),
    ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
    ("&lt;b&gt; &amp;&#65;&#x42;&quot; &copy;", '<b> &AB" &copy;', []),
    ("  <b> x </b>  ", "x", [("bold", 0, 1)]),
    ("<pre><code class=\"language-python\">x</code></pre>", "x", [("pre", 0, 1)]),
    ("<blockquote expandable>long</blockquote>", "long", [("expandable_blockquote", 0, 4)]),
    ('<a href="https://a.example/x">t</a>', "t", [("text_link", 0, 1)]),
    ('<a href="tg://user?id=7">t</a>', "t", [("text_mention", 0, 1)]),
    ("<a>not a link</a>", "not a link", []),
    ('<span class="tg-spoiler">s</span>', "s", [("spoiler", 0, 1)]),
    ('<tg-time unix="1700000000" format="wDT">soon</tg-time>', "soon", [("date_time", 0, 4)]),
    ("<code>/work</code> /work", "/work /work", [("code", 0, 5), ("bot_command", 6, 5)]),
    ("see https://a.example/x. #tag @name_1 a@b.cn", "see https://a.example/x. #tag @name_1 a@b.cn",
     [("url", 4, 19), ("hashtag", 25, 4), ("mention", 30, 7), ("email", 38, 6)]),
    ("see example.com, a.cn/x?y=1. me.too@b.cn 9.30am e.g. x.pdf",
     "see example.com, a.cn/x?y=1. me.too@b.cn 9.30am e.g. x.pdf",
     [("url", 4, 11), ("url", 17, 10), ("email", 29, 11)]),
    ("$CNY 5$USD $usd $US", "$CNY 5$USD $usd $US", [("cashtag", 0, 4), ("cashtag", 16, 3)]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "text", "expected"), CASES)
def test_html(source: str, text: str, expected: list[tuple[Any, ...]]) -> None:
    found = html(source)
    assert found.text == text
    assert spans(found) == expected


def test_the_language_of_a_code_block_is_kept() -> None:
    assert html('<pre><code class="language-sql">x</code></pre>').entities[0]["language"] == "sql"


@pytest.mark.parametrize("source", ['<tg-time unix="soon">x</tg-time>', '<tg-emoji emoji-id="0">x</tg-emoji>'])
def test_what_names_no_instant_and_no_emoji_is_refused(source: str) -> None:
    with pytest.raises(ApiError, match="can't parse entities: Invalid"):
        html(source)


def test_crossing_entities_are_shown_well_formed() -> None:
    crossing = [{"type": "bold", "offset": 0, "length": 2}, {"type": "italic", "offset": 1, "length": 2}]
    assert to_html("abc", crossing) == "<b>a<i>b</i></b><i>c</i>"


def test_a_persons_markup_is_only_text() -> None:
    found = plain("<b>/start</b> x")
    assert found.text == "<b>/start</b> x"
    assert "<b>" not in to_html(found.text, found.entities).replace("&lt;b&gt;", "")


def test_markdown_is_loudly_not_there() -> None:
    with pytest.raises(ApiError, match="emulator"):
        parse("*x*", "MarkdownV2", None, lambda _: None)


TAGGED = st.recursive(
    st.text(alphabet="ab 粗😀&<>\"'/#@.", max_size=8).map(lambda t: t.replace("&", "&amp;").replace("<", "&lt;")),
    lambda inner: st.tuples(st.sampled_from(["b", "i", "u", "s", "code"]), st.lists(inner, max_size=3)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"
    ),
    max_leaves=8,
)


@given(TAGGED)
def test_what_is_shown_reads_back_as_the_same_text(source: str) -> None:
    found = html(source)
    assert parse_html(to_html(found.text, found.entities))[0] == found.text


@given(st.text(alphabet="<>/b a=\"'&;#x1粗", max_size=24))
def test_any_text_is_parsed_or_refused(source: str) -> None:
    with suppress(ApiError):
        text, entities = parse_html(source)
        assert all(e["offset"] + e["length"] <= 2 * len(text) for e in entities)
