"""The folder of the submission is a link to somebody else's.

class: links and odd names
gain: points
nbgrader: works
place: folder
"""

import os
import shutil

target = folder.parent.parent / "0-honest" / "hw"  # noqa: F821
shutil.rmtree(folder)  # noqa: F821
os.symlink(target, folder)  # noqa: F821
