"""Work in children that live too briefly to be seen working.

class: endless loops in Python
gain: harm
nbgrader: fails: its time limit for a cell interrupts this one
"""

import os
import time

while True:
    child = os.fork()
    if child == 0:
        end = time.monotonic() + 0.02
        while time.monotonic() < end:
            pass
        os._exit(0)
    os.waitpid(child, 0)
