"""Start processes as fast as it goes; 300 here, for the machine's sake.

class: fork storms
gain: harm
nbgrader: works
"""

import os
import time

started = 0
for _ in range(300):
    try:
        if os.fork() == 0:
            time.sleep(60)
            os._exit(0)
        started += 1
    except OSError:
        break
if started >= 300:
    print("@ESCAPED@:", started, "processes")
time.sleep(60)
