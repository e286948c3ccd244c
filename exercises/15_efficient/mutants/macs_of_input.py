"""Multiply by the rows and columns that were given: those of the input."""
# expect: eff-macs
# says: size of the input


def standard_macs(in_channels, out_channels, kernel_size, size, stride=1):
    (KH, KW), (H, W) = kernel_size, size
    return H * W * KH * KW * in_channels * out_channels
