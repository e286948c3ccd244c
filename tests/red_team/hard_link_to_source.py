"""The notebook is a second name of the instructor's own.

class: links and odd names
gain: points
nbgrader: works
place: folder
"""

import os

os.link("@COURSE@/source/hw/hw.ipynb", folder / "hw.ipynb")  # noqa: F821
