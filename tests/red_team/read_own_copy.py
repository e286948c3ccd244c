"""Read the hidden tests in the copy of the notebook that is being run.

class: hidden tests in its own autograded copy
gain: read
nbgrader: works
"""

from pathlib import Path

for path in [*Path().glob("*.ipynb"), *Path("..").glob("**/*.ipynb")]:
    print(path.read_text()[:8000])
