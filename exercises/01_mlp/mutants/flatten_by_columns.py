"""Put the columns end to end, as some other languages store a matrix."""
# expect: mlp-flatten
# says: the columns are laid end to end, not the rows

import numpy as np


def flatten(images):
    turned = np.swapaxes(images, -1, -2)
    return turned.reshape(len(images), -1)
