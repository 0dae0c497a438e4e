"""The tests meet aiogram as the product does."""

from bot.late_schemas import import_aiogram

import_aiogram()
