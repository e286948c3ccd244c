"""Spoil what somebody else has handed in.

class: write into another submission
gain: write
nbgrader: works
"""

from pathlib import Path

for path in Path("@COURSE@").glob("submitted/*honest*/*/*.ipynb"):
    path.write_text('{"cells": [], "metadata": {}}')
