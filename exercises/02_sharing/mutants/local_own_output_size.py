"""Work the output size out at stride 1 instead of reading `out_shape`."""
# expect: sharing-local


def local_parameters(in_shape, out_shape, kernel_size, bias=True):
    C_in, H, W = in_shape
    KH, KW = kernel_size
    units = out_shape[0] * (H - KH + 1) * (W - KW + 1)
    return units * (C_in * KH * KW + int(bias))
