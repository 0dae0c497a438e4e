"""The locks serve every Python that the README names, and hold neither an index's address nor a path."""

import re
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
# Debian 12's own is 3.11.2, and some packages need more before 3.11.3.
PYTHONS = ("3.11.2", "3.11.9", "3.12.1", "3.13.0")


def locked(name: str) -> list[Requirement]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [Requirement(line.removesuffix("\\").strip()) for line in lines if re.match(r"[a-z0-9]", line)]


def environment(version: str, extra: str) -> dict[str, str]:
    return {
        "python_version": version.rpartition(".")[0],
        "python_full_version": version,
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "sys_platform": "linux",
        "platform_system": "Linux",
        "os_name": "posix",
        "extra": extra,
    }


def needed(package: str, extras: set[str], version: str) -> set[str]:
    """What an installed package needs on that Python, by its own metadata; nothing where it is not installed here."""
    try:
        texts = requires(package) or []
    except PackageNotFoundError:
        return set()
    wanted = [Requirement(text) for text in texts]
    return {
        canonicalize_name(each.name)
        for each in wanted
        if each.marker is None or any(each.marker.evaluate(environment(version, e)) for e in extras | {""})
    }


@pytest.mark.parametrize("version", PYTHONS)
def test_the_locks_hold_whatever_a_package_needs_on_that_python(version: str) -> None:
    packages = {
        canonicalize_name(each.name): each.extras
        for each in locked("requirements.lock") + locked("requirements-dev.lock")
        if each.marker is None or each.marker.evaluate(environment(version, ""))
    }
    missing = {(p, n) for p, extras in packages.items() for n in needed(p, extras, version) if n not in packages}
    assert missing == set()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_holds_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not [address for address in ("://", "--index", "--find-links") if address in text]
    entries = re.split(r"\n(?=[a-z0-9])", re.sub(r"(?m)^#.*\n", "", text))
    assert all("--hash=sha256:" in entry for entry in entries)
