"""Return dw first: weights come first in an optimizer."""
# expect: im2col-backward
# says: result[0]


def conv2d_backward(dy, x, w, stride=1, padding=0):
    dx = input_gradient(dy, w, x.shape, stride, padding)
    dw = weight_gradient(dy, x, w.shape[2:], stride, padding)
    db = dy.sum(axis=(0, 2, 3))
    return dw, dx, db
