"""Learn C_out (C_in KH KW + 1) by heart and forget `bias`."""
# expect: sharing-shared
# says: biases are counted although there are none


def shared_parameters(in_shape, out_shape, kernel_size, bias=True):
    KH, KW = kernel_size
    return out_shape[0] * (in_shape[0] * KH * KW + 1)
