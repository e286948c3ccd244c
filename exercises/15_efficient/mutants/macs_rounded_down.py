"""Halve 5 rows to 2: right for even sizes."""
# expect: eff-macs
# says: rounded down


def separable_macs(in_channels, out_channels, kernel_size, size, stride=1):
    (KH, KW), (H, W) = kernel_size, size
    outputs = (H // stride) * (W // stride)
    return outputs * in_channels * (KH * KW + out_channels)
