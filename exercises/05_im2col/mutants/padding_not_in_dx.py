"""Call col2im without the padding: in the example it was 0."""
# expect: im2col-input-gradient


def input_gradient(dy, w, shape, stride=1, padding=0):
    N, C_out = dy.shape[:2]
    columns = w.reshape(C_out, -1).T @ dy.reshape(N, C_out, -1)
    return col2im(columns, shape, w.shape[2:], stride)
