"""The catalogues: what marks a text, what a check finds, and that ours are complete."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from bot.catalogues.__main__ import check, extract
from bot.catalogues.checks import faults, strings
from bot.catalogues.extraction import UnreadableTextError, marked_in
from bot.catalogues.store import compile_catalogue, load, path_of, read, translations, write

SOURCE = """
label = N_("Part")
t("Hello {name}", name=str(t.c("title", "Dr")))
self.tongue.n("{n} photo", "{n} photos", count)
t(label)
table.c("not", "ours")
n("not", "ours")
"""


@pytest.fixture
def house(tmp_path: Path) -> tuple[Path, Path]:
    source, locales = tmp_path / "bot", tmp_path / "locales"
    source.mkdir()
    (source / "texts.py").write_text(SOURCE, encoding="utf-8")
    return source, locales


def test_own_catalogues_are_complete() -> None:
    assert check() == []


def test_marks_are_found_inside_other_calls_and_told_from_their_likes() -> None:
    found = {(marked.msgid, marked.context) for marked in marked_in(SOURCE)}
    assert found == {
        ("Part", None),
        ("Hello {name}", None),
        ("Dr", "title"),
        (("{n} photo", "{n} photos"), None),
    }


@pytest.mark.parametrize("source", ['t(f"Hello {name}")', 't("Hello " + name)', 'N_("%s" % name)'])
def test_text_that_is_put_together_is_refused_with_its_place(source: str) -> None:
    with pytest.raises(UnreadableTextError, match=r"card\.py:1"):
        list(marked_in(source, "card.py"))


def test_extract_fills_english_and_waits_for_chinese(house: tuple[Path, Path]) -> None:
    source, locales = house
    extract(source=source, locales=locales)
    assert check(source=source, locales=locales) == [
        "zh_CN: missing: 'Hello {name}'",
        "zh_CN: missing: 'Part'",
        "zh_CN: missing: '{n} photo'",
        "zh_CN: missing: [title] 'Dr'",
    ]
    assert load("en", locales).ngettext("{n} photo", "{n} photos", 2) == "{n} photos"


def test_extract_twice_changes_nothing(house: tuple[Path, Path]) -> None:
    source, locales = house
    extract(source=source, locales=locales)
    before = path_of("zh_CN", locales).read_bytes()
    extract(source=source, locales=locales)
    assert path_of("zh_CN", locales).read_bytes() == before


def test_translation_survives_until_it_is_pruned(house: tuple[Path, Path]) -> None:
    source, locales = house
    extract(source=source, locales=locales)
    catalog = read("zh_CN", locales)
    catalog["Part"].string = "零件"
    write("zh_CN", catalog, locales)
    (source / "texts.py").write_text("", encoding="utf-8")
    extract(source=source, locales=locales)
    assert check(source=source, locales=locales) == ["zh_CN: obsolete: 'Part'"]
    extract(source=source, locales=locales, prune=True)
    assert check(source=source, locales=locales) == []


def test_check_names_every_kind_of_fault() -> None:
    template, catalog = Catalog(), Catalog(locale="zh_CN")
    for msgid in ("{name} left", "<b>Part</b>", "Half {open", "Part"):
        template.add(msgid)
    catalog.add("{name} left", "{nmae}走了")
    catalog.add("<b>Part</b>", "<i>零件</i>")
    catalog.add("Half {open", "一半{")
    catalog.add("Part", "零件", flags=["fuzzy"])
    catalog.add("Gone", "没了")
    assert list(faults(template, catalog)) == [
        "placeholders differ: '{name} left'",
        "tags differ: '<b>Part</b>'",
        "placeholders differ: 'Half {open'",
        "fuzzy: 'Part'",
        "obsolete: 'Gone'",
    ]


def test_compiled_catalogue_is_used_until_its_source_is_newer(house: tuple[Path, Path]) -> None:
    source, locales = house
    extract(source=source, locales=locales)
    compile_catalogue("zh_CN", locales)
    assert load("zh_CN", locales).gettext("Part") == "Part"
    catalog = read("zh_CN", locales)
    catalog["Part"].string = "零件"
    write("zh_CN", catalog, locales)
    assert load("zh_CN", locales).gettext("Part") == "零件"


CHINESE = r"[\u4e00-\u9fff“”（）、。]"
HALF_WIDTH = re.compile(rf"(?<={CHINESE})[,:;?!]|[,;?!](?={CHINESE})|\([^()]*[\u4e00-\u9fff][^()]*\)")
PROCEDURE = {
    "After-sale service": "售后服务单位",
    "Late delivery": "延期交货",
    "Quality alert": "质量警报",
    "Resupply for the OEM": "备件补发通知单",
    "Warranty part": "三包备件",
    "Promised date": "承诺交期",
    "General manager's office": "经理部",
    "Management representative": "管理者代表",
    "obtain the customer's consent": "征得顾客同意",
    "old part": "旧件返回",
    "unit leader": "单位领导",
    "quality": "质量部",
}


def chinese() -> Iterator[str]:
    for message in read("zh_CN"):
        if message.id:
            yield from strings(message)


def test_chinese_has_full_width_punctuation() -> None:
    assert [text for text in chinese() if HALF_WIDTH.search(text)] == []


def test_chinese_addresses_people_formally() -> None:
    assert [text for text in chinese() if "你" in text] == []


def test_chinese_leaves_commands_to_be_tapped() -> None:
    """Telegram finds a command only between blanks or punctuation."""
    assert [text for text in chinese() if re.search(r"[\u4e00-\u9fff]/[a-z]+|/[a-z]+[\u4e00-\u9fff]", text)] == []


def test_chinese_speaks_the_words_of_the_procedure() -> None:
    spoken = translations("zh_CN")
    assert {english: spoken.gettext(english) for english in PROCEDURE} == PROCEDURE
