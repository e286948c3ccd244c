"""Divide by the number of places, to keep the gradient small."""
# expect: im2col-weight-gradient
# says: the mean over the places


def weight_gradient(dy, x, kernel_size, stride=1, padding=0):
    N, C_out = dy.shape[:2]
    columns = im2col(x, kernel_size, stride, padding)
    per_image = dy.reshape(N, C_out, -1) @ columns.transpose(0, 2, 1)
    per_image = per_image / columns.shape[2]
    return per_image.sum(axis=0).reshape(C_out, x.shape[1], *kernel_size)
