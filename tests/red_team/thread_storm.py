"""Start threads as fast as it goes; 300 here, for the machine's sake.

class: fork storms
gain: harm
nbgrader: not_applicable = "300 threads hurt nobody; our limit is lower"
"""

import threading
import time

started = 0
for _ in range(300):
    try:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        started += 1
    except RuntimeError:
        break
if started >= 300:
    print("@ESCAPED@:", started, "threads")
time.sleep(60)
