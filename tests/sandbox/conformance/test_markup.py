"""HTML markup that is taken: what text and which entities come of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.conformance.conftest import Scene
from tests.sandbox.conformance.table import SUITE, claim

pytestmark = SUITE

# Each as in the message: the source, the text, the entities.
MARKUP = [
    ("html.bytes_and_units", "😀<b>粗</b>", "😀粗", [("bold", 2, 1)]),
    ("html.character_references", "&lt;&#65;&#x42;&quot;&amp; &copy;", '<AB"& &copy;', None),
]
TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    'span class="tg-spoiler"': "spoiler",
    'a href="https://a.example/"': "text_link",
    'tg-emoji emoji-id="5368324170671202286"': "custom_emoji",
    'tg-time unix="1790000000" format="wDT"': "date_time",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "blockquote expandable": "expandable_blockquote",
}
MARKUP += [("html.allowed", f"<{tag}>x</{tag.partition(' ')[0]}>", "x", [(kind, 0, 1)]) for tag, kind in TAGS.items()]
for row, *_ in MARKUP[:3]:
    claim(row, "test_markup_is_taken")


@pytest.mark.parametrize(("row", "source", "text", "entities"), MARKUP)
async def test_markup_is_taken(scene: Scene, row: str, source: str, text: str, entities: Any) -> None:
    del row
    sent = await scene.send(source, parse_mode="HTML")
    found = [(entity["type"], entity["offset"], entity["length"]) for entity in sent.get("entities", [])]
    assert (sent["text"], found or None) == (text, entities)
