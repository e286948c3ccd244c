"""Walk out by /proc: roots, folders and files of other processes.

class: escape from the box
gain: escape
nbgrader: not_applicable = "there is no box to escape from"
"""

import contextlib
import os
from pathlib import Path

for process in Path("/proc").glob("[0-9]*"):
    for name in ("root@COURSE@", "cwd/../../..@COURSE@"):
        with contextlib.suppress(OSError):
            print("@ESCAPED@:", os.listdir(process / name))
    with contextlib.suppress(OSError):
        for entry in (process / "fd").iterdir():
            if os.readlink(entry).startswith("@COURSE@"):
                print("@ESCAPED@:", entry)
for path in ("/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger"):
    with contextlib.suppress(OSError), open(path, "r+b", 0):
        print("@ESCAPED@: may write", path)
