"""Stop all processes instead of ending them: who waits, waits for ever.

class: kill the grader
gain: harm
nbgrader: works
"""

import contextlib
import os
import signal

with contextlib.suppress(OSError):
    os.kill(os.getppid(), signal.SIGSTOP)
    os.kill(-1, signal.SIGSTOP)
os.kill(os.getpid(), signal.SIGSTOP)
