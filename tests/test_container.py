"""What describes the containers says what it must. That an engine takes it is not shown here: it needs one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import PREFIX, Settings

ROOT = Path(__file__).parents[1]


def compose() -> str:
    return (ROOT / "compose.yaml").read_text(encoding="utf-8")


def section(name: str) -> str:
    """The lines below the first such name, with its blanks before it, as far as they are indented deeper."""
    deeper = len(name) - len(name.lstrip()) + 1
    found = re.search(rf"^{re.escape(name)}:.*\n((?: {{{deeper},}}.*\n|\n)*)", compose(), re.MULTILINE)
    assert found, f"there is no {name}"
    return found[1]


def mapping(text: str) -> dict[str, str]:
    """`name: value`, a line each."""
    return dict(re.findall(r"^ +(\w+): (\S.*)$", text, re.MULTILINE))


def test_it_has_no_tabs_and_even_steps() -> None:
    for line in compose().splitlines():
        assert "\t" not in line
        assert (len(line) - len(line.lstrip(" "))) % 2 == 0, line


@pytest.mark.parametrize("name", ["bot", "postgres", "redis"])
def test_every_service_is_locked_down(name: str) -> None:
    service = section(f"  {name}")
    assert "<<: *locked-down" in service
    for line in ("read_only: true", "cap_drop: [ALL]", 'security_opt: ["no-new-privileges:true"]'):
        assert line in section("x-locked-down")
    assert not mapping(service)["user"].startswith(('"0', '"root'))
    for limit in ("mem_limit: ", "pids_limit: ", "healthcheck:", 'tmpfs: ["/tmp:'):
        assert limit in service
    assert "ports:" not in service, "only the balancer is seen from outside"


def test_the_bot_is_set_by_settings_that_there_are() -> None:
    names = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    of_bot = mapping(section("    environment"))
    assert len(of_bot) > 5
    assert of_bot.keys() <= names


def test_no_secret_stands_in_the_file() -> None:
    for name, value in mapping(section("    environment")).items():
        assert not name.endswith(("_TOKEN", "_SECRET", "DATABASE_URL")), f"{name} belongs into a file"
        if name.endswith("_FILE"):
            assert value.removeprefix("/run/secrets/") in section("secrets")
    assert all("{file: ./secrets/" in line for line in section("secrets").strip().splitlines())


def test_images_can_be_pinned() -> None:
    images = re.findall(r"^ +image: (.*)$", compose(), re.MULTILINE)
    assert len(images) == 3
    assert all(re.fullmatch(r"\$\{[A-Z]+_IMAGE:-[^}]+\}", image) for image in images)
    assert "ARG BASE=" in containerfile()


def containerfile() -> str:
    return (ROOT / "Containerfile").read_text(encoding="utf-8")


def test_the_image_runs_as_nobody_special_and_says_how_it_is() -> None:
    lines = containerfile().splitlines()
    assert "USER 10001:10001" in lines
    assert "HEALTHCHECK" in containerfile()
    assert "--require-hashes" in containerfile()
    assert not re.search(r"index-url|trusted-host|https?://(?!127\.0\.0\.1)", containerfile())
