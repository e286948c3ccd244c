"""Make a user namespace of one's own, and mount in it.

class: escape from the box
gain: escape
nbgrader: not_applicable = "there is no box to escape from"
"""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)
for flag in (0x10000000, 0x10020000, 0x00020000, 0x40000000, 0x20000000):
    if libc.unshare(flag) == 0:
        print("@ESCAPED@: unshare", hex(flag))
if libc.mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0:
    print("@ESCAPED@: mount")
if libc.umount2(b"/tmp", 2) == 0:
    print("@ESCAPED@: umount")
if libc.chroot(b"/tmp") == 0:
    print("@ESCAPED@: chroot")
