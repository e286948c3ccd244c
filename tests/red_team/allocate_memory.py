"""Ask for 12 GB, and keep what comes.

class: 12 GB allocations
gain: harm
nbgrader: not_applicable = "the outer box limits it"
"""

kept = []
for _ in range(12):
    kept.append(bytearray(b"x") * 2**30)
print("@ESCAPED@: 12 GB")
