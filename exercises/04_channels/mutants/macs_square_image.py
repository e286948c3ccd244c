"""Use the height of the output for its width."""
# expect: channels-macs
# says: the height of the output is used for its width


def count_macs(
    in_shape, out_channels, kernel_size, stride=1, padding=0, groups=1
):
    (C_in, H, _), (KH, KW) = in_shape, kernel_size
    H_out = (H + 2 * padding - KH) // stride + 1
    products = C_in // groups * KH * KW
    return out_channels * H_out**2 * products
