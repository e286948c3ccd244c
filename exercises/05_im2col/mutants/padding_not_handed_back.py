"""Hand on the stride, and forget the padding."""
# expect: im2col-backward


def conv2d_backward(dy, x, w, stride=1, padding=0):
    dx = input_gradient(dy, w, x.shape, stride)
    dw = weight_gradient(dy, x, w.shape[2:], stride)
    db = dy.sum(axis=(0, 2, 3))
    return dx, dw, db
