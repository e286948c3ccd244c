"""Count one bias for the layer."""
# expect: channels-parameters
# says: one bias a filter, not one in all


def count_parameters(
    in_channels, out_channels, kernel_size, groups=1, bias=True
):
    KH, KW = kernel_size
    weights = in_channels // groups * KH * KW
    return out_channels * weights + bias
