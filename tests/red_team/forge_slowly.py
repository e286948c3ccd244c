"""Announce a message and send it byte by byte: nobody seems to be idle.

class: forge the result channel
gain: harm
nbgrader: not_applicable = "it has no such channel"
"""

import os
import stat
import time

for name in range(3, 256):
    try:
        if stat.S_ISSOCK(os.fstat(name).st_mode):
            break
    except OSError:
        continue
os.write(name, b"\x00\x10\x00\x00")
for _ in range(2000):
    os.write(name, b" ")
    time.sleep(0.01)
print("@ESCAPED@: 20 s without computing")
