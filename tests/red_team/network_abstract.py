"""Reach services of the machine by their abstract sockets.

class: reach the network
gain: escape
nbgrader: not_applicable = "the outer box has no network either"
"""

import socket

with socket.socket(socket.AF_UNIX) as line:
    try:
        line.connect("\0red-team-@PORT@")
        print("@ESCAPED@: an abstract socket")
    except OSError:
        pass
