"""Get the shape of W^T by `reshape`, which mixes the weights up."""
# expect: im2col-input-gradient
# says: reshaped where it should be transposed


def input_gradient(dy, w, shape, stride=1, padding=0):
    N, C_out = dy.shape[:2]
    columns = w.reshape(-1, C_out) @ dy.reshape(N, C_out, -1)
    return col2im(columns, shape, w.shape[2:], stride, padding)
