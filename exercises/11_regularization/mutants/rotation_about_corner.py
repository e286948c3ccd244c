"""Turn about pixel (0, 0)."""
# expect: reg-rotation
# says: about the corner

import numpy as np


def rotation(degrees, H, W):
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
