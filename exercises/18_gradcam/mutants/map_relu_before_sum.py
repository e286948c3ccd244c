"""Cut each weighted map off at 0, and then add up."""
# expect: gradcam-map
# says: the ReLU comes before the sum

import numpy as np


def grad_cam(maps, gradients):
    alpha = channel_weights(gradients)[:, :, None, None]
    return np.maximum(alpha * maps, 0).sum(axis=1)
