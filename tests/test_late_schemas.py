"""aiogram imported the product's way is the same library: only later."""

from __future__ import annotations

import subprocess
import sys

ALL_OF_THEM = """
from bot.late_schemas import import_aiogram
import_aiogram()
from aiogram.methods.base import TelegramMethod
from aiogram.types import Update
from aiogram.types.base import TelegramObject
from pydantic import BaseModel
assert not Update.__pydantic_complete__, "made at import: the start is slow again"
assert vars(BaseModel)["model_rebuild"].__func__.__module__ == "pydantic.main", "pydantic is left as it was"

def every(root):
    for model in root.__subclasses__():
        yield model
        yield from every(model)

models = [*every(TelegramObject), *every(TelegramMethod)]
for model in models:
    model.model_rebuild()
    assert model.__pydantic_complete__, model
print(len(models))
"""


def test_every_type_of_aiogram_can_still_be_made() -> None:
    ended = subprocess.run([sys.executable, "-c", ALL_OF_THEM], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) > 400
