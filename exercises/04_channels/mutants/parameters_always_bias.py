"""Count biases where there are none."""
# expect: channels-parameters
# says: the bias is counted, though there is none


def count_parameters(
    in_channels, out_channels, kernel_size, groups=1, bias=True
):
    KH, KW = kernel_size
    weights = in_channels // groups * KH * KW
    return out_channels * (weights + 1)
