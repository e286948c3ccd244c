"""End the process without a word, in a cell and in every call.

class: os._exit
gain: harm
nbgrader: works
"""

import os


def double(x):
    os._exit(0)


def smooth(x, k):
    os._exit(1)


os._exit(0)
