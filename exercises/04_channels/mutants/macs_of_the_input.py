"""Count the places of the input."""
# expect: channels-macs
# says: places of the input are counted


def count_macs(
    in_shape, out_channels, kernel_size, stride=1, padding=0, groups=1
):
    (C_in, H, W), (KH, KW) = in_shape, kernel_size
    products = C_in // groups * KH * KW
    return out_channels * H * W * products
