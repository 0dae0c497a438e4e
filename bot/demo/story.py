"""The guided story of two minutes: what the page tells a newcomer, and the deeds that it can do for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from bot.demo.shown import LANGUAGES
from bot.sandbox.model import Json
from bot.storage import chases, keys, people, records
from bot.storage.tx import Tx
from bot.tongue import Tongue

LI, WANG, ZHAO = 1001, 1003, 1004
BEGAN = "demo:story"  # among the keys: when it was begun last


class Pair(NamedTuple):
    """The same words in both languages; for a button, `zh` may be left out: the catalogue knows it."""

    en: str
    zh: str | None = None


class Step(NamedTuple):
    """One step: whose turn it is, what is told, and what shows that it is done.

    Deeds are buttons to press, "=words" to type, "photo", and "?button" to press if it is there. `seen` is a button, or
    words, that come to `seen_by`.
    """

    person: int | None
    title: Pair
    text: Pair
    deeds: tuple[Pair | str, ...] = ()
    seen_by: int | None = None
    seen: Pair | str | None = None
    clock: bool = False


FAW = Pair("FAW Jiefang", "一汽解放")
AFRESH = Pair("?Begin a new one", "?另建一份")  # a form left half-filled is offered first
URGENT = (Pair("Change urgency", "改紧急程度"), Pair("Urgent"))

STEPS = (
    Step(
        None,
        Pair("You are Li Wei, at the FAW plant", "您是李伟，正在一汽的工厂"),
        Pair(
            "An engine stalls on the assembly line in Changchun, and the customer looks at you. Beside your phone lie "
            "those of Wang Fang, your unit leader, and of Zhao Min in quality. Two minutes, three phones.",
            "长春总装线上一台发动机熄火了，顾客正看着您。旁边还有两部手机：您的单位领导王芳，质量部的赵敏。两分钟，三部手机。",
        ),
    ),
    Step(
        LI,
        Pair("Open the job", "登记这次维修"),
        Pair(
            "The bot asks one thing at a time and knows the customers, plants and parts. Send /new and answer, or let "
            "it be done.",
            "机器人一次只问一件事，顾客、工厂和零件它都知道。发送/new逐项回答，或让演示代劳。",
        ),
        (
            "=/new", Pair("On-site job"), AFRESH, Pair("Repair"), AFRESH, FAW, "=长春", "=郑", "=ECM",
            "=ECU-2045", Pair("=Engine stalls when warm", "=热车后熄火"), *URGENT, Pair("Hand in"),
        ),
        LI,
        Pair("En route"),
    ),
    Step(
        LI,
        Pair("Go there and start", "到现场开工"),
        Pair(
            "Nobody writes times down: the buttons do. Press “En route”, “On site” and “Start” on the card.",
            "时间不用记，按钮会记。请在卡片上依次按“出发”“到达现场”“开工”。",
        ),
        (Pair("En route"), Pair("On site"), Pair("Start")),
        LI,
        Pair("Pause"),
    ),
    Step(
        LI,
        Pair("Apply for a new controller", "申请新的控制器"),
        Pair(
            "The controller is dead. Press “Warranty part” on the card: it takes a photo, and two signatures before "
            "anything is sent.",
            "控制器坏了。请按卡片上的“三包备件”：要附照片，发货前要有两个人签字。",
        ),
        (
            "=/new", Pair("Warranty part"), AFRESH, FAW, "=长春", "=郑", "=ECU-2045", "=20261018-0337",
            Pair("=No output on pin 47", "=47号针脚无输出"), Pair("Yesterday", "昨天"), "=2025-03-03", "=42000",
            Pair("No"), "photo", *URGENT, Pair("Hand in"),
        ),
        WANG,
        Pair("Approve"),
    ),
    Step(
        WANG,
        Pair("Now you are Wang Fang", "现在您是王芳"),
        Pair(
            "Everything that the decision needs is on one card. Press “Approve”: Li Wei's phone knows it at once.",
            "审核要看的都在一张卡片上。请按“同意”，李伟的手机马上就知道。",
        ),
        (Pair("Approve"),),
        ZHAO,
        Pair("Sign"),
    ),
    Step(
        ZHAO,
        Pair("Nobody answers", "没有人处理"),
        Pair(
            "Zhao Min is in a meeting. Press “Next deadline” above: the clock jumps, and the bot reminds her.",
            "赵敏在开会。请按上方的“下一期限”：时钟拨过去，机器人就会提醒她。",
        ),
        (),
        ZHAO,
        "⏰",
        clock=True,
    ),
    Step(
        ZHAO,
        Pair("Sign as Zhao Min", "以赵敏的身份签字"),
        Pair(
            "Press “Sign” on the reminder. Manufacturing, purchasing and finance are asked next, all three at once.",
            "请在提醒上按“签字”。接下来制造部、采购部、财务部同时收到备货任务。",
        ),
        (Pair("Sign"), Pair("Our fault")),
        LI,
        Pair("quality\u2060✓", "质量部\u2060✓"),
    ),
    Step(
        None,
        Pair("That is Fieldclerk", "这就是Fieldclerk"),
        Pair(
            "Play anybody from the list, move the clock, or open “Behind the scenes” to see each call to Telegram. "
            "Nothing here leaves this machine.",
            "可以从名单里扮演任何人、拨动时钟，或打开“幕后”看每次对Telegram的调用。这里的一切都不离开本机。",
        ),
    ),
)  # fmt: skip


def steps(tongue_for: Callable[[str], Tongue]) -> list[Json]:
    """The story as the page plays it: every text by language, buttons named as the bot names them."""
    return [_step(step, {name: tongue_for(language) for name, language in LANGUAGES.items()}) for step in STEPS]


def _step(step: Step, tongues: dict[str, Tongue]) -> Json:
    return {
        "person": step.person,
        "title": _told(step.title, tongues),
        "text": _told(step.text, tongues),
        "deeds": {name: [_word(deed, name, tongue) for deed in step.deeds] for name, tongue in tongues.items()},
        "seen_by": step.seen_by,
        "seen": None if step.seen is None else _told(step.seen, tongues),
        "clock": step.clock,
    }


def _told(words: Pair | str, tongues: dict[str, Tongue]) -> dict[str, str]:
    return {name: _word(words, name, tongue) for name, tongue in tongues.items()}


def _word(words: Pair | str, name: str, tongue: Tongue) -> str:
    if isinstance(words, str):
        return words
    if name == "en":
        return words.en
    return words.zh or tongue(words.en)


def begin(tx: Tx, language: str) -> list[int]:
    """From now on the story's people read the page's language ("zh" or "en"); whose language that was not before."""
    keys.put(tx, BEGAN, tx.now.isoformat())
    changed = []
    for telegram_id in (LI, WANG, ZHAO):
        member = people.by_account(tx, telegram_id)
        wanted = LANGUAGES.get(language, "en")
        if member is not None and member.language != wanted:
            people.change_person(tx, member.id, language=wanted)
            changed.append(telegram_id)
    return changed


def awaited(tx: Tx) -> int | None:
    """The work item whose reminder the story waits for; None at any other time. Others' deadlines may come before."""
    began = keys.get(tx, BEGAN)
    if began is None:
        return None
    parts = (r for r in records.of_kind(tx, "spare_part") if r.created_at >= datetime.fromisoformat(began))
    owed = (item for part in parts for item in records.items(tx, part.id, only_open=True))
    return next((item.id for item in owed if item.step == "confirm" and not chases.count(tx, item.id)), None)
