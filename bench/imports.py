"""What `import cnnlab` costs, against `import numpy`."""

import subprocess
import sys

from rows import Row, interleaved


def rows(full: bool) -> list[Row]:
    """Fresh processes, in turn, with what Python itself needs taken off."""
    rounds = 15 if full else 5
    sides = {
        side: lambda code=code: subprocess.run(
            [sys.executable, "-c", code], check=True
        )
        for side, code in (
            ("python", "pass"),
            ("ours", "import cnnlab"),
            ("theirs", "import numpy"),
        )
    }
    seconds = interleaved(sides, rounds)
    best = {side: 1000 * min(times) for side, times in seconds.items()}
    ours, theirs = (
        max(best[side] - best["python"], 0.1) for side in ("ours", "theirs")
    )
    what = "import cnnlab, against import numpy"
    aim = 1 / 1.2
    return [
        Row("import", what, "ms", ours, theirs, theirs / ours, aim, rounds)
    ]
