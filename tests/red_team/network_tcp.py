"""Send a message to a server on the grader's machine and beyond.

class: reach the network
gain: escape
nbgrader: not_applicable = "the outer box has no network either"
"""

import socket

for host, port in (("127.0.0.1", int("@PORT@")), ("192.0.2.1", 80)):
    try:
        with socket.create_connection((host, port), timeout=0.3) as line:
            line.sendall(b"hello from a submission")
            print("@ESCAPED@:", host)
    except OSError:
        continue
