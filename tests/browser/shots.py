"""Pictures for somebody to look at, kept where FIELDCLERK_SCREENSHOTS says; nowhere without it."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.async_api import Page


async def picture_of(page: Page, name: str) -> None:
    folder = os.environ.get("FIELDCLERK_SCREENSHOTS")
    if folder:
        await page.screenshot(path=Path(folder) / f"{name}.png")
