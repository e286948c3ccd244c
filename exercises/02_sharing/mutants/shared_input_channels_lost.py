"""Use the same KH times KW weights for all input channels."""
# expect: sharing-shared
# says: a window does not reach through the input channels


def shared_parameters(in_shape, out_shape, kernel_size, bias=True):
    KH, KW = kernel_size
    return out_shape[0] * (KH * KW + int(bias))
