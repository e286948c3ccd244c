"""Forget the groups."""
# expect: channels-parameters
# says: the groups are not used


def count_parameters(
    in_channels, out_channels, kernel_size, groups=1, bias=True
):
    KH, KW = kernel_size
    weights = in_channels * KH * KW
    return out_channels * (weights + bias)
