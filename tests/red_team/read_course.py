"""Read the instructor's notebook: solutions and hidden tests.

class: read source/
gain: read
nbgrader: works
"""

from pathlib import Path

for path in Path("@COURSE@").glob("source/*/*"):
    print(path.read_text()[:6000])
