"""Give each slice a bias."""
# expect: channels-parameters
# says: one bias a filter, not one a slice


def count_parameters(
    in_channels, out_channels, kernel_size, groups=1, bias=True
):
    KH, KW = kernel_size
    slices = in_channels // groups
    return out_channels * slices * (KH * KW + bias)
