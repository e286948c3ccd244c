"""Look for files and sockets that the grader left open.

class: read source/
gain: escape
nbgrader: not_applicable = "a kernel's descriptors are its own sockets"
"""

import os
import stat

for name in os.listdir("/proc/self/fd"):
    try:
        mode = os.fstat(int(name)).st_mode
        where = os.readlink(f"/proc/self/fd/{name}")
    except OSError:
        continue
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode) and where != "/proc/self/fd":
        print("@ESCAPED@:", where)
sockets = [
    n
    for n in os.listdir("/proc/self/fd")
    if os.path.exists(f"/proc/self/fd/{n}")
    and stat.S_ISSOCK(os.stat(f"/proc/self/fd/{n}").st_mode)
]
if len(sockets) > 1:
    print("@ESCAPED@: sockets", sockets)
