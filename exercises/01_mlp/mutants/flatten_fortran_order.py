"""Pass order="F" to `reshape`, found in an answer to another question."""
# expect: mlp-flatten
# says: the columns are laid end to end, not the rows

import numpy as np


def flatten(images):
    return np.stack([image.reshape(-1, order="F") for image in images])
