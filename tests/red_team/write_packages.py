"""Change the packages that the grader and other students import.

class: write into another submission
gain: escape
nbgrader: not_applicable = "the outer box keeps packages read-only"
"""

import os

import numpy

import cnnlab

for package in (numpy, cnnlab, os):
    folder = os.path.dirname(package.__file__)
    try:
        with open(os.path.join(folder, "red_team_was_here.txt"), "w"):
            print("@ESCAPED@:", folder)
        os.unlink(os.path.join(folder, "red_team_was_here.txt"))
    except OSError:
        continue
