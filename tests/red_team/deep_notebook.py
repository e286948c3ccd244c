"""A notebook nested deeper than any reader likes.

class: links and odd names
gain: harm
nbgrader: works
place: folder
"""

text = '{"cells": ' + "[" * 200_000 + "]" * 200_000 + "}"
(folder / "hw.ipynb").write_text(text)  # noqa: F821
