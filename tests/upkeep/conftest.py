from tests.support.fixtures import clock

__all__ = ["clock"]
