"""answerCallbackQuery: once, and not too late."""

from __future__ import annotations

from bot.sandbox.errors import QUERY_TOO_OLD, bad_request
from bot.sandbox.methods.registry import Call, method
from bot.sandbox.model import Json

MAX_ANSWER = 200


@method("answerCallbackQuery")
async def answer_callback_query(call: Call) -> bool:
    text = call.params.text("text")
    if len(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    press = call.world.presses.get(call.params.text("callback_query_id"))
    lifetime = call.world.settings.callback_lifetime.total_seconds()
    late = press is None or call.world.clock.now().timestamp() - press.at > lifetime
    if press is None or late or press.answer is not None or press.bot_id != call.bot.id:
        raise bad_request(QUERY_TOO_OLD)
    answer: Json = {"text": text, "alert": call.params.flag("show_alert")}
    if call.params.text("url"):
        answer["url"] = call.params.text("url")
    press.answer = answer
    if text or "url" in answer:
        call.world.notify(press.person_id, press.message_id, answer)
    call.world.bump()
    return True
