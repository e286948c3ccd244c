"""Messages nested so deep that reading them breaks the reader.

class: forge the result channel
gain: harm
nbgrader: not_applicable = "it has no such channel"
"""

import struct
import sys

wire = sys.modules.get("cnnlab.grading.wire")
if wire:
    body = b'{"id": 3, "value": ' + b'{"list": [' * 100_000
    wire.encode = lambda reply: struct.pack(">I", len(body)) + body
