"""Forget the groups in the work."""
# expect: channels-macs
# says: the groups are not used


def count_macs(
    in_shape, out_channels, kernel_size, stride=1, padding=0, groups=1
):
    (C_in, H, W), (KH, KW) = in_shape, kernel_size
    H_out = (H + 2 * padding - KH) // stride + 1
    W_out = (W + 2 * padding - KW) // stride + 1
    products = C_in * KH * KW
    return out_channels * H_out * W_out * products
