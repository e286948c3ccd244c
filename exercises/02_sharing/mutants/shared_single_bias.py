"""Add one bias for the whole layer."""
# expect: sharing-shared
# says: the layer has a single bias


def shared_parameters(in_shape, out_shape, kernel_size, bias=True):
    KH, KW = kernel_size
    return out_shape[0] * in_shape[0] * KH * KW + int(bias)
