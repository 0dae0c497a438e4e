from tests.support.fixtures import clock
from tests.support.fixtures import database as on_sqlite
from tests.support.fixtures import either as database

__all__ = ["clock", "database", "on_sqlite"]
