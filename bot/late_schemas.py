"""aiogram without the wait: the validators of its types are made when first used.

aiogram tells pydantic to put them off (`defer_build`) and yet, at the end of its import, asks for all 450 of them: half
of a cold start and 90 MB, for a bot that uses thirty. Those requests are let pass here, and the names that came with
them are kept for the time of need. An aiogram that no longer asks is simply imported.
"""

from __future__ import annotations

import sys
from typing import Any

from pydantic import BaseModel

Names = dict[str, Any]


def import_aiogram() -> None:
    """Import aiogram, its validators to be made later. Does nothing when it is imported already."""
    if "aiogram" in sys.modules:
        return
    names: Names = {}
    model: Any = BaseModel
    rebuild = vars(BaseModel)["model_rebuild"]
    model.model_rebuild = classmethod(_keeping(names, rebuild.__func__))
    try:
        import aiogram.methods.base  # noqa: F401 - that it is imported is all that is wanted
    finally:
        model.model_rebuild = rebuild
    if names:
        _lend(names, rebuild.__func__)


def _keeping(names: Names, rebuild: Any) -> Any:
    def model_rebuild(cls: type[Any], /, *, _types_namespace: Names | None = None, **options: Any) -> Any:
        if _types_namespace is None or not cls.__module__.startswith("aiogram."):
            return rebuild(cls, _types_namespace=_types_namespace, **options)
        names.update(_types_namespace)
        return None

    return model_rebuild


def _lend(names: Names, rebuild: Any) -> None:
    """Each of aiogram's types finds the names of the others, whenever it is made."""
    from aiogram.methods.base import Request, Response, TelegramMethod
    from aiogram.types.base import TelegramObject

    def model_rebuild(cls: type[Any], /, *, _types_namespace: Names | None = None, **options: Any) -> Any:
        return rebuild(cls, _types_namespace={**names, **(_types_namespace or {})}, **options)

    roots: tuple[Any, ...] = (TelegramObject, TelegramMethod, Request, Response)
    for root in roots:
        root.model_rebuild = classmethod(model_rebuild)
