"""What reliability.md promises, tried until it holds or breaks: `python -m tests.torture` (T1 to T19).

One module a promise, t01_….py to t19_….py. Each has

    TITLE                                               one line, what is claimed
    async def run(scale: Scale) -> dict[str, Any]       the figures as measured, "met" among them

and, where 300 s are not the right limit, LIMIT in seconds. A file with that name and those two is found by itself.
"""
