"""Never return, and refuse to be interrupted.

class: endless loops in Python
gain: harm
nbgrader: works
"""

import signal

for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
    signal.signal(number, signal.SIG_IGN)
while True:
    pass
