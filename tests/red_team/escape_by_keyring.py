"""Read keys that the kernel keeps for the session of the grader.

class: escape from the box
gain: escape
nbgrader: not_applicable = "there is no box to escape from"
"""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)
KEYCTL, ADD_KEY, SESSION = 250, 248, -3
# 0: the number of the session's ring, made if need be; 11: its contents.
ring = libc.syscall(KEYCTL, 0, SESSION, 0)
found = libc.syscall(KEYCTL, 11, SESSION, ctypes.create_string_buffer(64), 64)
if ring > 0 and found >= 0:
    print("@ESCAPED@: the session's keys", ring, found)
