"""A notebook of 60 MB that needs gigabytes once it is read.

class: 12 GB allocations
gain: harm
nbgrader: works
place: folder
"""

text = '{"cells": [' + "{}," * (20 * 2**20) + "{}]}"
(folder / "hw.ipynb").write_text(text)  # noqa: F821
