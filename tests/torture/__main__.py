"""`python -m tests.torture [--only T1,T2] [--quick] [--seed N]`: 1 if a figure is not met.

`python -m tests.torture soak --minutes N` is T17, which takes as long as one gives it."""

from __future__ import annotations

import argparse
import secrets
import sys
from pathlib import Path

from tests.torture import soak
from tests.torture.plan import chosen, names
from tests.torture.runner import run_all


def main() -> int:
    if sys.argv[1:2] == ["soak"]:
        return soak.main(sys.argv[2:])
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--only", help=f"some of {', '.join(names())}")
    parser.add_argument("--quick", action="store_true", help="a handful of everything")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="repeats a run")
    parser.add_argument("--json", type=Path, default=Path("torture.json"), help="where the figures go")
    asked = parser.parse_args()
    try:
        numbers = chosen(asked.only)
    except KeyError as error:
        parser.error(f"there is no {error.args[0]}; there are {', '.join(names())}")
    return 0 if run_all(numbers, seed=asked.seed, is_quick=asked.quick, into=asked.json) else 1


if __name__ == "__main__":
    sys.exit(main())
