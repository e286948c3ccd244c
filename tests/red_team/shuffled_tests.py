"""Hundreds of cells that are nearly a test cell: comparing them is slow.

class: endless loops in Python
gain: harm
nbgrader: not_applicable = "it compares no cells"
place: folder
"""

import copy
import json
import random

notebook = handed_in(scale=SCALE)  # noqa: F821
tests = [c for c in notebook["cells"] if c["id"].endswith("values")]
shuffle = random.Random(3).shuffle
for _ in range(400):
    for test in tests:
        letters = list(test["source"])
        shuffle(letters)
        cell = copy.deepcopy(test) | {"metadata": {}, "id": "x"}
        cell["source"] = '"""' + "".join(letters).replace('"', "'") + '"""'
        notebook["cells"].append(cell)
(folder / "hw.ipynb").write_text(json.dumps(notebook))  # noqa: F821
