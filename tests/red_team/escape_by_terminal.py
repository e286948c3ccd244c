"""Type commands into the terminal of whoever grades.

class: escape from the box
gain: escape
nbgrader: not_applicable = "there is no box to escape from"
"""

import contextlib
import fcntl
import os
import termios

for name in ("/dev/tty", "/dev/console", "/proc/self/fd/0"):
    with contextlib.suppress(OSError):
        terminal = os.open(name, os.O_RDWR | os.O_NOCTTY)
        fcntl.ioctl(terminal, termios.TIOCSTI, b"x")
        print("@ESCAPED@:", name)
