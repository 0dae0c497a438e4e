"""The records of the demo's company, as they came about: a few in every chapter, in every state."""

from bot.demo.cases.agreed import AGREED
from bot.demo.cases.customers import CUSTOMERS
from bot.demo.cases.field import FIELD
from bot.demo.cases.orders import ORDERS
from bot.demo.cases.quality import QUALITY

CASES = (*FIELD, *ORDERS, *QUALITY, *CUSTOMERS, *AGREED)

__all__ = ["CASES"]
