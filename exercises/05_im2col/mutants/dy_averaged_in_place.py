"""Divide dy by the batch size, for all three gradients at once."""
# expect: im2col-backward
# says: changed its own input


def conv2d_backward(dy, x, w, stride=1, padding=0):
    dy /= len(dy)
    dx = input_gradient(dy, w, x.shape, stride, padding)
    dw = weight_gradient(dy, x, w.shape[2:], stride, padding)
    db = dy.sum(axis=(0, 2, 3))
    return dx, dw, db
