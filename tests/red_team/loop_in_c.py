"""Never return from C, where no Python handler runs.

class: endless loops in C
gain: harm
nbgrader: works
"""

import itertools


def double(x):
    return max(itertools.repeat(0))


max(itertools.repeat(0))
