"""Count one window for each output channel: that is a convolution already."""
# expect: sharing-local
# says: the weights are shared by all places


def local_parameters(in_shape, out_shape, kernel_size, bias=True):
    KH, KW = kernel_size
    return out_shape[0] * (in_shape[0] * KH * KW + int(bias))
