"""Announce 4 GB and send nothing.

class: forge the result channel
gain: harm
nbgrader: not_applicable = "it has no such channel"
"""

import sys

wire = sys.modules.get("cnnlab.grading.wire")
if wire:
    wire.encode = lambda reply: b"\xff\xff\xff\xff"
