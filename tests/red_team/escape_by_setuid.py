"""Start a program that has more rights than its user.

class: escape from the box
gain: escape
nbgrader: not_applicable = "there is no box to escape from"
"""

import contextlib
import os
import subprocess
from pathlib import Path

status = Path("/proc/self/status").read_text()
if "NoNewPrivs:\t1" not in status:
    print("@ESCAPED@: programs may gain rights")
for number in ("setuid", "setgid"):
    with contextlib.suppress(OSError):
        getattr(os, number)(0)
        print("@ESCAPED@:", number)
for program in ("mount", "su", "passwd", "chfn"):
    with contextlib.suppress(OSError):
        done = subprocess.run(
            [program, "--version"], capture_output=True, check=False
        )
        del done
with contextlib.suppress(OSError):
    os.mknod("disk", 0o600 | 0o060000, os.makedev(254, 0))
    print("@ESCAPED@: a device")
