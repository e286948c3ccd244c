"""Read what somebody else has handed in.

class: other students' files
gain: read
nbgrader: works
"""

from pathlib import Path

for path in Path("@COURSE@").glob("submitted/*honest*/*/*.ipynb"):
    print(path.read_text()[:6000])
