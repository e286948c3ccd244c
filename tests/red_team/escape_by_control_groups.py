"""Leave the control group that holds the limits.

class: escape from the box
gain: escape
nbgrader: not_applicable = "there is no box to escape from"
"""

import contextlib
import os
from pathlib import Path

for path in Path("/sys/fs/cgroup").glob("**/cgroup.procs"):
    with contextlib.suppress(OSError):
        path.write_text(str(os.getpid()))
        print("@ESCAPED@:", path)
