"""Read the environment of every process that can be seen.

class: detect grading from the environment
gain: read
nbgrader: works
"""

import contextlib
import os
from pathlib import Path

print(os.environ)
for path in Path("/proc").glob("[0-9]*"):
    for name in ("environ", "cmdline", "cwd"):
        with contextlib.suppress(OSError):
            print((path / name).read_bytes().replace(b"\0", b" ")[:2000])
