"""Multiply X dY^T, and let `reshape` make the shape right."""
# expect: im2col-weight-gradient
# says: is transposed, then reshaped


def weight_gradient(dy, x, kernel_size, stride=1, padding=0):
    N, C_out = dy.shape[:2]
    columns = im2col(x, kernel_size, stride, padding)
    per_image = columns @ dy.reshape(N, C_out, -1).transpose(0, 2, 1)
    return per_image.sum(axis=0).reshape(C_out, x.shape[1], *kernel_size)
