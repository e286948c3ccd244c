"""Links beside the notebook, which prints whatever they lead to.

class: links and odd names
gain: read
nbgrader: works
place: folder
"""

import json
import os

READ = """
from pathlib import Path
for path in Path().glob("**/*.txt"):
    print(path.read_text()[:5000])
"""
notebook = handed_in(double=READ, scale=SCALE)  # noqa: F821
(folder / "hw.ipynb").write_text(json.dumps(notebook))  # noqa: F821
os.symlink("@COURSE@/source/hw/hw.ipynb", folder / "a.txt")  # noqa: F821
os.symlink("@HOME@", folder / "home")  # noqa: F821
os.symlink("@HOME@/secret.txt", folder / "b.txt")  # noqa: F821
