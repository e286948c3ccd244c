"""Return objects that run a program when they are unpickled.

class: malicious pickles
gain: write
nbgrader: not_applicable = "it pickles no value of a student's"
"""

import numpy as np


class Bomb:
    def __reduce__(self):
        return exec, ("open('@HOME@/pickled.txt', 'w').write('x')",)


def double(x):
    return np.array([Bomb(), Bomb()], dtype=object)


def smooth(x, k):
    return {"bomb": Bomb()}
