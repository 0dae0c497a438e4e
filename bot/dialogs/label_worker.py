"""The process that opens what people sent as pictures: `python -m bot.dialogs.label_worker`, started by label_reader.

Length and bytes of a picture come in, length and JSON of its codes go out, until nothing more comes: when the bot ends,
however it ends, this does."""

from __future__ import annotations

import json
import resource
import signal
import struct
import sys
from collections.abc import Callable
from typing import BinaryIO, Final

from bot.dialogs.labels import codes_in

LENGTH: Final = struct.Struct(">I")
MEMORY: Final = 384 * 2**20  # bytes; the largest picture that is read takes 215 MB, with the program
SECONDS: Final = 10  # of a processor, a picture


def serve(source: BinaryIO, sink: BinaryIO, read: Callable[[bytes], list[str]] = codes_in) -> None:
    """Answer until `source` ends."""
    while len(head := source.read(LENGTH.size)) == LENGTH.size:
        picture = source.read(LENGTH.unpack(head)[0])
        _allow_seconds()
        body = json.dumps(_codes(picture, read)).encode()
        sink.write(LENGTH.pack(len(body)) + body)
        sink.flush()


def _codes(picture: bytes, read: Callable[[bytes], list[str]]) -> list[str]:
    try:
        return read(picture)
    except (MemoryError, RuntimeError):  # as the library says that it got no memory
        return []


def bound() -> None:
    """From here on this process has little memory, writes no file and leaves no core."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _allow_seconds() -> None:
    """What a picture takes beyond them ends the process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(usage.ru_utime + usage.ru_stime)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + SECONDS, resource.RLIM_INFINITY))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a terminal, meant for the bot
    bound()
    serve(sys.stdin.buffer, sys.stdout.buffer)
