"""Dozens of cells that each break the box, which is started again.

class: os._exit
gain: harm
nbgrader: works
place: folder
"""

import json

notebook = handed_in(scale=SCALE)  # noqa: F821
bad = notebook["cells"][1] | {"metadata": {}, "id": "x"}
bad["source"] = "import os\nos._exit(1)"
notebook["cells"] += [bad] * 40
(folder / "hw.ipynb").write_text(json.dumps(notebook))  # noqa: F821
