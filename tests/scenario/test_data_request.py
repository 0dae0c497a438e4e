"""R9 to R11, R29, R30: every line of a request goes to who provides it, and every delivery is logged."""

from __future__ import annotations

from typing import Any

import pytest

from bot.procedure.kinds import Unreadable
from bot.sandbox.client import RefusedError
from tests.scenario.backstage import Backstage
from tests.scenario.stage import in_both_languages
from tests.scenario.talk import LI, PHOTO, WU, ZHAO, ZHOU, Books, Done, Talk, labels, only

XU, GAO, QIN = 1019, 1013, 1024  # project team: staff, its leader; branch plant
KELLER = "David Keller · supplier quality manager"
REQUEST = (
    "=/new", "📑 Data or sample request", "Technical or quality data", "SAIC-GM", KELLER, "Sensors", "=2026-12-04",
    "b Manuals, specs, QA documents", "=Manual PRS-0720", "Add another",
    "e Inspection and test records", "=Last three batches", "Self-made", "That's all", "Hand in",
)  # fmt: skip
EVERY_KIND: dict[str, Any] = {
    "purpose": "samples", "customer_id": "FAW", "contact_id": "郑国强", "due_on": "2026-12-04",
    "lines": [
        {"kind": "a", "what": "5 samples"},
        {"kind": "c", "what": "Endurance test"},
        {"kind": "d", "what": "Next generation"},
        {"kind": "e", "what": "Magnets", "source": "purchased"},
        {"kind": "e", "what": "Coils", "source": "self_made"},
    ],
}  # fmt: skip
ONE = EVERY_KIND | {"lines": [{"kind": "a", "what": "5 samples"}, {"kind": "d", "what": "Drawing"}]}


def log(books: Books, number: str) -> list[dict[str, Any]]:
    """What was delivered, in order."""
    found: list[dict[str, Any]] = books.record(number)["data"]["documents"]
    return found


@pytest.mark.shows("R10", "R11", "R29", "R30", "R47")
@in_both_languages
async def test_a_request_from_the_customer_and_back_to_them(talk: Talk, books: Books) -> None:
    await talk.fill(XU, *REQUEST)
    number = only(books.numbers("data_request"))
    assert books.owed(number) == ["quality_dept", "branch_plant"]
    await talk.sees(ZHAO, number, "Manual PRS-0720", talk.tongue.by(_half_past_five(talk)))

    await talk.press(ZHAO, number, "Provide", "Document", "=QM-PRS-0720", "=V1.0", PHOTO, "Hand in")
    assert "QM-PRS-0720" not in (await talk.card(QIN, number, "Provide"))["text"]  # what others provide is not theirs
    await talk.press(QIN, number, "Provide", "Cannot be provided", "=Batch 3 is at the lab", "Hand in")
    assert books.owed(number) == ["pass_on"]
    await talk.sees(XU, number, "QM-PRS-0720", "Batch 3 is at the lab", "d.keller@sgm.example")

    again = ("Not complete", "Branch plant", "That's all", "A document is missing", "Hand in")
    await talk.press(XU, number, *again)
    assert books.owed(number) == ["branch_plant"]
    await talk.sees(QIN, number, talk("A document is missing"))
    await talk.press(QIN, number, "Provide", "Document", "=IR-1107", "=A", "Skip", "Hand in")
    anew = await talk.card(XU, number, "Passed on")
    assert "IR-1107" in anew["text"]
    assert "Batch 3 is at the lab" not in anew["text"]  # what was provided last is what counts
    await talk.press(XU, number, "Passed on", KELLER, "E-mail", "Hand in")
    _check_log(books, number)

    await talk.press(XU, number, "No action needed", "One-off, solved")
    await talk.press(GAO, number, "Confirm")
    assert books.record(number)["state"] == "done"


def _half_past_five(talk: Talk) -> Any:
    return talk.clock.now().replace(month=12, day=4, hour=9, minute=30)


def _check_log(books: Books, number: str) -> None:
    """Document, version, recipient and date of what went out; what did not go out has none."""
    manual, missing, records = log(books, number)
    assert [manual[name] for name in ("document", "version", "sent_on")] == ["QM-PRS-0720", "V1.0", "2026-11-23"]
    assert [records[name] for name in ("line", "document", "provider")] == [2, "IR-1107", "branch_plant"]
    assert manual["recipient_id"] == records["recipient_id"] == books.record(number)["data"]["contact_id"]
    assert "sent_on" not in missing
    assert books.work(number)[:4] == [
        Done("quality_dept", "done", "provide", "Zhao Min"),
        Done("branch_plant", "done", "provide", "Qin Yan"),
        Done("pass_on", "done", "incomplete", "Xu Rui"),
        Done("branch_plant", "done", "provide", "Qin Yan"),
    ]
    files = books.record(number)["data"]["files"]
    assert [r["kind"] for r in books.rows("SELECT kind FROM file WHERE id = ?", only(files))] == ["photo"]


@pytest.mark.shows("R9", "R10", "R11", "R30")
async def test_each_kind_goes_to_its_provider(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await backstage.open(XU, "data_request", **EVERY_KIND)
    assert books.owed(number) == ["research_institute", "quality_dept", "purchasing_dept", "branch_plant"]
    asked = await talk.press(WU, number, "Provide")
    assert "5 samples" in asked["text"]
    asked = await talk.fill(WU, "Sample or piece", "=S-17", "=C")
    assert "Next generation" in asked["text"]  # the other line of the institute, and no line of anybody else
    asked = await talk.fill(WU, "Document", "=D-4", "=B", "Skip")
    assert "Hand in" in labels(asked)
    await talk.fill(WU, "Hand in")
    assert [(entry["line"], entry["version"]) for entry in log(books, number)] == [(1, "C"), (3, "B")]
    for other in (ZHAO, ZHOU, QIN):
        assert "Provide" in labels(await talk.card(other, number))


@pytest.mark.shows("R4")
async def test_only_pre_and_in_sale_units_open_a_request(talk: Talk) -> None:
    for person in (LI, ZHAO, 1010):
        menu = await talk.fill(person, "=/new")
        assert "📑 Data or sample request" not in labels(menu)
    assert "📑 Data or sample request" in labels(await talk.fill(WU, "=/new"))


@pytest.mark.shows("R30")
async def test_no_line_of_a_provider_is_left_out(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await backstage.open(XU, "data_request", **ONE)
    await talk.press(WU, number, "Provide", "Sample or piece", "=S-17", "=A")
    with pytest.raises(RefusedError):  # the second line is asked: there is no way round it
        await talk.fill(WU, "Hand in")
    with pytest.raises(RefusedError):
        await talk.fill(WU, "Skip")
    entry = {"line": 1, "what": "5 samples", "provider": "research_institute", "how": "none", "obstacle": "None left"}
    with pytest.raises(Exception, match="Please say of every line"):
        await backstage.act(WU, number, "provide", documents=[entry])
    with pytest.raises(Exception, match="Still missing"):
        await backstage.act(WU, number, "provide")
    assert books.owed(number) == ["research_institute"]


@pytest.mark.shows("R29")
async def test_only_who_has_a_line_provides_again(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await backstage.open(XU, "data_request", **ONE)
    lines = [{"line": n, "provider": "research_institute", "how": "none", "obstacle": "No"} for n in (1, 2)]
    await backstage.act(WU, number, "provide", documents=lines)
    with pytest.raises(Unreadable, match="Nothing of this request is asked of one of these"):
        await backstage.act(XU, number, "incomplete", owing=["quality_dept"], reason="Wrong version")
    with pytest.raises(Exception, match="not yours to decide"):
        await backstage.act(WU, number, "pass_on", recipient_id="郑国强", sent_via="email")
    assert books.owed(number) == ["pass_on"]
