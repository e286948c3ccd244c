"""Multiply in the order of reading."""
# expect: reg-rotation
# says: mixed up: to the centre and back

import numpy as np


def rotation(degrees, H, W):
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turn = np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
    there, back = np.eye(3), np.eye(3)
    back[:2, 2] = (W - 1) / 2, (H - 1) / 2
    there[:2, 2] = -back[:2, 2]
    return there @ turn @ back
