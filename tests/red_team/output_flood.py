"""Print 300 MB.

class: 300 MB of output
gain: harm
nbgrader: works
"""

import sys

line = "x" * 2**20
for _ in range(300):
    sys.stdout.write(line)
