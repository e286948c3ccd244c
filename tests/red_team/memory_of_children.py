"""Spread memory over children, each of them below any limit of its own.

class: 12 GB allocations
gain: harm
nbgrader: works
"""

import os
import time

for _ in range(20):
    if os.fork() == 0:
        kept = bytearray(b"x") * (100 * 2**20)
        time.sleep(30)
        os._exit(0)
time.sleep(5)
print("@ESCAPED@: 2 GB in 20 children")
