"""Let one kernel make all the output channels."""
# expect: sharing-shared
# says: one kernel serves all output channels


def shared_parameters(in_shape, out_shape, kernel_size, bias=True):
    KH, KW = kernel_size
    return in_shape[0] * KH * KW + int(bias)
