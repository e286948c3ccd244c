"""How many epochs fit into some seconds, by a few steps of the recipe.

A schedule must know its end before it begins. So the speed is measured
first, on training images, and the length is fixed from it: nobody looks at
a test image to decide when to stop.
"""

import math
from dataclasses import replace

from cnnlab.speedrun.loop import Part, train
from cnnlab.speedrun.recipe import Recipe

SHARE = 0.95  # of the seconds: a run may meet a slower moment
SHORT, LONG = 2, 12  # steps of the two trials


def epochs_within(
    seconds: float, recipe: Recipe, part: Part, device: str = "auto"
) -> float:
    """Length of a run that ends before ``seconds``, in epochs.

    Two trials are timed. The difference is that of ten steps, so that what
    a run does once, such as the whitening, is told from what it repeats.

    Raises
    ------
    ValueError
        If the seconds do not suffice for one step.
    """
    an_epoch = len(part[0]) // recipe.batch_size
    times = {}
    for steps in (SHORT, SHORT, LONG):  # the first one chooses kernels
        trial = replace(recipe, epochs=(steps - 0.5) / an_epoch)
        times[steps] = train(trial, part, device=device).seconds
    return _fitting(seconds, times[SHORT], times[LONG], an_epoch)


def _fitting(
    seconds: float, short: float, long: float, an_epoch: int
) -> float:
    """Epochs from the seconds of the two trials."""
    a_step = max((long - short) / (LONG - SHORT), 1e-6)
    once = max(short - SHORT * a_step, 0)
    steps = math.floor((SHARE * seconds - once) / a_step)
    if steps < 1:
        raise ValueError(
            f"`seconds` (={seconds}) do not suffice for one step, which takes "
            f"{a_step:.2g} s here: allow more"
        )
    return steps / an_epoch
