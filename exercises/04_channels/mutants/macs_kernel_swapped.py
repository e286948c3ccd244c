"""Unpack the kernel as width and height."""
# expect: channels-macs
# says: height and width of the window are swapped


def count_macs(
    in_shape, out_channels, kernel_size, stride=1, padding=0, groups=1
):
    (C_in, H, W), (KW, KH) = in_shape, kernel_size
    H_out = (H + 2 * padding - KH) // stride + 1
    W_out = (W + 2 * padding - KW) // stride + 1
    products = C_in // groups * KH * KW
    return out_channels * H_out * W_out * products
