"""Call both helpers without the stride."""
# expect: im2col-backward


def conv2d_backward(dy, x, w, stride=1, padding=0):
    dx = input_gradient(dy, w, x.shape, padding=padding)
    dw = weight_gradient(dy, x, w.shape[2:], padding=padding)
    db = dy.sum(axis=(0, 2, 3))
    return dx, dw, db
