"""Keep 1.5 GB in files without a name, which no process has mapped.

class: 12 GB allocations
gain: harm
nbgrader: works
"""

import os

kept, block = [], b"x" * 2**20
for number in range(48):
    kept.append(os.memfd_create(f"m{number}"))
    for _ in range(32):
        os.write(kept[-1], block)
print("@ESCAPED@: 1.5 GB in nameless files")
