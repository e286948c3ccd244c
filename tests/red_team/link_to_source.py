"""The notebook is a link to the instructor's own.

class: links and odd names
gain: points
nbgrader: works
place: folder
"""

import os

os.symlink("@COURSE@/source/hw/hw.ipynb", folder / "hw.ipynb")  # noqa: F821
