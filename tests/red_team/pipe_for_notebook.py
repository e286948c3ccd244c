"""The notebook is a pipe: who reads it waits for ever.

class: links and odd names
gain: harm
nbgrader: works
place: folder
"""

import os

os.mkfifo(folder / "hw.ipynb")  # noqa: F821
