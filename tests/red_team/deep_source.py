"""Cells nested so deep that reading them breaks the reader.

class: os._exit
gain: harm
nbgrader: fails: a cell that is no Python is an error
place: folder
"""

import json

notebook = handed_in(scale=SCALE)  # noqa: F821
deep = ["(" * 100_000, "-" * 200_000 + "1", "1" + "+1" * 50_000]
deep += ["a" + ".b" * 50_000, "lambda:" * 20_000 + "1", "\0" * 1000]
for text in deep:
    cell = notebook["cells"][1] | {"metadata": {}, "id": "x", "source": text}
    notebook["cells"].insert(0, cell)
(folder / "hw.ipynb").write_text(json.dumps(notebook))  # noqa: F821
