"""Let the cosine run over the whole training, as without a warm-up."""
# expect: improve-cycle
# says: over the whole training

import numpy as np


def one_cycle(step, steps, peak, warm_up=0.25, first=0.1):
    done = step / steps
    if done < warm_up:
        return peak * (first + (1 - first) * done / warm_up)
    return peak * (1 + float(np.cos(np.pi * done))) / 2
