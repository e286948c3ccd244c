"""What `import cnnlab` costs, against `import numpy`.

Each import has a fresh process, which takes the time itself, so that the
start of Python is in neither figure; the best of the rounds counts. The first
round compiles and warms the files and is not counted. `import cnnlab` loads
next to nothing, so a second row, without an aim, has a part that is used.
"""

import subprocess
import sys

from rows import Row

AIMS = {"cnnlab": 1 / 1.2, "cnnlab.data": None}
CODE = """
from time import perf_counter
start = perf_counter()
import {}
print(perf_counter() - start)
"""


def rows(full: bool) -> list[Row]:
    """A row for each of `AIMS`; all are measured in turn."""
    rounds = 25 if full else 9
    modules = ("numpy", *AIMS)
    for module in modules:
        seconds(module)
    best = dict.fromkeys(modules, float("inf"))
    for _ in range(rounds):
        for module in modules:
            best[module] = min(best[module], seconds(module))
    theirs = 1000 * best["numpy"]
    found = []
    for module, aim in AIMS.items():
        what, ours = (
            f"import {module}, against import numpy",
            1000 * best[module],
        )
        row = Row(
            "import", what, "ms", ours, theirs, theirs / ours, aim, rounds
        )
        found.append(row)
    return found


def seconds(module: str) -> float:
    """The time of one import in a process of its own."""
    command = [sys.executable, "-c", CODE.format(module)]
    done = subprocess.run(command, check=True, capture_output=True)
    return float(done.stdout)
