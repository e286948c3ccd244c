"""A notebook of which every field is of the wrong kind.

class: links and odd names
gain: harm
nbgrader: works
place: folder
"""

import json

cells = [
    {"cell_type": [], "source": {"a": 1}, "metadata": 7, "id": [1]},
    {"cell_type": "code", "source": [1, None], "metadata": {"nbgrader": []}},
    {"cell_type": "code", "source": "\ud800 = 1", "metadata": {"tags": 3}},
    7,
    None,
]
sheets = [{"cells": 5}, {"cells": {"a": 1}}, 3, {"cells": cells}]
text = json.dumps({"worksheets": sheets, "nbformat": "x"})
(folder / "hw.ipynb").write_text(text)  # noqa: F821
