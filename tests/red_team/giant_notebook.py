"""A notebook of 300 MB, which takes no room on the student's disk.

class: links and odd names
gain: harm
nbgrader: works
place: folder
"""

with (folder / "hw.ipynb").open("wb") as file:  # noqa: F821
    file.truncate(300 * 2**20)
