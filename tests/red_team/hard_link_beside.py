"""The same with hard links, which look like plain files.

class: links and odd names
gain: read
nbgrader: works
place: folder
"""

import json
import os

READ = """
from pathlib import Path
for path in Path().glob("*.txt"):
    print(path.read_text()[:5000])
"""
notebook = handed_in(double=READ, scale=SCALE)  # noqa: F821
(folder / "hw.ipynb").write_text(json.dumps(notebook))  # noqa: F821
os.link("@COURSE@/source/hw/hw.ipynb", folder / "a.txt")  # noqa: F821
os.link("@HOME@/secret.txt", folder / "b.txt")  # noqa: F821
