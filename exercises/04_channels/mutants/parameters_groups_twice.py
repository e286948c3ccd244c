"""Divide both channel numbers by the groups."""
# expect: channels-parameters
# says: the filters are divided by the groups too


def count_parameters(
    in_channels, out_channels, kernel_size, groups=1, bias=True
):
    KH, KW = kernel_size
    weights = in_channels // groups * KH * KW
    return out_channels // groups * (weights + bias)
