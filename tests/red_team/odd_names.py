"""Files whose names are commands, paths and lines of their own.

class: links and odd names
gain: write
nbgrader: fails: it copies them as they are
place: folder
"""

import json

notebook = handed_in(scale=SCALE)  # noqa: F821
(folder / "hw.ipynb").write_text(json.dumps(notebook))  # noqa: F821
for name in ("=cmd|'calc'!A0", "a\nb.txt", "..\\up.txt", "-rf", "$(id).txt"):
    (folder / name).write_text("x")  # noqa: F821
(folder / "numpy.py").write_text("raise SystemExit")  # noqa: F821
