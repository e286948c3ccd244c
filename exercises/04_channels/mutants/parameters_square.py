"""Square the height of the kernel."""
# expect: channels-parameters
# says: the window is KH x KH


def count_parameters(
    in_channels, out_channels, kernel_size, groups=1, bias=True
):
    KH, KW = kernel_size
    weights = in_channels // groups * KH * KH
    return out_channels * (weights + bias)
