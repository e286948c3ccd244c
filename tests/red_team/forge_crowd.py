"""A message of 24 MB that needs half a gigabyte once it is read.

class: forge the result channel
gain: harm
nbgrader: not_applicable = "it has no such channel"
"""

import struct
import sys

wire = sys.modules.get("cnnlab.grading.wire")
if wire:

    def crowd(reply):
        body = b'{"id": %d, "found": [' % reply["id"]
        body += b"{}," * (8 * 2**20) + b"{}]}"
        return struct.pack(">I", len(body)) + body

    wire.encode = crowd
