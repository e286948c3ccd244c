"""Give each pair of channels a bias: the + 1 is inside the wrong bracket."""
# expect: sharing-shared


def shared_parameters(in_shape, out_shape, kernel_size, bias=True):
    KH, KW = kernel_size
    return out_shape[0] * in_shape[0] * (KH * KW + int(bias))
