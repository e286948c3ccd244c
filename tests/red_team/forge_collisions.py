"""A set of numbers whose hashes are all the same.

class: forge the result channel
gain: harm
nbgrader: not_applicable = "it has no such channel"
"""

import sys

wire = sys.modules.get("cnnlab.grading.wire")
if wire:
    encode, prime = wire.encode, 2**61 - 1
    numbers = [{"plain": i * prime} for i in range(1, 100_000)]

    def crowd(reply):
        if "found" in reply:
            reply["found"] = {"double": {"set": numbers}}
        return encode(reply)

    wire.encode = crowd
