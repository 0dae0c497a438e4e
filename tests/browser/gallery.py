"""What tests show on the page: a card, and a chat with everything that Telegram can render."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image
from playwright.async_api import FilePayload

from tests.browser.robot import Robot

CARD = "🔩 <b>三包备件 <code>SP-202611-0042</code></b>\n一汽解放 长春一厂 · 总装线\n请在今天17:30前审核"
APPROVE: list[dict[str, Any]] = [
    {"text": "同意", "callback_data": "yes", "style": "success"},
    {"text": "驳回", "callback_data": "no", "style": "danger"},
]
MORE: list[dict[str, Any]] = [
    {"text": "详情", "callback_data": "details", "style": "primary"},
    {"text": "打开", "url": "https://example.com/"},
    {"text": "复制单号", "copy_text": {"text": "SP-202611-0042"}},
]
ENTITIES = """<b>bold</b> <i>italic</i> <u>underlined</u> <s>struck</s> <tg-spoiler>hidden</tg-spoiler> \
<span class="tg-spoiler">also</span> <code>SP-202611-0042</code> <a href="https://example.com/">link</a> \
<a href="tg://user?id={person}">mention</a> @fieldclerk #urgent mail@example.com /work https://example.com/x \
<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji> <tg-time unix="1763856000" format="wDt">soon</tg-time> \
<tg-time unix="1763856000" format="r">then</tg-time> <tg-time unix="1763856000">as written</tg-time>
<pre><code class="language-sql">SELECT 1
FROM records;</code></pre>
<pre>plain</pre>
<blockquote>short</blockquote>
<blockquote expandable>one
two
three
four
five</blockquote>
end"""


def picture(*, size: tuple[int, int] = (640, 480), name: str = "photo.jpg") -> FilePayload:
    buffer = BytesIO()
    Image.new("RGB", size, (80, 120, 160)).save(buffer, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


async def hang(robot: Robot, person: int) -> int:
    """Fill the person's chat; the id of the message with every entity."""
    rich = await robot.send(person, ENTITIES.format(person=person), APPROVE, MORE)
    await robot.deed(person, "react", message_id=rich, emoji="👍")
    await robot.deed(person, "say", text="数量3，见 https://example.com/ #急", reply_to=rich)
    await robot.deed(person, "location", latitude=43.8455, longitude=125.2297)
    await robot.deed(person, "contact")
    await robot.deed(person, "say", text="发动机又熄火了", forwarded_from="王军（一汽）")
    await robot.send(person, CARD, APPROVE)
    return rich
