"""Climb from 0: the share of the first step is forgotten."""
# expect: improve-cycle
# says: the rise begins at 0

import numpy as np


def one_cycle(step, steps, peak, warm_up=0.25, first=0.1):
    done = step / steps
    if done < warm_up:
        return peak * done / warm_up
    fallen = (done - warm_up) / (1 - warm_up)
    return peak * (1 + float(np.cos(np.pi * fallen))) / 2
