"""Flip the kernel: the flipped form of dx is a convolution, this is not."""
# expect: im2col-input-gradient
# says: flipped once too often


def input_gradient(dy, w, shape, stride=1, padding=0):
    N, C_out = dy.shape[:2]
    columns = w[:, :, ::-1, ::-1].reshape(C_out, -1).T @ dy.reshape(
        N, C_out, -1
    )
    return col2im(columns, shape, w.shape[2:], stride, padding)
