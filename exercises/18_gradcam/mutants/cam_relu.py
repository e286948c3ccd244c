"""Cut off what is below 0, as Grad-CAM does."""
# expect: gradcam-cam
# says: which only Grad-CAM does

import numpy as np


def cam(maps, weights, targets):
    made = np.einsum("nk,nkij->nij", weights[targets], maps)
    return np.maximum(made, 0)
