"""Addresses as others write them, which may be none."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

NONE = SplitResult("", "", "", "", "")


def split_url(url: str) -> SplitResult:
    """All parts are empty where `url` is no address at all."""
    try:
        return urlsplit(url)
    except ValueError:
        return NONE
