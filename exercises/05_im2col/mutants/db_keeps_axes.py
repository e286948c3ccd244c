"""Sum with `keepdims=True`, so that db could be added to y."""
# expect: im2col-backward
# says: result[2]


def conv2d_backward(dy, x, w, stride=1, padding=0):
    dx = input_gradient(dy, w, x.shape, stride, padding)
    dw = weight_gradient(dy, x, w.shape[2:], stride, padding)
    db = dy.sum(axis=(0, 2, 3), keepdims=True)
    return dx, dw, db
