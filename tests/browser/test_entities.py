"""Every entity that Telegram renders, on the page; and nothing of a message that runs."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import BrowserContext, FilePayload, Locator, Page, expect

from bot.sandbox.server import Person, Sandbox
from tests.browser.gallery import ENTITIES
from tests.browser.robot import Robot

pytestmark = pytest.mark.asyncio(loop_scope="session")

EVIL = "<img src=x onerror='window.ran=1'>"
HOSTILE = (
    f"{EVIL}<script>window.ran=1</script><svg onload='window.ran=1'><b onclick='window.ran=1' style='x'>粗</b></svg>"
    "<a href='javascript:window.ran=1'>坏</a><a href=' JaVaScRiPt:window.ran=1'>坏</a><a href='data:text/html,x'>坏</a>"
    "<a href='https://example.com/'>好</a><iframe srcdoc='<script>parent.ran=1</script>'></iframe>"
    "<pre><code class='language-x&quot; onclick=&quot;window.ran=1'>码</code></pre><form action='/'><input></form>"
    "<tg-time unix='1e99'>何时</tg-time><math><mtext><style><img src=x onerror='window.ran=1'></style></mtext></math>"
)
ALLOWED = {"b", "span", "a", "div", "pre", "code", "button", "time", "br"}


async def opened(page: Page, url: str, person: int) -> Locator:
    await page.goto(f"{url}/?as={person}")
    return page.get_by_test_id(f"phone-{person}")


async def test_each_entity_has_its_look(page: Page, url: str, robot: Robot, li: int) -> None:
    rich = await robot.send(li, ENTITIES.format(person=li))
    text = (await opened(page, url, li)).get_by_test_id(f"msg-{rich}").locator(".text")
    shown = {
        "b": "bold", "i": "italic", "u": "underlined", "s": "struck", "code.copyable": "SP-202611-0042",
        "a[href='https://example.com/']": "link", f"a[href='tg://user?id={li}']": "mention",
        "a[href='https://t.me/fieldclerk']": "@fieldclerk", ".hashtag": "#urgent",
        "a[href='mailto:mail@example.com']": "mail@example.com", "button.command": "/work",
        "a[href='https://example.com/x']": "https://example.com/x", ".custom-emoji": "👍",
        "blockquote:not(.folded)": "short", "pre code >> nth=1": "plain",
    }  # fmt: skip
    for selector, words in shown.items():
        await expect(text.locator(selector)).to_have_text(words)
    times = text.locator("time.instant")
    await expect(times.nth(0)).to_have_text("2025年11月23日星期日 08:00")
    await expect(times.nth(1)).to_contain_text("前")
    await expect(times.nth(2)).to_have_text("as written")
    await expect(text.locator(".code-head").first).to_contain_text("sql")


async def test_hidden_text_and_long_quotations_open_by_keyboard(page: Page, url: str, robot: Robot, li: int) -> None:
    rich = await robot.send(li, ENTITIES.format(person=li))
    text = (await opened(page, url, li)).get_by_test_id(f"msg-{rich}").locator(".text")
    spoilers = text.locator(".spoiler")
    await spoilers.first.focus()
    await page.keyboard.press("Shift")
    await expect(text.locator(".spoiler.shown")).to_have_count(0)
    await page.keyboard.press("Enter")
    await expect(text.locator(".spoiler.shown")).to_have_count(2)
    unfold = text.get_by_role("button", name="展开")
    await unfold.press("Enter")
    await expect(text.locator("blockquote.folded")).to_have_count(0)
    await expect(text.get_by_role("button", name="收起")).to_have_attribute("aria-expanded", "true")


async def test_only_whitelisted_elements_are_built(context: BrowserContext, url: str, li: int) -> None:
    page = await context.new_page()  # of its own: the policy grumbles at what is only parsed
    await opened(page, url, li)
    built: dict[str, Any] = await page.evaluate(
        """async (html) => {
          const { richText } = await import("/page/html.js");
          const box = document.createElement("div");
          box.append(richText(html));
          document.body.append(box);
          for (const node of box.querySelectorAll("*")) node.click?.();
          const all = [...box.querySelectorAll("*")];
          const attributes = new Set(all.flatMap((node) => node.getAttributeNames()));
          const tags = new Set(all.map((node) => node.localName));
          const links = [...box.querySelectorAll("a")].map((node) => node.getAttribute("href"));
          await new Promise((done) => setTimeout(done, 50));
          box.remove();
          return { tags: [...tags], attributes: [...attributes], links, ran: window.ran ?? null };
        }""",
        HOSTILE.replace("https://example.com/", "tg://nothing"),
    )
    assert set(built["tags"]) <= ALLOWED
    assert not [name for name in built["attributes"] if name.startswith("on") or name in {"style", "src", "srcdoc"}]
    assert built["links"] == ["tg://nothing"]
    assert built["ran"] is None
    await page.close()


async def test_nothing_hostile_runs_wherever_it_is_shown(
    page: Page, url: str, robot: Robot, sandbox: Sandbox, li: int
) -> None:
    """In texts, names, buttons, notices, file names, commands and the log."""
    sandbox.add_person(Person(li, EVIL, EVIL, EVIL))
    await robot.call("setMyCommands", commands=[{"command": "evil", "description": EVIL}])
    phone = await opened(page, url, li)
    escaped = EVIL.replace("<", "&lt;").replace(">", "&gt;")
    await robot.send(li, f"{escaped} <b>Müller &lt;b&gt;</b>", [{"text": EVIL, "callback_data": "x"}])
    await robot.deed(li, "say", text=EVIL, forwarded_from=EVIL)
    name = "<img src=x onerror=window.ran=1>.html"
    file: FilePayload = {"name": name, "mimeType": "text/html", "buffer": b"<script>1</script>"}
    await phone.get_by_test_id("attach-file").set_input_files(file)
    await phone.get_by_test_id("send").click()
    await phone.locator(".key").click()
    press = await robot.next_update("callback_query", li)
    await robot.call("answerCallbackQuery", callback_query_id=press["id"], text=EVIL)
    await expect(phone.get_by_test_id("toasts")).to_have_text(EVIL)
    await expect(phone.locator(".list")).to_contain_text(f"{EVIL} Müller <b>")
    await phone.get_by_role("button", name="命令").click()
    await expect(phone.get_by_role("menuitem")).to_contain_text(EVIL)
    await expect(phone.locator(".file")).to_contain_text("onerror")
    assert await page.locator("img[src='x']").count() == 0
    assert await page.evaluate("window.ran ?? null") is None
    sent = await page.evaluate("fetch(document.querySelector('.file').href).then((r) => [...r.headers])")
    headers = dict(sent)
    assert headers["content-disposition"].startswith("attachment")
    assert headers["content-security-policy"] == "sandbox; default-src 'none'"
